import fc from 'fast-check';
import type { Evaluation } from '../../../core/models/contract.ts';
import { decideChampion } from '../../../core/models/decide-champion.ts';
import { anEvaluation, comparisonOf, metricsOf } from '../../support/models.ts';

const against = (name: string, low: number, high: number) =>
  anEvaluation({ comparisons: [comparisonOf('bert', name, { log_loss_delta: (low + high) / 2, low, high })] });

/** `trees` has the least loss and does not beat the champion; `bert` has more loss and does. */
const rivals = (treesEce: number | undefined, byChance?: number): Evaluation =>
  anEvaluation({
    candidates: [
      metricsOf('bert', { log_loss: 0.3 }),
      metricsOf('trees', { log_loss: 0.1, ece: treesEce, ece_by_chance: byChance }),
    ],
    comparisons: [
      comparisonOf('bert', 'champion'),
      comparisonOf('trees', 'champion', { log_loss_delta: 0, low: -0.01, high: 0.01 }),
    ],
  });

describe('the gate', () => {
  it.each<[string, Evaluation, boolean, string, string, string | undefined]>([
    ['a challenger clearly below the champion', anEvaluation(), true, 'promote', 'clearly-better', 'bert'],
    ['a first model clearly below the baseline', anEvaluation(), false, 'promote', 'first-champion', 'bert'],
    [
      'an interval that ends just below 0',
      against('champion', -0.02, -1e-12),
      true,
      'promote',
      'clearly-better',
      'bert',
    ],
    ['an interval that touches 0', against('champion', -0.02, 0), true, 'keep', 'not-clearly-better', 'bert'],
    ['an interval around 0', against('champion', -0.02, 0.01), true, 'keep', 'not-clearly-better', 'bert'],
    ['a first model at the baseline', against('popularity', -0.02, 0), false, 'keep', 'worse-than-baseline', 'bert'],
    ['too few purchases', anEvaluation({ positives: 49 }), true, 'keep', 'too-few-examples', undefined],
    ['just enough purchases', anEvaluation({ positives: 50 }), true, 'promote', 'clearly-better', 'bert'],
    ['no candidate at all', anEvaluation({ candidates: [] }), true, 'keep', 'nothing-to-judge', undefined],
    ['no comparison with the champion', against('popularity', -2, -1), true, 'keep', 'nothing-to-judge', undefined],
    ['no comparison with the baseline', against('champion', -2, -1), false, 'keep', 'nothing-to-judge', undefined],
    ['no baseline and no champion', anEvaluation({ baselines: [] }), false, 'keep', 'nothing-to-judge', undefined],
    ['the least loss, though it is not the surest gain', rivals(0.01), true, 'keep', 'not-clearly-better', 'trees'],
    ['the next one where the least loss is badly calibrated', rivals(0.06), true, 'promote', 'clearly-better', 'bert'],
    ['a calibration error at the limit', rivals(0.05), true, 'keep', 'not-clearly-better', 'trees'],
    [
      'an error that chance alone makes on so few rows',
      rivals(0.06, 0.04),
      true,
      'keep',
      'not-clearly-better',
      'trees',
    ],
    ['an error beyond what chance makes', rivals(0.11, 0.04), true, 'promote', 'clearly-better', 'bert'],
    [
      'a model that gives no probability of a yes or no',
      rivals(undefined),
      true,
      'keep',
      'not-clearly-better',
      'trees',
    ],
    [
      'only badly calibrated ones',
      anEvaluation({ candidates: [metricsOf('bert', { ece: 0.2 })] }),
      true,
      'keep',
      'badly-calibrated',
      undefined,
    ],
  ])('judges %s', (_, evaluation, hasChampion, action, reason, candidate) => {
    expect(decideChampion(evaluation, hasChampion)).toMatchObject({ action, reason });
    expect(decideChampion(evaluation, hasChampion).candidate).toBe(candidate);
  });

  it('compares with the first baseline only', () => {
    const evaluation = anEvaluation({
      baselines: [
        { name: 'recent-views', log_loss: 0.2 },
        { name: 'popularity', log_loss: 0.25 },
      ],
    });

    expect(decideChampion(evaluation, false).action).toBe('keep');
  });

  it('takes the comparison of the scorer that it chose, not of another of the same candidate', () => {
    const evaluation = anEvaluation({
      candidates: [metricsOf('bert', { scorer: 'calibrated', log_loss: 0.1 }), metricsOf('bert')],
      comparisons: [
        comparisonOf('bert', 'champion'),
        comparisonOf('bert', 'champion', { scorer: 'calibrated', high: 0.01 }),
      ],
    });

    expect(decideChampion(evaluation, true)).toMatchObject({ action: 'keep', scorer: 'calibrated' });
  });

  it('says in both languages who, by how much and how surely', () => {
    const { words, delta } = decideChampion(against('champion', -0.03126, -0.0101), true);

    expect(delta).toEqual({ value: expect.closeTo(-0.02068), low: -0.03126, high: -0.0101 });
    for (const text of [words.en, words.zh])
      for (const part of ['bert', '−0.0207', '−0.0313', '−0.0101']) expect(text).toContain(part);
    expect(words.zh).toMatch(/取代冠军模型/);
  });

  it('says in both languages how few purchases it found and how many it needs', () => {
    const { words } = decideChampion(anEvaluation({ positives: 7 }), true, { minPositives: 60 });

    for (const text of [words.en, words.zh]) expect(text).toMatch(/7.*60/);
  });

  it('names the baseline and the scorer where they differ from what is promoted', () => {
    const evaluation = anEvaluation({
      candidates: [metricsOf('bert', { scorer: 'tower' })],
      comparisons: [comparisonOf('bert', 'popularity', { scorer: 'tower' })],
    });
    const { words } = decideChampion(evaluation, false);

    for (const text of [words.en, words.zh]) expect(text).toMatch(/bert \(tower\).*popularity/);
  });
});

const NAMES = ['ann', 'bob', 'cid'];
const loss = fc.double({ min: -1, max: 1, noNaN: true });
const evaluations = fc
  .record({
    positives: fc.integer({ min: 0, max: 100 }),
    losses: fc.array(fc.double({ min: 0, max: 2, noNaN: true }), { maxLength: 3 }),
    ece: fc.option(fc.double({ min: 0, max: 0.1, noNaN: true }), { nil: undefined }),
    deltas: fc.array(fc.tuple(loss, loss, loss), { minLength: 6, maxLength: 6 }),
  })
  .map(({ positives, losses, ece, deltas }) => {
    const candidates = losses.map((log_loss, index) => metricsOf(NAMES[index] ?? '', { log_loss, ece }));
    const comparisons = candidates.flatMap(({ candidate }, row) =>
      ['champion', 'popularity'].map((other, column) => {
        const [low = 0, log_loss_delta = 0, high = 0] = [...(deltas[row * 2 + column] ?? [])].sort((a, b) => a - b);
        return comparisonOf(candidate, other, { low, log_loss_delta, high });
      }),
    );
    return anEvaluation({ positives, candidates, comparisons });
  });

describe('the gate, whatever it is shown,', () => {
  it('promotes only whom the interval clears, among enough purchases and with sound probabilities', () => {
    fc.assert(
      fc.property(evaluations, fc.boolean(), (evaluation, hasChampion) => {
        const { action, candidate, delta } = decideChampion(evaluation, hasChampion);
        if (action === 'keep') return;
        const other = hasChampion ? 'champion' : 'popularity';
        const shown = evaluation.comparisons.find((one) => one.candidate === candidate && one.against === other);
        expect(shown?.high).toBeLessThan(0);
        expect(delta?.high).toBe(shown?.high);
        expect(evaluation.positives).toBeGreaterThanOrEqual(50);
        expect(evaluation.candidates.find((one) => one.candidate === candidate)?.ece ?? 0).toBeLessThanOrEqual(0.05);
      }),
    );
  });

  it('judges by numbers alone: other names change nothing but the names', () => {
    const renamed = (text: string) =>
      text.replace(/\b(ann|bob|cid)\b/g, (name) => ({ ann: 'zoe', bob: 'mia', cid: 'eve' })[name] ?? name);
    fc.assert(
      fc.property(evaluations, fc.boolean(), (evaluation, hasChampion) => {
        const swapped: Evaluation = JSON.parse(renamed(JSON.stringify(evaluation)));
        const expected: unknown = JSON.parse(renamed(JSON.stringify(decideChampion(evaluation, hasChampion))));

        expect(JSON.parse(JSON.stringify(decideChampion(swapped, hasChampion)))).toEqual(expected);
      }),
    );
  });
});
