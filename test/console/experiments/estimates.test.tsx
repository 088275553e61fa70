import { EstimateState, Estimates } from '../../../console/src/experiments/estimate-panel.tsx';
import { EstimateResult } from '../../../console/src/experiments/estimate-result.tsx';
import { Estimate, type JudgedPolicy } from '../../../core/experiments/estimate-contract.ts';
import { faultText, withFault } from '../../../core/platform/fault.ts';
import { anEstimateReference, aPolicy, someFigures } from '../../support/estimates.ts';
import { anExperiment } from '../../support/experiments.ts';
import { rendered, wordsOf } from '../../support/rendered.tsx';

const at = '2026-11-24T12:00:00.000Z';
const anEstimate = (overrides: object): Estimate =>
  Estimate.parse({
    ...anEstimateReference,
    ...{ status: 'done', startedAt: at, endedAt: at },
    request: { policies: [{ known: 'for-you', new: 'popular' }] },
    ...overrides,
  });

async function wordsFor(policies: readonly JudgedPolicy[], language: 'en' | 'zh' = 'en'): Promise<string> {
  const estimate = anEstimate({ found: { ...someFigures(), policies } });
  return wordsOf(await rendered(<EstimateResult estimate={estimate} />, language)).join(' ');
}

describe('what policies would have earned', () => {
  const alone: JudgedPolicy = { ...aPolicy({ known: 'popular', new: 'popular' }), verdict: 'unclear' };
  const asked: JudgedPolicy = { ...aPolicy(), verdict: 'better' };

  it('is a sentence on what was asked for, and a number of each recipe alone', async () => {
    const words = await wordsFor([alone, asked]);

    expect(words).toContain(
      '+4.0 percentage points more or less than the experiment itself earned (95 %: +2.0 … +6.0)',
    );
    expect(words).toContain('Better: for-you, visitors popular would have been rewarded for 14% of its slates');
    expect(words).not.toContain('whether popular would have earned more');
    expect(words).toContain('popular Not told apart 14% (12% … 16%)');
    expect(words).toContain('from 2,000 slates of 700 customers, shown by spring');
  });

  it('is said in Chinese too', async () => {
    expect(await wordsFor([alone, asked], 'zh')).toContain(
      '更好：for-you，访客用 popular 的推荐列表本会有 14% 获得奖励',
    );
  });

  it('has no figure and no mark on the scale where too little is known', async () => {
    const little: JudgedPolicy = { ...aPolicy({ effectiveCustomers: 4 }), verdict: 'too-little-overlap' };
    const nothing: JudgedPolicy = {
      ...aPolicy({ known: 'popular', ips: null, snips: null, dr: null, difference: null, effectiveCustomers: 0 }),
      verdict: 'too-little-overlap',
    };

    const words = await wordsFor([little, nothing]);

    expect(words).toContain('Too little is known of for-you, visitors popular: what the log holds of it is worth 4');
    expect(words).not.toContain('+4.0 percentage');
  });
});

describe('an estimate that has no answer', () => {
  it('says what the log lacks in the language of the console', async () => {
    const failed = withFault(
      anEstimate({ status: 'failed', reason: faultText('no-recipe-drawn', { surface: 'home' }) }),
    );

    const says = async (language: 'en' | 'zh') =>
      wordsOf(await rendered(<EstimateState estimate={failed} />, language)).join(' ');

    expect(await says('en')).toContain(
      'No recipe was drawn for home: an A/B test or a bandit must have run there first.',
    );
    expect(await says('zh')).toContain('home 尚未抽取过推荐方案');
  });

  it('says that it goes on while it runs', async () => {
    const running = anEstimate({ status: 'running', endedAt: undefined });

    expect(wordsOf(await rendered(<EstimateState estimate={running} />)).join(' ')).toContain('Reading the log');
  });

  it('is not read out again with each second that it runs', async () => {
    const running = anEstimate({ status: 'running', endedAt: undefined });

    const [, status = ''] =
      /role="status">(.*?)<\/span><\/span>/.exec(await rendered(<EstimateState estimate={running} />)) ?? [];

    expect(wordsOf(status)).toEqual(['Reading the log']);
  });
});

describe('a surface where no recipe was drawn', () => {
  it.each([
    ['nothing was ever tried', undefined],
    ['recipes share their slates', anExperiment(['for-you', 'popular'], { kind: 'interleaving' })],
  ])('says what to do first: %s', async (_, experiment) => {
    const words = wordsOf(await rendered(<Estimates surface="home" experiment={experiment} estimates={[]} />));

    expect(words).toContain('No recipe has been drawn here yet');
    expect(words.join(' ')).toContain('Start an A/B test or a bandit on this surface below.');
  });
});
