import { whatFollowed } from '../../../console/src/customers/what-followed.ts';

const AT = '2026-11-01T00:00:00.000Z';
const day = (days: number) => new Date(Date.parse(AT) + days * 86_400_000).toISOString();
const NOW = Date.parse(day(30));

describe('whatFollowed', () => {
  it('tells what was done with the chosen items inside the window, the purchase first and each once', () => {
    const history = [
      { at: day(1), kind: 'view', itemId: 'lamp' },
      { at: day(2), kind: 'view', itemId: 'lamp' },
      { at: day(3), kind: 'purchase', itemId: 'lamp' },
    ] as const;

    expect(whatFollowed(AT, ['lamp', 'mug'], history, NOW)).toEqual({
      acts: [
        { kind: 'purchase', itemId: 'lamp' },
        { kind: 'view', itemId: 'lamp' },
      ],
      hasBought: true,
      isOpen: false,
    });
  });

  it('counts neither what came before nor what came after the window, nor another item', () => {
    const history = [
      { at: day(-1), kind: 'purchase', itemId: 'lamp' },
      { at: day(7), kind: 'purchase', itemId: 'lamp' },
      { at: day(1), kind: 'view', itemId: 'mug' },
    ] as const;

    expect(whatFollowed(AT, ['lamp'], history, NOW)).toEqual({ acts: [], hasBought: false, isOpen: false });
  });

  it('says that more may follow while the window is open', () => {
    expect(whatFollowed(AT, ['lamp'], [], Date.parse(day(2))).isOpen).toBe(true);
  });
});
