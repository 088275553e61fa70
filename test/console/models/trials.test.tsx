import { chosenOf, trialRows } from '../../../console/src/models/trial-rows.ts';
import { TrialsPanel } from '../../../console/src/models/trials-panel.tsx';
import { anEvaluation, metricsOf } from '../../support/models.ts';
import { rendered, wordsOf } from '../../support/rendered.tsx';

const trial = (name: string, ndcg20: number) => ({ name, hr20: 0.5, mrr20: 0.2, ndcg20, coverage20: 0.3 });
const training = {
  candidate: 'search',
  trials: [trial('popularity', 0.1), trial('blend', 0.4), trial('neighbours-1', 0.2)],
};
const evaluation = anEvaluation({ candidates: [metricsOf('search', { scorer: 'blend' })] });

describe('what a search tried', () => {
  it('stands best first, and who came to the judge is marked', () => {
    expect(trialRows(training, chosenOf(evaluation, 'search')).map(({ name, isChosen }) => [name, isChosen])).toEqual([
      ['blend', true],
      ['neighbours-1', false],
      ['popularity', false],
    ]);
    expect(chosenOf(undefined, 'search')).toBeUndefined();
  });

  it('is shown with every figure and a bar as long as its share of the best', async () => {
    const markup = await rendered(<TrialsPanel trainings={[training]} evaluation={evaluation} />);

    expect(wordsOf(markup)).toEqual(expect.arrayContaining(['blend', 'chosen', '0.400', '0.500', '30%', 'Coverage']));
    const bars = [...markup.matchAll(/inline-size:(\d+)%/g)].map(([, percent]) => Number(percent));
    expect(bars).toEqual([100, 100, 100, 100, 50, 100, 100, 100, 25, 100, 100, 100]);
  });

  it('is drawn on one scale, each model with its interval, and who was chosen stands out', async () => {
    const trials = training.trials.map((one) => ({
      ...one,
      ndcg20_low: one.ndcg20 - 0.05,
      ndcg20_high: one.ndcg20 + 0.05,
    }));

    const markup = await rendered(<TrialsPanel trainings={[{ ...training, trials }]} evaluation={evaluation} />);

    const lines = [...markup.matchAll(/<line x1="([\d.]+)%" x2="([\d.]+)%"[^>]*stroke-width="2"/g)].map((found) =>
      found.slice(1).map(Number),
    );
    expect(lines.map(([low]) => low)).toEqual([58.33333, 25, 8.33333].map((percent) => expect.closeTo(percent, 5)));
    expect(lines.map(([low = 0, high = 0]) => high - low)).toEqual(
      [16.66667, 16.66667, 16.66667].map((one) => expect.closeTo(one, 5)),
    );
    expect(wordsOf(markup)).toEqual(expect.arrayContaining(['0.0', '0.2', '0.4', '0.6']));
    expect([markup.match(/<rect/g)?.length, markup.match(/<circle/g)?.length]).toEqual([1, 2]);
    expect(wordsOf(markup)).toEqual(expect.arrayContaining(['0.350 … 0.450', '95 % interval']));
    expect(wordsOf(markup).join(' ')).not.toContain('kept no intervals');
  });

  it('of a training from before there were intervals is shown without, and says so', async () => {
    const markup = await rendered(<TrialsPanel trainings={[training]} evaluation={evaluation} />);

    expect(markup).not.toContain('<figcaption');
    expect(wordsOf(markup)).not.toContain('95 % interval');
    expect(wordsOf(markup).join(' ')).toContain('kept no intervals');
  });
});
