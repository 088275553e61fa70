import { Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { MessageStatus } from '../../../core/campaigns/contract.ts';
import { ChatDecision } from '../../../core/chat/contract.ts';
import type { CustomerView } from '../../../core/customers/contract.ts';
import type { DecisionPage } from '../../../core/decisions/contract.ts';
import { Surface } from '../../../core/recommendations/contract.ts';
import { useApi } from '../api/api-context.ts';
import { type CustomerBy, decisionsQuery, itemsQuery } from '../api/queries.ts';
import { reasonName } from '../campaigns/reason-name.ts';
import { TextLink } from '../parts/links.tsx';
import { QueryView } from '../parts/query-view.tsx';
import { useFormats } from '../parts/use-formats.ts';
import { useNow } from '../parts/use-now.ts';
import { DecisionOutcome } from './decision-outcome.tsx';
import { DecisionReasons } from './decision-reasons.tsx';
import { whatFollowed } from './what-followed.ts';

/** A slate may hold fifty; the first say what it was. */
const SHOWN_ITEMS = 5;

export interface CustomerDecisionsProps {
  readonly customer: string;
  readonly by: CustomerBy;
  readonly history: CustomerView['history'];
}

/** What was chosen for this person, newest first: who chose, why, and what followed. */
export function CustomerDecisions({ customer, by, history }: CustomerDecisionsProps) {
  const { t } = useTranslation();
  const decisions = useQuery(decisionsQuery(useApi(), customer, by));
  return (
    <section aria-label={t('customer.decisions')}>
      <Title order={3} size="h5" mb="xs">
        {t('customer.decisions')}
      </Title>
      <QueryView query={decisions} lines={4}>
        {({ data }) =>
          data.length ? (
            <DecisionList decisions={data} history={history} />
          ) : (
            <Text size="sm" c="dimmed">
              {t('customer.undecided')}
            </Text>
          )
        }
      </QueryView>
    </section>
  );
}

type Logged = DecisionPage['data'][number];

/** Of a slate what was chosen; of a message what it recommended; a reply in the chat names documents instead. */
function itemsOf(decision: Logged): string[] {
  if (decision.kind === 'reply') return [];
  return decision.kind === 'slate' ? decision.chosen.map(({ itemId }) => itemId) : [...decision.slate];
}

/** The items of decisions and those that their reasons rest on. */
const named = (decision: Logged): string[] => [
  ...itemsOf(decision),
  ...(decision.kind === 'slate'
    ? decision.chosen.flatMap(({ reasons }) => reasons.flatMap(({ evidence }) => evidence.map(({ itemId }) => itemId)))
    : []),
];

interface DecisionListProps {
  readonly decisions: DecisionPage['data'];
  readonly history: CustomerView['history'];
}

function DecisionList({ decisions, history }: DecisionListProps) {
  // A look-up takes a hundred ids; what is shown at once goes first.
  const shown = decisions.flatMap((one) => itemsOf(one).slice(0, SHOWN_ITEMS));
  const ids = [...new Set([...shown, ...decisions.flatMap(named)])].slice(0, 100).sort();
  const items = useQuery(itemsQuery(useApi(), ids));
  const titles = new Map(items.data?.data.map(({ itemId, title }) => [itemId, title]));
  return (
    <ol className="timeline">
      {decisions.map((decision) => (
        <DecisionEntry key={decision.requestId} decision={decision} history={history} titles={titles} />
      ))}
    </ol>
  );
}

interface DecisionEntryProps {
  readonly decision: Logged;
  readonly history: CustomerView['history'];
  readonly titles: ReadonlyMap<string, string>;
}

function DecisionEntry({ decision, history, titles }: DecisionEntryProps) {
  const { t } = useTranslation();
  const { ago, moment } = useFormats();
  const now = useNow(10_000);
  const { at, surface, experimentArm } = decision;
  const place = Surface.safeParse(surface).data;
  const chosen = itemsOf(decision);
  return (
    <li>
      <Text size="xs" c="dimmed" title={moment(at)}>
        {ago(at, now)}
      </Text>
      <Stack gap={0}>
        <Text size="sm">
          <strong>{place ? t(`slate.surface.${place}`) : surface}</strong> · <Chooser decision={decision} />
          {experimentArm && ` · ${t(experimentArm === 'holdout' ? 'role.holdout' : 'role.treatment')}`}
        </Text>
        <Text size="sm">
          {decision.kind === 'slate' && !chosen.length && t('customer.emptySlate')}
          {decision.kind === 'reply' && decision.tool?.orderIds?.join(' · ')}
          {chosen
            .slice(0, SHOWN_ITEMS)
            .map((itemId) => titles.get(itemId) ?? itemId)
            .join(' · ')}
          {chosen.length > SHOWN_ITEMS ? ` · ${t('customer.more', { count: chosen.length - SHOWN_ITEMS })}` : ''}
        </Text>
        <Text size="xs" c="dimmed">
          <Why decision={decision} />
        </Text>
        {decision.kind !== 'reply' && (
          <DecisionOutcome followed={whatFollowed(at, chosen, history, now)} titles={titles} />
        )}
        {decision.kind === 'slate' && <DecisionReasons decision={decision} titles={titles} />}
      </Stack>
    </li>
  );
}

function Chooser({ decision }: { readonly decision: Logged }) {
  const { t } = useTranslation();
  if (decision.kind === 'slate') return t('slate.policy', { policy: decision.policy });
  if (decision.kind === 'reply') {
    return (
      <TextLink underline="always" to="/conversations" search={{ conversation: decision.conversationId }}>
        {t('customer.reply')}
      </TextLink>
    );
  }
  return (
    <TextLink
      underline="always"
      to="/campaigns/$campaignId"
      params={{ campaignId: decision.campaignId }}
      search={{ run: decision.runId, message: decision.customer }}
    >
      {decision.campaignId}
    </TextLink>
  );
}

function Why({ decision }: { readonly decision: Logged }) {
  const { t } = useTranslation();
  const { language } = useFormats();
  if (decision.kind === 'slate') return decision.chosen[0]?.reasons[0]?.text[language];
  if (decision.kind === 'reply') {
    const reason = ChatDecision.shape.reason.safeParse(decision.reason).data;
    const cited = decision.citations.map(({ documentId }) => documentId).join(', ');
    return [reason && t(`conversations.reason.${reason}`), cited].filter(Boolean).join(' · ');
  }
  const status = MessageStatus.safeParse(decision.status).data;
  return decision.reason ? t(reasonName(decision.reason)) : status && t(`campaign.status.${status}`);
}
