import { chooseVariant } from '../../../core/models/choose-variant.ts';
import { aVariant } from '../../support/models.ts';

const SUBJECTS = Array.from({ length: 100_000 }, (_, id) => `customer-${id}`);
const canary = (share: number, challenger = 'v2') => ({
  variants: [aVariant('v1', 1 - share), aVariant(challenger, share)],
});
const takenBy = (pointer: ReturnType<typeof canary>, version: string, subjects = SUBJECTS.slice(0, 20_000)) =>
  subjects.filter((subject) => chooseVariant(pointer, subject).modelVersion === version);

describe('chooseVariant', () => {
  it.each([0, 0.1, 0.5, 1])('gives a challenger its share of %p', (share) => {
    const found = takenBy(canary(share), 'v2', SUBJECTS).length / SUBJECTS.length;

    // Five standard errors of a proportion; nobody at 0, everybody at 1.
    expect(Math.abs(found - share)).toBeLessThanOrEqual(5 * Math.sqrt((share * (1 - share)) / SUBJECTS.length));
  });

  it('lets a champion alone serve everybody', () => {
    const alone = { variants: [aVariant('v1')] };

    expect(SUBJECTS.every((subject) => chooseVariant(alone, subject).modelVersion === 'v1')).toBe(true);
  });

  it('keeps each customer with the same model, also after the pointer was written again', () => {
    const before = { ...canary(0.1), revision: 2 };

    expect(takenBy({ ...before, ...canary(0.1) }, 'v2')).toEqual(takenBy(before, 'v2'));
  });

  it('takes nobody out of a canary that grows', () => {
    const grown = new Set(takenBy(canary(0.3), 'v2'));

    expect(takenBy(canary(0.1), 'v2').filter((subject) => !grown.has(subject))).toEqual([]);
  });

  it('tries the next challenger on other customers', () => {
    const first = takenBy(canary(0.1, 'v2'), 'v2');
    const second = new Set(takenBy(canary(0.1, 'v3'), 'v3'));
    const both = first.filter((subject) => second.has(subject)).length;

    expect(both / first.length).toBeCloseTo(0.1, 1);
  });

  it('refuses a pointer that names nobody', () => {
    expect(() => chooseVariant({ variants: [] }, 'ann')).toThrow(RangeError);
  });
});
