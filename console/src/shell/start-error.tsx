import { useTranslation } from 'react-i18next';
import { EmptyState } from '../parts/empty-state.tsx';

/** The console was put somewhere without its `config.json`, or with one that it cannot read. */
export function StartError({ reason }: { readonly reason: string }) {
  const { t } = useTranslation();
  return (
    <main style={{ maxWidth: 560, margin: '64px auto', padding: 16 }}>
      <h1>{t('startError.title')}</h1>
      <EmptyState title={reason} next={t('startError.next')} command="npm start" />
    </main>
  );
}
