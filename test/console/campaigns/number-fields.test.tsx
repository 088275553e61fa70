import { shareOf, withNumber, withTargetShare } from '../../../console/src/campaigns/campaign-numbers.ts';
import { NumberFields } from '../../../console/src/campaigns/number-fields.tsx';
import { TargetingFields } from '../../../console/src/campaigns/targeting-fields.tsx';
import { CampaignDefinition } from '../../../core/campaigns/contract.ts';
import { aCampaign } from '../../support/campaigns.ts';
import { rendered } from '../../support/rendered.tsx';

const { definition } = aCampaign({ holdoutShare: 0.2, repeatAfterDays: 90, attributionDays: 14, items: 0 });

describe('the numbers of a campaign', () => {
  it.each([
    ['holdoutShare', 0.1],
    ['repeatAfterDays', 30],
    ['attributionDays', 7],
    ['items', 3],
  ] as const)('come to the default where a field is left empty, never to 0: %s', (name, standard) => {
    const emptied = withNumber(definition, name, undefined);

    expect(emptied).toEqual({ ...definition, [name]: standard });
    expect(CampaignDefinition.safeParse(emptied).success).toBe(true);
  });

  it('may be 0 where somebody types it', () => {
    expect(withNumber(definition, 'holdoutShare', shareOf(0)).holdoutShare).toBe(0);
  });

  it('mean half of the audience while no share is typed', () => {
    expect(withTargetShare(definition, shareOf(undefined)).targeting).toEqual({ by: 'response', share: 0.5 });
    expect(withTargetShare(definition, shareOf(30)).targeting).toEqual({ by: 'response', share: 0.3 });
  });

  it('are shown as the campaign holds them, 0 among them, with what an empty field comes to', async () => {
    const markup = await rendered(
      <NumberFields draft={definition} errorAt={() => undefined} onChange={() => undefined} />,
    );

    for (const text of ['value="20 %"', 'value="90"', 'value="14"', 'value="0"']) expect(markup).toContain(text);
    for (const text of ['10 %', '30', '7', '3']) expect(markup).toContain(`placeholder="${text}"`);
  });

  it('name the share that is meant, and none where everybody is', async () => {
    const fields = (draft: CampaignDefinition) =>
      rendered(<TargetingFields draft={draft} errorAt={() => undefined} onChange={() => undefined} />);

    expect(await fields(withTargetShare(definition, 0.3))).toContain('value="30 %"');
    expect(await fields(definition)).not.toContain('Share of the audience');
  });
});
