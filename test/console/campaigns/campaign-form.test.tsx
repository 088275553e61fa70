import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createApiClient } from '../../../console/src/api/api-client.ts';
import { ApiContext } from '../../../console/src/api/api-context.ts';
import { CampaignForm } from '../../../console/src/campaigns/campaign-form.tsx';
import type { CampaignDraft } from '../../../core/campaigns/contract.ts';
import { aCampaign } from '../../support/campaigns.ts';
import { rendered, wordsOf } from '../../support/rendered.tsx';

const campaign = { ...aCampaign(), version: 5, revision: 7, runs: [], versions: [] };
const edited = { isActive: true, definition: { ...campaign.definition, name: 'Mine' } };

function formOf(draft: CampaignDraft, isOvertaken: boolean) {
  const api = createApiClient({ apiUrl: '', token: async () => undefined });
  const none = () => undefined;
  return rendered(
    <ApiContext value={api}>
      <QueryClientProvider client={new QueryClient()}>
        <CampaignForm
          {...{ campaign, draft, isOvertaken, unread: undefined }}
          {...{ onChange: none, onSaved: none, onDiscard: none }}
        />
      </QueryClientProvider>
    </ApiContext>,
  );
}

describe('the form of a campaign', () => {
  it('keeps what is written where somebody else was faster, and says over what it would be saved', async () => {
    const markup = await formOf(edited, true);

    expect(markup).toContain('value="Mine"');
    expect(wordsOf(markup)).toEqual(
      expect.arrayContaining(['See what they saved', 'Discard my changes', 'Save over version 5']),
    );
  });

  it.each([
    ['nobody else was', edited, false],
    ['both wrote the same', campaign, true],
  ])('asks nothing where %s', async (_, draft, isOvertaken) => {
    const words = wordsOf(await formOf(draft, isOvertaken));

    expect(words).toContain('Save');
    expect(words).not.toContain('See what they saved');
  });

  it('can be saved where only the switch of its schedule was turned', async () => {
    const save = /<button[^>]*disabled=""[^>]*>(<[^>]*>)*Save</;

    expect(await formOf({ ...campaign, isActive: false }, false)).not.toMatch(save);
    expect(await formOf(campaign, false)).toMatch(save);
  });
});
