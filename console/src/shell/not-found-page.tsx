import { useTranslation } from 'react-i18next';
import { EmptyState } from '../parts/empty-state.tsx';
import { ButtonLink } from '../parts/links.tsx';
import { Page } from '../parts/page.tsx';

export function NotFoundPage() {
  const { t } = useTranslation();
  const action = (
    <ButtonLink to="/" variant="default">
      {t('notFound.home')}
    </ButtonLink>
  );
  return (
    <Page title={t('notFound.title')}>
      <EmptyState title={t('notFound.detail')} next={t('notFound.next')} action={action} />
    </Page>
  );
}
