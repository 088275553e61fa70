import fc from 'fast-check';
import { openText, sealText } from '../../../core/platform/sealed-text.ts';

const key = Buffer.alloc(32, 1);

describe('a sealed text', () => {
  it('opens to what was sealed, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (text, boundTo) => {
        expect(openText(key, sealText(key, text, boundTo), boundTo)).toBe(text);
      }),
    );
  });

  it('does not open under another key or for another owner', () => {
    const sealed = sealText(key, 'ann@example.com', 'demo\nann');

    expect(() => openText(Buffer.alloc(32, 2), sealed, 'demo\nann')).toThrow();
    expect(() => openText(key, sealed, 'demo\nbob')).toThrow();
  });

  it('does not open when any byte was changed, or bytes are missing', () => {
    const bytes = Buffer.from(sealText(key, 'ann@example.com', 'ann'), 'base64');
    fc.assert(
      fc.property(fc.nat({ max: bytes.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ change;

        expect(() => openText(key, changed.toString('base64'), 'ann')).toThrow();
        expect(() => openText(key, bytes.subarray(0, at).toString('base64'), 'ann')).toThrow();
      }),
    );
  });

  it('looks different each time', () => {
    expect(sealText(key, 'same', 'ann')).not.toBe(sealText(key, 'same', 'ann'));
  });
});
