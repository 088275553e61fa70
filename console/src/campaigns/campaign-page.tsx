import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CampaignDraft, CampaignView } from '../../../core/campaigns/contract.ts';
import { useApi } from '../api/api-context.ts';
import { Page } from '../parts/page.tsx';
import { QueryView } from '../parts/query-view.tsx';
import { CampaignActions } from './campaign-actions.tsx';
import { afterSaving, type Edit, readCampaign, refusalOf } from './campaign-draft.ts';
import { CampaignForm } from './campaign-form.tsx';
import { campaignQuery, previewQuery } from './campaign-queries.ts';
import { CampaignReportPanel } from './campaign-report-panel.tsx';
import { CampaignRuns } from './campaign-runs.tsx';
import { MessagePreview } from './message-preview.tsx';
import { MessagesPanel } from './messages-panel.tsx';

/** Long enough not to ask at every letter. */
const PAUSE_MS = 600;

const route = getRouteApi('/campaigns/$campaignId');

/** What does this campaign say, to whom, and what did it do? */
export function CampaignPage() {
  const { t } = useTranslation();
  const { campaignId } = route.useParams();
  const campaign = useQuery(campaignQuery(useApi(), campaignId));
  return (
    <Page
      title={campaign.data?.definition.name ?? campaignId}
      lead={campaign.data && t('campaign.lead', { version: campaign.data.version })}
      actions={campaign.data && <CampaignActions campaign={campaign.data} />}
    >
      <QueryView query={campaign} lines={8}>
        {(view) => <Campaign key={view.campaignId} campaign={view} />}
      </QueryView>
    </Page>
  );
}

/** What is written stays while the campaign is looked at again, whoever saved a version of it meanwhile. */
function Campaign({ campaign }: { readonly campaign: CampaignView }) {
  const { run, message } = route.useSearch();
  const [edit, setEdit] = useState<Edit>();
  const draft: CampaignDraft = edit?.draft ?? campaign;
  const [settled] = useDebouncedValue(draft.definition, PAUSE_MS);
  const preview = useQuery(previewQuery(useApi(), campaign.campaignId, readCampaign(settled).data));
  return (
    <>
      <CampaignReportPanel campaignId={campaign.campaignId} />
      <div className="columns-2">
        <CampaignForm
          campaign={campaign}
          draft={draft}
          isOvertaken={edit !== undefined && edit.of < campaign.revision}
          unread={refusalOf(settled, preview.error)}
          onChange={(changed) => setEdit({ of: edit?.of ?? campaign.revision, draft: changed })}
          onSaved={(sent, revision) => setEdit((now) => afterSaving(now, sent, revision))}
          onDiscard={() => setEdit(undefined)}
        />
        <MessagePreview preview={preview} />
      </div>
      <CampaignRuns campaign={campaign} current={run} />
      <MessagesPanel campaignId={campaign.campaignId} run={run} message={message} />
    </>
  );
}
