import { createFormats } from '../../../console/src/parts/formats.ts';

describe('createFormats', () => {
  const english = createFormats('en');
  const chinese = createFormats('zh');

  it('writes money from minor units, as many as the currency has', () => {
    expect(english.money(123_456, 'EUR')).toBe('€1,234.56');
    expect(english.money(1_234, 'JPY')).toBe('JP¥1,234');
    expect(english.money(1_234, undefined)).toBe('1,234');
  });

  it('gives signs to differences and a true minus to what is below zero', () => {
    expect(english.interval(-0.0164, 0.0023, 4)).toBe('−0.0164 … +0.0023');
    expect(english.signed(0, 0)).toBe('0');
  });

  it('tells a small score from a smaller one and from none', () => {
    const scores = [0, 0.000_21, 0.001_84, 0.57, 1, -0.000_21];

    expect(scores.map(english.score)).toEqual(['0.000', '0.00021', '0.0018', '0.570', '1.000', '−0.00021']);
  });

  it('tells durations in the two units that matter', () => {
    expect(english.duration(42_400)).toBe('42 s');
    expect(english.duration(185_000)).toBe('3 min 05 s');
    expect(english.duration(7_800_000)).toBe('2 h 10 min');
    expect(chinese.duration(185_000)).toBe('3 分 05 秒');
  });

  it('tells ages, and never one in the future', () => {
    const now = Date.parse('2026-11-24T10:00:00.000Z');

    expect(english.ago('2026-11-24T09:59:30.000Z', now)).toBe('30 sec ago');
    expect(english.ago('2026-11-24T10:00:05.000Z', now)).toBe('now');
    expect(chinese.ago('2026-11-24T07:00:00.000Z', now)).toBe('3小时前');
  });
});
