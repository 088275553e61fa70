import { execFileSync } from 'node:child_process';
import { errorOf } from '../../../console/src/parts/field-message.ts';
import {
  fromLocalMoment,
  isChanged,
  readDraft,
  toLocalMoment,
  withBase,
} from '../../../console/src/recommendations/recipe-draft.ts';
import { type Recipe, RecipeDraft } from '../../../core/recommendations/recipe.ts';

const aRecipe = (overrides: Partial<Recipe> = {}): Recipe => ({
  ...RecipeDraft.parse({ base: overrides.base ?? 'for-you' }),
  name: 'spring',
  version: 1,
  ...overrides,
});

describe('the draft of a recipe', () => {
  it('is read by the contract, without what only the platform writes', () => {
    const { data, errors } = readDraft(aRecipe({ updatedAt: '2026-11-01T00:00:00Z' }));

    expect(errors).toEqual([]);
    expect(data).toMatchObject({ base: 'for-you', epsilon: 0.1 });
    expect(data).not.toHaveProperty('name');
  });

  it('is changed by what saving it would write, and by nothing else', () => {
    const opened = aRecipe({ description: 'Spring', eventWeights: { view: 2, add: 3 } });

    expect(isChanged(opened, opened)).toBe(false);
    expect(isChanged({ ...opened, description: 'Spring ', filter: ' ' }, opened)).toBe(false);
    expect(isChanged({ ...opened, eventWeights: { add: 3, view: 2 } }, opened)).toBe(false);
    expect(isChanged({ ...opened, eventWeights: { add: 3 } }, opened)).toBe(true);
    expect(isChanged({ ...opened, filter: 'price <' }, opened)).toBe(true);
  });

  it('is not changed where it was kept before more was asked of it, and is looked at', () => {
    const kept = aRecipe({ filter: 'price <' });

    expect(isChanged(kept, kept)).toBe(false);
    expect(isChanged({ ...kept, filter: 'price < 5' }, kept)).toBe(true);
  });

  it('has no filter where the field holds only blanks', () => {
    expect(readDraft({ ...aRecipe(), filter: '  ' }).data?.filter).toBeUndefined();
  });

  it('names what is wrong at its field, and what is wrong inside a list at the list', () => {
    const promotion = { name: 'launch', itemIds: ['lamp', ''], percent: 0, minSlots: 3, maxSlots: 1 };
    const { data, errors } = readDraft({ ...aRecipe(), promotions: [promotion] });

    expect(data).toBeUndefined();
    expect(errorOf(errors, ['promotions', 0, 'itemIds'])?.code).toBe('too-small-string');
    expect(errorOf(errors, ['promotions', 0, 'name'])).toBeUndefined();
    expect(errorOf(errors, ['promotions', 1, 'itemIds'])).toBeUndefined();
  });
});

describe('another base', () => {
  it('brings the exclusions that suit it, so that what was bought can be bought again', () => {
    expect(withBase(aRecipe(), 'buy-again')).toMatchObject({ base: 'buy-again', exclude: { purchased: false } });
    expect(withBase(withBase(aRecipe(), 'buy-again'), 'popular').exclude.purchased).toBe(true);
  });

  it('that chooses customers is read without what would be refused, which is there again under the base before', () => {
    const boosts = [{ name: 'own', filter: 'brand = "Norra"', strength: 0.2 }];
    const promotions = [{ name: 'launch', itemIds: ['lamp'], percent: 0, minSlots: 1 }];
    const said = { ...{ filter: 'price > 5', boosts, promotions, description: 'Ours' } };
    const full = aRecipe({ ...said, eventWeights: { view: 2 }, minEventPrice: 5, isReranked: false, epsilon: 0.3 });
    const capped = { ...full, diversity: [{ by: 'brand' as const, most: 1, window: 2 }] };

    const changed = withBase(capped, 'user-segment');

    expect(changed).toMatchObject({ name: 'spring', version: 1, description: 'Ours', filter: 'price > 5', boosts });
    expect(changed.exclude).toEqual({ purchased: false, inBasket: false, outOfStock: false });
    expect(readDraft(changed).errors).toEqual([]);
    expect(readDraft(changed).data).toMatchObject({ boosts, promotions: [], epsilon: 0, isReranked: true });
    expect(withBase(changed, 'for-you')).toEqual(capped);
  });

  it('brings the chance that suits it, unless somebody has chosen another', () => {
    const segment = withBase(aRecipe(), 'user-segment');

    expect(segment.epsilon).toBe(0);
    expect(readDraft(withBase(segment, 'for-you')).data).toMatchObject({ epsilon: 0.1, exclude: { purchased: true } });
  });

  it('leaves exclusions as somebody chose them', () => {
    const exclude = { purchased: true, inBasket: false, outOfStock: false };

    expect(withBase(aRecipe({ exclude }), 'buy-again').exclude).toEqual(exclude);
  });
});

describe('a moment in a field', () => {
  it('is that of the contract again, to the minute', () => {
    const iso = '2026-03-29T01:30:00.000Z';

    expect(fromLocalMoment(toLocalMoment(iso))).toBe(iso);
    expect(toLocalMoment(iso)).toMatch(/^2026-03-\d\dT\d\d:\d\d$/);
  });

  it('keeps its time of day while the first digits of a year are typed, when clocks went by the sun', () => {
    const inShanghai = { ...process.env, TZ: 'Asia/Shanghai' };
    const script = `import { fromLocalMoment, toLocalMoment } from './console/src/recommendations/recipe-draft.ts';
      process.stdout.write(toLocalMoment(fromLocalMoment('0002-03-01T12:00')));`;

    const text = execFileSync(process.execPath, ['--input-type=module', '-e', script], { env: inShanghai });

    expect(text.toString()).toBe('0002-03-01T12:00');
  });

  it.each(['', 'soon', '2026-13-01T00:00'])('is none where nothing can be read: %j', (text) => {
    expect(fromLocalMoment(text)).toBeUndefined();
    expect(toLocalMoment(text)).toBe('');
  });
});
