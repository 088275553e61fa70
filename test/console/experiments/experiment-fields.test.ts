import {
  areRecipesGood,
  blankFields,
  draftOf,
  isNameGood,
  missingOf,
} from '../../../console/src/experiments/experiment-fields.ts';
import { intervalScale } from '../../../console/src/parts/interval-scale.ts';

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

describe('the scale of intervals', () => {
  it('has room for every interval and for 0', () => {
    const at = intervalScale([{ low: 0.1, high: 0.3 }], { left: 100, right: 400 });
    const below = intervalScale([{ low: -0.3, high: -0.1 }], { left: 100, right: 400 });

    expect([at(0), at(0.3)]).toEqual([100, 400]);
    expect([below(-0.3), below(0)]).toEqual([100, 400]);
    expect(intervalScale([], { left: 100, right: 400 })(0)).toBe(100);
  });
});
