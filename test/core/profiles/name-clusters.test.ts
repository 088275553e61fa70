import { nameClusters, wordsOfTrait } from '../../../core/profiles/name-clusters.ts';

const often = { kind: 'measure', measure: 'orders', z: 1 } as const;
const rarely = { kind: 'measure', measure: 'orders', z: -1 } as const;
const lamps = { kind: 'category', value: 'lamps', lift: 3 } as const;

describe('nameClusters', () => {
  it('says what a cluster is about and how it shops, in both languages', () => {
    const names = nameClusters([
      { id: 'c1', naming: [lamps, often] },
      { id: 'c2', naming: [rarely, { kind: 'measure', measure: 'spent', z: -2 }] },
    ]);

    expect(names.get('c1')).toEqual({ en: 'Lamps: order often', zh: 'Lamps：常下单' });
    expect(names.get('c2')).toEqual({ en: 'Order rarely, spend little', zh: '很少下单、消费低' });
  });

  it('calls no two alike', () => {
    const names = nameClusters([
      { id: 'c1', naming: [often] },
      { id: 'c4', naming: [often] },
    ]);

    expect(new Set([...names.values()].map(({ en }) => en)).size).toBe(2);
    expect(new Set([...names.values()].map(({ zh }) => zh)).size).toBe(2);
  });

  it('turns on the sign of a trait', () => {
    expect(wordsOfTrait(often).en).not.toBe(wordsOfTrait(rarely).en);
  });
});
