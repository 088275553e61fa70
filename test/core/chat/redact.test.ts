import * as fc from 'fast-check';
import { redact } from '../../../core/chat/redact.ts';

describe('redact', () => {
  it.each([
    ['write to jo.doe+x@mail.example.com please', 'write to [email] please'],
    ['my card is 4111 1111 1111 1111', 'my card is [card]'],
    ['IBAN DE89 3704 0044 0532 0130 00', 'IBAN [iban]'],
    ['call +44 20 7946 0958 today', 'call [phone] today'],
    ['电话13812345678', '电话[phone]'],
    ['身份证110101199003074258', '身份证[national-id]'],
    ['my name is Anna Berg', 'my name is [name]'],
    ['我叫王小明，想退货', '我叫[name]，想退货'],
    ['I live at 12 Baker Street', 'I live at [address]'],
  ])('takes personal data out of %p', (text, redacted) => {
    expect(redact(text).text).toBe(redacted);
  });

  it.each([
    'where is order 70112?',
    'order 1234567890123 please',
    '订单80231到哪了',
    'it costs 3.95 euro for 2 items',
    'M measures 92 cm',
  ])('leaves %p as it is', (text) => {
    expect(redact(text)).toEqual({ text, found: [] });
  });

  it('leaves no e-mail address in any text', () => {
    fc.assert(
      fc.property(fc.emailAddress(), fc.lorem(), (address, words) => {
        expect(redact(`${words} ${address} ${words}`).text).not.toContain(`@${address.split('@')[1]}`);
      }),
    );
  });

  it('changes nothing more when it is done twice', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const once = redact(text).text;
        expect(redact(once).text).toBe(once);
      }),
    );
  });
});
