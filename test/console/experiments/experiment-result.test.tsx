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

describe('what an experiment found', () => {
  it.each(['ab', 'bandit'] as const)('is said too early of kind %s while one side was hardly shown', async (kind) => {
    expect(await wordsFor(kind)).toContain('fewer than 30 slates on one side');
  });

  it('is said too early of an interleaving while few slates are decided', async () => {
    expect(await wordsFor('interleaving')).toContain('fewer than 30 decided slates');
    expect(await wordsFor('interleaving', 'zh')).toContain('已决出的推荐列表');
  });
});
