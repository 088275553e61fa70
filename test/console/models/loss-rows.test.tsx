import { CandidatesTable } from '../../../console/src/models/candidates-table.tsx';
import { LossIntervals } from '../../../console/src/models/loss-intervals.tsx';
import { lossRows } from '../../../console/src/models/loss-rows.ts';
import type { Verdict } from '../../../core/models/contract.ts';
import { anEvaluation, comparisonOf, metricsOf } from '../../support/models.ts';
import { rendered, wordsOf } from '../../support/rendered.tsx';

const search = metricsOf('search', { scorer: 'blend', log_loss: 0.6, log_loss_low: 0.5, log_loss_high: 0.7 });
const evaluation = anEvaluation({
  measure: 'ndcg-loss',
  candidates: [search],
  comparisons: [
    comparisonOf('search', 'champion', { scorer: 'blend', log_loss_delta: -0.05, low: -0.07, high: -0.03 }),
  ],
  baselines: [
    { name: 'covisitation', log_loss: 0.8, log_loss_low: 0.75, log_loss_high: 0.85 },
    { name: 'popularity', log_loss: 0.9 },
  ],
});
const promoted: Verdict = {
  action: 'promote',
  reason: 'clearly-better',
  candidate: 'search',
  scorer: 'blend',
  words: { en: 'better', zh: '更好' },
};

describe('the losses of a run', () => {
  it('are those of its one candidate, of who served before and of the simple models, the least first', () => {
    const rows = lossRows(evaluation, undefined);

    expect(rows.map(({ name, kind }) => [name, kind])).toEqual([
      ['search / blend', 'candidate'],
      ['champion', 'champion'],
      ['covisitation', 'baseline'],
      ['popularity', 'baseline'],
    ]);
    expect(rows[1]?.value).toBeCloseTo(0.65);
    expect(rows.map(({ low, high }) => [low, high])).toEqual([
      [0.5, 0.7],
      [undefined, undefined],
      [0.75, 0.85],
      [undefined, undefined],
    ]);
  });

  it('name the champion once where the judge scored it as a baseline', () => {
    const scored = { ...evaluation, baselines: [{ name: 'champion', log_loss: 0.66 }] };

    expect(lossRows(scored, undefined).filter(({ kind }) => kind === 'champion')).toEqual([
      expect.objectContaining({ value: 0.66 }),
    ]);
  });

  it('tell whom the gate let through from whom it kept back', () => {
    expect(lossRows(evaluation, promoted)[0]?.kind).toBe('winner');
    expect(lossRows(evaluation, { ...promoted, action: 'keep' })[0]?.kind).toBe('candidate');
  });

  it('are drawn though there is one candidate, each with its interval and its number', async () => {
    const markup = await rendered(<LossIntervals evaluation={evaluation} verdict={promoted} />);

    expect(wordsOf(markup)).toEqual(
      expect.arrayContaining(['search / blend', '0.6000', 'champion', 'covisitation', '0.8000, baseline']),
    );
    expect(markup.match(/<circle|<rect/g)).toHaveLength(4);
    const spans = [...markup.matchAll(/<line x1="([\d.]+)%" x2="([\d.]+)%"[^>]*stroke-width="2"/g)].map(
      ([, from, to]) => from !== to,
    );
    expect(spans).toEqual([true, false, true, false]);
  });

  it('are not drawn where there is nobody to compare with', async () => {
    const alone = { ...evaluation, comparisons: [], baselines: [] };

    expect(await rendered(<LossIntervals evaluation={alone} verdict={undefined} />)).not.toContain('<figure');
  });

  it('stand in the table below, in both languages', async () => {
    const table = <CandidatesTable evaluation={evaluation} verdict={promoted} />;

    expect(wordsOf(await rendered(table))).toEqual(
      expect.arrayContaining(['0.7500 … 0.8500', 'champion', '−0.0500 (−0.0700 … −0.0300)']),
    );
    expect(wordsOf(await rendered(table, 'zh'))).toEqual(expect.arrayContaining(['冠军', '基线']));
  });
});
