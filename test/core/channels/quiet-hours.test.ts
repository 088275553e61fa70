import { quietUntil } from '../../../core/channels/quiet-hours.ts';

const NIGHT = { from: '21:00', to: '08:00' };
const until = (at: string, zone: string, quiet = NIGHT) => quietUntil(new Date(at), zone, quiet)?.toISOString();

describe('quietUntil', () => {
  it('lets somebody be written to by day, in their own zone', () => {
    expect(until('2026-11-24T12:00:00Z', 'Europe/Berlin')).toBeUndefined();
    expect(until('2026-11-24T12:00:00Z', 'Asia/Tokyo')).toBe('2026-11-24T23:00:00.000Z');
  });

  it('ends to the minute, and begins to the minute', () => {
    expect(until('2026-11-24T19:59:59Z', 'Europe/Berlin')).toBeUndefined();
    expect(until('2026-11-24T20:00:00Z', 'Europe/Berlin')).toBe('2026-11-25T07:00:00.000Z');
    expect(until('2026-11-25T06:59:59Z', 'Europe/Berlin')).toBe('2026-11-25T07:00:00.000Z');
    expect(until('2026-11-25T07:00:00Z', 'Europe/Berlin')).toBeUndefined();
  });

  it('follows the clocks through the night that has an hour less', () => {
    expect(until('2026-03-28T23:30:00Z', 'Europe/Berlin')).toBe('2026-03-29T06:00:00.000Z');
  });

  it('follows the clocks through the night that has an hour more', () => {
    expect(until('2026-10-24T22:30:00Z', 'Europe/Berlin')).toBe('2026-10-25T07:00:00.000Z');
  });

  it('ends at an hour that does not exist that night as soon as the clocks are past it', () => {
    expect(until('2026-03-28T23:30:00Z', 'Europe/Berlin', { from: '22:00', to: '02:30' })).toBe(
      '2026-03-29T01:00:00.000Z',
    );
  });

  it('takes hours within one day, and zones of a quarter of an hour', () => {
    expect(until('2026-11-24T12:10:00Z', 'UTC', { from: '12:00', to: '13:00' })).toBe('2026-11-24T13:00:00.000Z');
    expect(until('2026-11-24T15:30:00Z', 'Asia/Kathmandu')).toBe('2026-11-25T02:15:00.000Z');
  });

  it('is never quiet where it begins when it ends', () => {
    expect(until('2026-11-24T02:00:00Z', 'UTC', { from: '00:00', to: '00:00' })).toBeUndefined();
  });
});
