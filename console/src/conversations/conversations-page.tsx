import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Page } from '../parts/page.tsx';
import { ConversationPanel } from './conversation-panel.tsx';
import { InboxPanel } from './inbox-panel.tsx';
import { KnowledgePanel } from './knowledge-panel.tsx';

const route = getRouteApi('/conversations');

/** Who needs a person, and what has the bot told customers? */
export function ConversationsPage() {
  const { t } = useTranslation();
  const { state, conversation } = route.useSearch();
  return (
    <Page title={t('conversations.title')} lead={t('conversations.lead')}>
      <div className={conversation ? 'columns-list' : undefined}>
        <InboxPanel state={state} current={conversation} />
        {conversation && <ConversationPanel key={conversation} conversationId={conversation} />}
      </div>
      <KnowledgePanel />
    </Page>
  );
}
