import { NumberField, numberIn } from '../../../console/src/parts/number-field.tsx';
import { rendered } from '../../support/rendered.tsx';

describe('a field for a number', () => {
  it.each([
    ['-0.2', -0.2],
    ['1.', 1],
    [0, 0],
  ])('holds the number that is typed: %j', (text, number) => {
    expect(numberIn(text)).toBe(number);
  });

  it.each(['', '-', '.', '-.'])('holds none before one is typed, and not 0 either: %j', (text) => {
    expect(numberIn(text)).toBeUndefined();
  });

  it('shows 0 as a number and none as nothing', async () => {
    const shown = (value: number | undefined) =>
      rendered(<NumberField label="Strength" value={value} onChange={() => undefined} />);

    expect(await shown(0)).toContain('value="0"');
    expect(await shown(undefined)).toContain('value=""');
  });
});
