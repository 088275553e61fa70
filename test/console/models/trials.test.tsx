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
});
