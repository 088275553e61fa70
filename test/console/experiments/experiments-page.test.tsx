import { RunMark } from '../../../console/src/experiments/experiments-page.tsx';
import { SlateExperimentDraft } from '../../../core/experiments/contract.ts';
import { rendered, wordsOf } from '../../support/rendered.tsx';

const arms = [{ recipe: 'for-you' }, { recipe: 'popular' }];
const running = SlateExperimentDraft.parse({ name: 'spring', kind: 'ab', arms });

describe('the state of a surface', () => {
  it.each([
    ['is awaited while it is read', undefined, false, '…'],
    ['is said to be unread where the look failed', undefined, true, 'Could not be read'],
    ['stays as it was read before', running, true, 'Running'],
    ['is that nothing is tried', null, false, 'Nothing tried'],
  ])('%s', async (_what, experiment, isFailed, word) => {
    expect(wordsOf(await rendered(<RunMark experiment={experiment} isFailed={isFailed} />))).toContain(word);
  });
});
