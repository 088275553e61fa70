import { reasonName } from '../../../console/src/campaigns/reason-name.ts';
import en from '../../../console/src/i18n/en.json' with { type: 'json' };
import { MessageReason } from '../../../core/campaigns/contract.ts';

describe('why somebody got nothing', () => {
  it('has words for every reason that there is, and for no other', () => {
    const { other, ...known } = en.campaign.reason;

    expect(Object.keys(known).sort()).toEqual([...MessageReason.options].sort());
    expect(MessageReason.options.map(reasonName)).toEqual(MessageReason.options.map((one) => `campaign.reason.${one}`));
    expect(reasonName('of-a-later-version')).toBe('campaign.reason.other');
    expect(other).toBeTruthy();
  });
});
