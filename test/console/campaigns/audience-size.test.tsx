import { AudienceSize } from '../../../console/src/campaigns/audience-size.tsx';
import type { Audience } from '../../../core/campaigns/contract.ts';
import { rendered, wordsOf } from '../../support/rendered.tsx';

const counted: Audience = { matched: 2_944, looked: 4_798, isWhole: true, estimate: null };
const estimated: Audience = {
  ...{ matched: 8_203, looked: 20_000, isWhole: false },
  estimate: {
    matched: { value: 411_463, low: 402_743, high: 420_372 },
    customers: { value: 1_003_210, low: 989_601, high: 1_017_006 },
  },
};

describe('the size of an audience', () => {
  it.each([
    [counted, 'en', '2,944 of 4,798 customers'],
    [counted, 'zh', '4,798 位顾客中的 2,944 位'],
    [estimated, 'en', 'About 411,000 (403,000 to 420,000) of about 1,000,000 customers, estimated from 20,000 of them'],
    [estimated, 'zh', '约 1,000,000 位顾客中约有 411,000 位（403,000 至 420,000），根据其中 20,000 位估计'],
  ] as const)('is said as counted where it was, else as estimated', async (audience, language, words) => {
    expect(wordsOf(await rendered(<AudienceSize audience={audience} />, language))).toEqual([words]);
  });
});
