import { ModelName } from '../../../console/src/models/model-name.tsx';
import { rendered, wordsOf } from '../../support/rendered.tsx';

describe('the name of a model', () => {
  it('is followed by its marks, and by a word where the model is a baseline', async () => {
    const chosen = await rendered(<ModelName name="blend">chosen</ModelName>);
    const simple = await rendered(<ModelName name="popularity" isBaseline />);

    expect([wordsOf(chosen), wordsOf(simple)]).toEqual([
      ['blend', 'chosen'],
      ['popularity', 'baseline'],
    ]);
  });
});
