import { SlateFiguresPanel } from '../../../console/src/models/slate-figures-panel.tsx';
import { rendered, wordsOf } from '../../support/rendered.tsx';

const ranking = { hit20: 0.5, mrr20: 0.2, ndcg20: 0.3, recall20: 0.4, coverage20: 0.6, novelty20: 9 };
const loss = { log_loss: 0.7, log_loss_low: 0.6, log_loss_high: 0.8 };
const wordsFor = async (bias: number | undefined) => {
  const candidate = { candidate: 'search', scorer: 'blend', ...loss, ranking: { ...ranking, popularity_bias20: bias } };
  const evaluation = {
    window: { from: '2026-03-01T00:00:00Z', to: '2026-04-01T00:00:00Z' },
    ...{ rows: 100, positives: 100, measure: 'ndcg-loss' as const },
    ...{ candidates: [candidate], comparisons: [], baselines: [] },
  };
  return wordsOf(await rendered(<SlateFiguresPanel evaluation={evaluation} />));
};

describe('the figures of slates', () => {
  it('tell how much more common they are than what customers then did, where somebody had met that', async () => {
    expect(await wordsFor(1.25)).toContain('1.25');
    expect(await wordsFor(undefined)).toContain('–');
  });
});
