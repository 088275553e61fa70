import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Page } from '../parts/page.tsx';
import { Panel } from '../parts/panel.tsx';
import { BatchesPanel } from './batches-panel.tsx';
import { OrderForm } from './order-form.tsx';
import { TextPanel } from './text-panel.tsx';
import { TextsList } from './texts-list.tsx';

const route = getRouteApi('/content');

/** Which texts wait for a decision, and does the catalogue say what they say? */
export function ContentPage() {
  const { t } = useTranslation();
  const { text } = route.useSearch();
  return (
    <Page title={t('content.title')} lead={t('content.lead')}>
      <section className="panel" aria-label={t('content.order.title')}>
        <OrderForm />
      </section>
      <BatchesPanel />
      <div className={text ? 'columns-list' : undefined}>
        <Panel title={t('content.queue')}>
          <TextsList />
        </Panel>
        {text && <TextPanel key={text} contentId={text} />}
      </div>
    </Page>
  );
}
