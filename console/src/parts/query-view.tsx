import { Skeleton, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemNotice } from './problem-notice.tsx';

export interface QueryViewProps<Data> {
  readonly query: {
    readonly data: Data | undefined;
    readonly error: Error | null;
    readonly refetch: () => Promise<unknown>;
  };
  /** Lines of grey while nothing is there. @default 3 */
  readonly lines?: number;
  readonly children: (data: Data) => ReactNode;
}

/** Waiting, failing and showing, the same everywhere. What was read before stays while a new look fails. */
export function QueryView<Data>({ query, lines = 3, children }: QueryViewProps<Data>) {
  const { t } = useTranslation();
  const { data, error, refetch } = query;
  return (
    <Stack gap="sm">
      {error && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {data !== undefined && children(data)}
      {data === undefined && !error && (
        <Stack gap="xs" role="status" aria-label={t('common.loading')}>
          {Array.from({ length: lines }, (_, line) => `line ${line}`).map((line) => (
            <Skeleton key={line} height={20} />
          ))}
        </Stack>
      )}
    </Stack>
  );
}
