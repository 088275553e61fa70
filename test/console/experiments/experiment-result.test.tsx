import { ExperimentResult } from '../../../console/src/experiments/experiment-result.tsx';
import { type ExperimentKind, SlateExperimentDraft } from '../../../core/experiments/contract.ts';
import type { SurfaceExperiment } from '../../../core/recommendations/recipe-contract.ts';
import { rendered, wordsOf } from '../../support/rendered.tsx';

async function wordsFor(kind: ExperimentKind, language: 'en' | 'zh' = 'en'): Promise<string> {
  const arms = [{ recipe: 'for-you' }, { recipe: 'popular' }];
  const experiment = SlateExperimentDraft.parse({ name: 'spring', kind, arms });
  const comparison = { recipe: 'popular', against: 'for-you', difference: null, verdict: 'too-early' } as const;
  const result: SurfaceExperiment = { surface: 'home', revision: 1, experiment, comparisons: [comparison] };
  return wordsOf(await rendered(<ExperimentResult result={result} experiment={experiment} />, language)).join(' ');
}

describe('an A/B test whose customers did not fall as planned', () => {
  const arms = [{ recipe: 'for-you' }, { recipe: 'popular' }];
  const experiment = SlateExperimentDraft.parse({ name: 'spring', kind: 'ab', arms });
  const counted = (recipe: string, customers: number) => {
    const share = { value: 0.1, low: 0.08, high: 0.12 };
    return { recipe, shown: 1_000, customers, plannedShare: 0.5, rewarded: 100, share };
  };
  const result: SurfaceExperiment = {
    ...{ surface: 'home', revision: 1, experiment, isSplitAsPlanned: false },
    counted: [counted('for-you', 600), counted('popular', 400)],
    comparisons: [{ recipe: 'popular', against: 'for-you', difference: null, verdict: 'mismatch' }],
  };

  it.each([
    ['en', 'Customers did not fall to the recipes as planned'],
    ['zh', '顾客未按计划比例分到各推荐方案'],
  ] as const)(
    'says so in %s and compares no recipes, beside how many each had and was to have',
    async (language, title) => {
      const words = wordsOf(await rendered(<ExperimentResult result={result} experiment={experiment} />, language));

      expect(words).toContain(title);
      expect(words.join(' ')).not.toContain('does better');
      expect(words.join(' ')).toContain('for-you 600 60% (50%)');
    },
  );
});

describe('an A/B test that counts not everybody', () => {
  it('shows slates and no customers', async () => {
    const arms = [{ recipe: 'for-you' }, { recipe: 'popular' }];
    const experiment = SlateExperimentDraft.parse({ name: 'spring', kind: 'ab', arms });
    const counted = arms.map(({ recipe }) => ({ recipe, shown: 1_000, rewarded: 100, share: null }));
    const result: SurfaceExperiment = { surface: 'home', revision: 1, experiment, counted, comparisons: [] };

    const words = wordsOf(await rendered(<ExperimentResult result={result} experiment={experiment} />));

    expect(words.join(' ')).toContain('for-you 1,000');
    expect(words).not.toContain('Customers');
  });
});

describe('what an experiment found', () => {
  it.each(['ab', 'bandit'] as const)('is said too early of kind %s while one side was hardly shown', async (kind) => {
    expect(await wordsFor(kind)).toContain('fewer than 30 slates on one side');
  });

  it('is said too early of an interleaving while few slates are decided', async () => {
    expect(await wordsFor('interleaving')).toContain('fewer than 30 decided slates');
    expect(await wordsFor('interleaving', 'zh')).toContain('已决出的推荐列表');
  });
});
