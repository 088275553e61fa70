import * as fc from 'fast-check';
import { emptyState, type OnlineState, purchaseKey, wholeOrderKey } from '../../../core/customers/online-state.ts';
import { FilterSyntaxError } from '../../../core/recommendations/filter/grammar.ts';
import { compileSegment, readSegment } from '../../../core/segments/compile-segment.ts';
import { factsOf, notProfiled } from '../../../core/segments/facts-of.ts';
import { aCustomer, lapsedState } from '../../support/campaigns.ts';

const NOW = new Date('2026-11-24T12:00:00.000Z');
const ann = aCustomer('ann', { country: 'DE', tier: 'gold' }).identity;
const stampOf = (days: number): [number, string] => [NOW.getTime() - days * 86_400_000, 'm'];

describe('compileSegment', () => {
  it.each([
    ['customer.orders >= 1 and customer.days_since_order > 60', true],
    ['customer.orders >= 1 and customer.days_since_order > 120', false],
    ["customer.country in ['DE', 'FR'] and customer.attributes.tier = 'gold'", true],
    ["customer.attributes.unheard = 'of'", false],
    ['customer.hours_since_basket is null', true],
    ['customer.days_since_order between 89 and 91', true],
  ])('means by %s what it says', (text, isMet) => {
    expect(compileSegment(text)(factsOf(ann, lapsedState(NOW, 90), NOW), NOW)).toBe(isMet);
  });

  it.each([
    ["customer.rfm = 'at-risk' and customer.churn_risk > 0.5", true],
    ["customer.cluster in ['c1', 'c2']", true],
    ["customer.cluster = 'c3'", false],
    ["customer.top_category = 'Lamps' and customer.spent >= 10000", true],
    ['customer.top_brand is null', true],
  ])('asks the profile: %s', (text, isMet) => {
    const profiled = {
      ...notProfiled,
      ...{ cluster: 'c1', rfm: 'at-risk' as const, churn_risk: 0.6, spent: 12_000, top_category: 'Lamps' },
    };

    const segment = compileSegment(text);

    expect(segment.asksProfiles).toBe(true);
    expect(segment(factsOf(ann, emptyState, NOW, profiled), NOW)).toBe(isMet);
  });

  it('says where nothing of a profile is asked, so that none is read', () => {
    const text = "customer.orders >= 1 and (customer.country = 'DE' or not (customer.attributes.cluster = 'c1'))";

    expect(compileSegment(text).asksProfiles).toBe(false);
  });

  it.each([
    ['customer.churn_risk > 0.5 and customer.basket_items > 0', true],
    ['customer.views > 3', true],
    ["customer.country = 'DE' and customer.churn_risk > 0.5", false],
    ["customer.attributes.orders = 'many'", false],
  ])('says whether what customers did is asked, so that it is read only then: %s', (text, asks) => {
    expect(compileSegment(text).asksStates).toBe(asks);
  });

  it('takes nobody whom no refresh has met for a known risk', () => {
    expect(compileSegment('customer.churn_risk < 0.5')(factsOf(ann, emptyState, NOW), NOW)).toBe(false);
  });

  it.each([
    ['customer.order > 1', /"customer.order" is not known of customers/, 0],
    ['price > 1', /"price" is not known of customers/, 0],
    ["customer.orders = 'two'", /a number cannot be compared with a text/, 18],
    ['customer.orders', /expected a boolean, found a number/, 0],
    ['customer.orders > 1 and customer.country', /expected a boolean, found a text/, 24],
    ["customer.country in ['DE', 7]", /a text cannot be compared with a number/, 27],
    ['customer.attributes = 1', /name one attribute/, 0],
  ])('refuses %s and says where', (text, message, position) => {
    const read = () => compileSegment(text);

    expect(read).toThrow(message);
    expect(read).toThrow(expect.objectContaining({ position }));
  });

  it('tells a caller the place as a problem with a pointer', () => {
    expect(() => readSegment('customer.orders >')).toThrow(
      expect.objectContaining({ statusCode: 400, errors: [expect.objectContaining({ pointer: '#/segment' })] }),
    );
  });

  it('never throws anything but a place for whatever is typed', () => {
    const words = [
      'customer.orders',
      'customer.country',
      '>',
      '=',
      'and',
      'not',
      '(',
      ')',
      '3',
      "'x'",
      'null',
      'is',
      '7d',
      'now',
      'in',
      '[',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { maxLength: 9 }), (tokens) => {
        try {
          compileSegment(tokens.join(' '))(factsOf(ann, emptyState, NOW), NOW);
        } catch (error) {
          expect(error).toBeInstanceOf(FilterSyntaxError);
        }
      }),
    );
  });
});

describe('factsOf', () => {
  it('counts an order that stands, and not one that was cancelled or given back', () => {
    const state: OnlineState = {
      ...emptyState,
      purchases: {
        [purchaseKey('lamp', 'kept')]: { stamp: stampOf(40), isKept: true },
        [purchaseKey('vase', 'kept')]: { stamp: stampOf(40), isKept: true },
        [purchaseKey('rug', 'cancelled')]: { stamp: stampOf(20), isKept: true },
        [wholeOrderKey('cancelled')]: { stamp: stampOf(19), isKept: false },
        [purchaseKey('mug', 'returned')]: { stamp: stampOf(10), isKept: false },
      },
    };

    expect(factsOf(ann, state, NOW)).toMatchObject({ orders: 1, days_since_order: 40 });
  });

  it('values a basket by the last price seen of each item, times how many', () => {
    const state: OnlineState = {
      ...emptyState,
      interactions: {
        old: { stamp: stampOf(3), kind: 'view', itemId: 'lamp', price: 1_000 },
        new: { stamp: stampOf(0.5), kind: 'add', itemId: 'lamp', price: 900 },
      },
      basket: {
        lamp: { stamp: stampOf(0.5), isIn: true, quantity: 2 },
        gone: { stamp: stampOf(0.1), isIn: false, quantity: 0 },
        stale: { stamp: stampOf(31), isIn: true, quantity: 1 },
      },
    };

    expect(factsOf(ann, state, NOW)).toMatchObject({ basket_items: 1, basket_value: 1_800, hours_since_basket: 12 });
  });

  it('counts the pieces that are left in the basket, touched when one was last taken out', () => {
    const move = (hours: number, isIn: boolean) => ({
      stamp: stampOf(hours / 24),
      isIn,
      quantity: isIn ? 3 : 1,
    });
    const state: OnlineState = {
      ...emptyState,
      interactions: { view: { stamp: stampOf(3), kind: 'view', itemId: 'lamp', price: 900 } },
      basket: { '["lamp","m1"]': move(48, true), '["lamp","m2"]': move(6, false) },
    };

    expect(factsOf(ann, state, NOW)).toMatchObject({ basket_items: 1, basket_value: 1_800, hours_since_basket: 6 });
  });

  it('knows nothing of somebody who did nothing', () => {
    expect(factsOf(ann, emptyState, NOW)).toMatchObject({ orders: 0, days_since_order: null, days_since_visit: null });
  });
});
