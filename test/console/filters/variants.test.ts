import { choiceFor, choicesFor, type FilterSubject } from '../../../console/src/filters/field-choices.ts';
import {
  blankCondition,
  type Ends,
  formOf,
  isPickable,
  keyOf,
  valueKindOf,
  valuesOfEnds,
  variantOf,
  variantsOf,
  withEnd,
  withField,
  withVariant,
} from '../../../console/src/filters/variants.ts';
import en from '../../../console/src/i18n/en.json' with { type: 'json' };
import { expressionOf, printRows } from '../../../core/recommendations/filter/print-rows.ts';
import { type Condition, type Plain, rowsOf } from '../../../core/recommendations/filter/rows.ts';
import { faultOf } from '../../../core/recommendations/filter-text.ts';
import { compileSegment } from '../../../core/segments/compile-segment.ts';

const SUBJECTS: readonly FilterSubject[] = ['items', 'customers'];
const textOf = (condition: Condition) => printRows({ kind: 'group', join: 'all', rows: [condition] }).text;
const conditionIn = (text: string): Condition => {
  const [row] = rowsOf(text).rows;
  return row?.kind === 'condition' ? row : fail();
};
const change = (text: string, operator: Condition['operator'], isNegated = false, by?: Condition['field']['by']) => {
  const condition = conditionIn(text);
  return withVariant(condition, choiceFor('items', condition.field), { operator, isNegated, by });
};

/** Some value of each kind. */
const VALUES: Readonly<Record<ReturnType<typeof valueKindOf>, readonly Plain[]>> = {
  ...{ text: ['a', 'b'], list: ['a', 'b'], number: [1, 2], money: [100, 200], boolean: [true] },
  ...{ time: [{ time: 0 }, { time: 86_400_000 }], stretch: [{ durationMs: 86_400_000 }], field: [], none: [] },
};

describe('what the builder offers', () => {
  const offered = SUBJECTS.flatMap((subject) =>
    choicesFor(subject).flatMap((choice) => {
      const blank = withField(
        subject,
        blankCondition(subject),
        choiceFor(subject, blankCondition(subject).field),
        choice,
      );
      const field = choice.isAttributes ? { ...blank.field, names: [...choice.field.names, 'size'] } : blank.field;
      return variantsOf(subject, choice, variantOf(blank)).map((variant) => {
        const asked = withVariant({ ...blank, field }, choice, variant);
        const values = VALUES[valueKindOf(variant, choice.kind)].slice(0, variant.operator === 'between' ? 2 : 1);
        const other = variant.operator === 'among' ? ['brands'] : ['item', choice.field.names[0] ?? ''];
        const root = variant.operator === 'among' ? ('customer' as const) : ('context' as const);
        const isHeld = variant.operator === 'among' || variant.operator === 'sameAs';
        return { subject, choice, asked: { ...asked, values, ...(isHeld ? { other: { root, names: other } } : {}) } };
      });
    }),
  );

  it('is a filter that the platform takes, and is read as what was picked', () => {
    expect(offered.length).toBeGreaterThan(250);
    for (const { subject, asked } of offered) {
      const text = textOf(asked);
      expect({ text, fault: faultOf(text, subject === 'items' ? undefined : compileSegment) }).toEqual({
        text,
        fault: undefined,
      });
      expect(conditionIn(text)).toMatchObject(asked);
    }
  });

  it('has a name in words', () => {
    for (const { choice, asked } of offered) {
      const form = formOf(variantOf(asked), choice.kind);
      expect(Object.keys(en.filters.operator)).toContain(form);
      expect(Object.keys(en.filters.says)).toContain(form);
    }
    const names = Object.entries(en.filters.field).flatMap(([root, fields]) =>
      Object.keys(fields).map((name) => `${root}.${name}`),
    );
    for (const { choice } of offered) {
      const [first, own] = choice.field.names;
      expect(names).toContain(first === 'item' ? `item.${own}` : `${choice.field.root}.${first}`);
    }
    expect(Object.keys(en.filters.operator)).toEqual(Object.keys(en.filters.says));
  });
});

describe('a condition that is picked anew', () => {
  it('keeps its values where they still fit', () => {
    expect(textOf(change("brand in ['a', 'b']", 'oneOf', true))).toBe("brand not in ['a', 'b']");
    expect(textOf(change("brand in ['a', 'b']", 'is'))).toBe("brand = 'a'");
    expect(textOf(change('price <= 500', 'moreThan'))).toBe('price > 500');
    expect(textOf(change('firstSeenAt > now - 3d', 'olderThan'))).toBe('firstSeenAt < now - 3d');
  });

  it('begins anew where they do not', () => {
    expect(change("attributes.size = '6'", 'atLeast', false, 'number')).toMatchObject({
      field: { by: 'number' },
      values: [],
    });
    expect(textOf(change("firstSeenAt > date'2026-01-31'", 'newerThan'))).toBe('firstSeenAt > now - 7d');
    expect(expressionOf(change('price <= 500', 'between'))).toBeUndefined();
  });

  it('is of another field in the same way where that is possible', () => {
    const brand = conditionIn("brand not in ['a']");
    const moved = (to: string) =>
      withField(
        'items',
        brand,
        choiceFor('items', brand.field),
        choicesFor('items').find(({ key }) => key === to) ?? fail(),
      );

    expect(textOf(moved('itemId'))).toBe("itemId not in ['a']");
    expect(moved('price')).toMatchObject({ operator: 'atLeast', isNegated: false, values: [] });
    expect(moved('attributes')).toMatchObject({ field: { names: ['attributes', ''] } });
    expect(textOf(moved('firstSeenAt'))).toBe('firstSeenAt > now - 7d');
    expect(textOf(moved('isHidden'))).toBe('isHidden');
  });

  it('is shown as text where its values are of another kind than its inputs take', () => {
    const pickable = (text: string) => {
      const condition = conditionIn(text);
      return isPickable(condition, choiceFor('items', condition.field));
    };

    for (const text of ["stock > 'a'", 'brand = 5', 'price in [1, 2]', "firstSeenAt > 'soon'", "isHidden = 'no'"])
      expect([text, pickable(text)]).toEqual([text, false]);
    for (const text of [
      'stock > 1',
      "firstSeenAt > '2026-01-01'",
      'isHidden = false',
      "category contains 'a' or category contains 'b'",
    ])
      expect([text, pickable(text)]).toEqual([text, true]);
  });

  it('is offered what it says, however rare that is', () => {
    const { field } = conditionIn('days_since(firstSeenAt) < 30');
    const said = { operator: 'lessThan', isNegated: false, by: field.by } as const;

    expect(variantsOf('items', choiceFor('items', field), said).map(keyOf)).toContain('days_since|false|lessThan');
  });
});

describe('a range', () => {
  const full: Ends = [10, 50];

  it('says nothing while one end is open, and has the other still', () => {
    const emptied = withEnd(full, 0, undefined);

    expect(valuesOfEnds(emptied)).toEqual([]);
    expect(valuesOfEnds(withEnd(emptied, 0, 20))).toEqual([20, 50]);
    expect(valuesOfEnds(withEnd(full, 1, undefined))).toEqual([10]);
  });

  it('has no lower end of its own making where the upper one is typed first', () => {
    const typed = [5, 50].reduce((ends: Ends, value) => withEnd(ends, 1, value), [undefined, undefined]);

    expect(valuesOfEnds(typed)).toEqual([]);
    expect(valuesOfEnds(withEnd(typed, 0, 8))).toEqual([8, 50]);
  });
});
