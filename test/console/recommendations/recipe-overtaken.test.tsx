import { RecipeOvertaken } from '../../../console/src/recommendations/recipe-overtaken.tsx';
import { rendered, wordsOf } from '../../support/rendered.tsx';

describe('who edits a recipe that somebody else has changed meanwhile', () => {
  const told = async (version: number, onDiscard: (() => void) | undefined) =>
    wordsOf(await rendered(<RecipeOvertaken version={version} onDiscard={onDiscard} />)).join(' ');
  const discard = () => undefined;

  it('may take what was saved', async () => {
    expect(await told(3, discard)).toMatch(/saved version 3 meanwhile.*Discard my changes/);
  });

  it('may take what serves again where it was deleted, and nothing where nothing does', async () => {
    expect(await told(0, discard)).toMatch(/deleted this recipe meanwhile.*Discard my changes/);
    expect(await told(0, undefined)).toMatch(/deleted this recipe meanwhile/);
    expect(await told(0, undefined)).not.toContain('Discard');
  });
});
