import { ALL, figuresOf, segmentsOf } from '../../../console/src/models/slate-figures.ts';

const figures = (ndcg20: number) => ({
  ...{ hit20: 0, mrr20: 0, recall20: 0, coverage20: 0, novelty20: 0, popularity_bias20: 1 },
  ndcg20,
});
const evaluation = {
  rows: 100,
  candidates: [
    {
      ...{ candidate: 'search', scorer: 'blend', log_loss: 0.6, log_loss_low: 0.5, log_loss_high: 0.7 },
      ranking: figures(0.4),
      segments: [{ name: 'item-new', questions: 30, ...figures(0.1) }],
    },
  ],
  baselines: [
    { name: 'popularity', log_loss: 0.9, ranking: figures(0.1), segments: [] },
    {
      ...{ name: 'covisitation', log_loss: 0.5, ranking: figures(0.5) },
      segments: [{ name: 'item-new', questions: 30, ...figures(0) }],
    },
    { name: 'unranked', log_loss: 1 },
  ],
};

describe('figures of slates', () => {
  it('name each segment once, all questions first', () => {
    expect(segmentsOf(evaluation)).toEqual([ALL, 'item-new']);
  });

  it('stand best first, candidate and baseline alike, and leave out who has none', () => {
    expect(figuresOf(evaluation, ALL).map(({ name, questions }) => [name, questions])).toEqual([
      ['covisitation', 100],
      ['search / blend', 100],
      ['popularity', 100],
    ]);
  });

  it('are those of the segment that is asked for', () => {
    expect(figuresOf(evaluation, 'item-new').map(({ name, ndcg20, questions }) => [name, ndcg20, questions])).toEqual([
      ['search / blend', 0.1, 30],
      ['covisitation', 0, 30],
    ]);
  });
});
