import type { ErrorComponentProps } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Page } from '../parts/page.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';

/** A page that could not be drawn or loaded; the frame around it still works. */
export function PageError({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation();
  return (
    <Page title={t('pageError.title')}>
      <ProblemNotice error={error instanceof Error ? error : new Error(String(error))} onRetry={reset} />
    </Page>
  );
}
