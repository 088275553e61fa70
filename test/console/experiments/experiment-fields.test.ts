import {
  areRecipesGood,
  blankFields,
  draftOf,
  isBegun,
  isNameGood,
  missingOf,
} from '../../../console/src/experiments/experiment-fields.ts';

const fields = { ...blankFields, name: 'spring', recipes: ['for-you', 'popular'], weights: { popular: 3 } };

describe('the form of an experiment', () => {
  it('says nothing to the API before it is named and two recipes compete', () => {
    expect(draftOf(blankFields)).toBeUndefined();
    expect(draftOf({ ...fields, name: 'Spring sale' })).toBeUndefined();
    expect(draftOf({ ...fields, recipes: ['for-you'] })).toBeUndefined();
    expect(isNameGood('Spring sale')).toBe(false);
  });

  it('says what it still waits for once somebody has begun it', () => {
    expect(missingOf(blankFields)).toBeUndefined();
    expect(missingOf({ ...blankFields, name: 'spring' })).toBe('recipes');
    expect(missingOf({ ...fields, recipes: ['for-you'] })).toBe('recipes');
    expect(missingOf({ ...fields, name: '' })).toBe('name');
    expect(missingOf(fields)).toBeUndefined();
  });

  it('has something to lose once anything in it is another than at first, and no longer once it is back', () => {
    expect(isBegun({ ...blankFields })).toBe(false);
    expect(isBegun({ ...blankFields, name: 'spring' })).toBe(true);
    expect(isBegun({ ...blankFields, kind: 'bandit' })).toBe(true);
    expect(isBegun({ ...blankFields, recipes: ['popular'] })).toBe(true);
    expect(isBegun({ ...fields, name: '', recipes: [], weights: {} })).toBe(false);
  });

  it('gives weights to an A/B test alone, 1 where none was said', () => {
    expect(draftOf(fields)?.arms.map(({ weight }) => weight)).toEqual([1, 3]);
    expect(draftOf({ ...fields, kind: 'bandit' })?.arms.map(({ weight }) => weight)).toEqual([1, 1]);
  });

  it('interleaves two recipes and no third', () => {
    const three = { ...fields, kind: 'interleaving' as const, recipes: ['a', 'b', 'c'] };

    expect(draftOf({ ...three, recipes: ['a', 'b'] })).toMatchObject({ kind: 'interleaving', isRunning: true });
    expect(draftOf(three)).toBeUndefined();
    expect(areRecipesGood(three)).toBe(false);
    expect(areRecipesGood({ ...three, kind: 'ab' })).toBe(true);
  });
});
