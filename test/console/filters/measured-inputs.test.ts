import { unitFor } from '../../../console/src/filters/measured-inputs.tsx';

const HOUR_MS = 3_600_000;

describe('a stretch of time', () => {
  it('is counted in days where it is whole days, else in hours', () => {
    expect(unitFor(7 * 24 * HOUR_MS, 'days')).toBe('days');
    expect(unitFor(12 * HOUR_MS, 'days')).toBe('hours');
    expect(unitFor(undefined, 'days')).toBe('days');
  });

  it('stays in hours while 245 of them are typed, of which 24 are a day, and while none is left', () => {
    const typed = [12, undefined, 2, 24, 245].map((count) => (count === undefined ? undefined : count * HOUR_MS));

    let unit = unitFor(undefined, 'days');
    for (const durationMs of typed) unit = unitFor(durationMs, unit);

    expect(unit).toBe('hours');
  });
});
