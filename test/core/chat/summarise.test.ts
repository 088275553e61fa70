import { summarise } from '../../../core/chat/summarise.ts';

describe('a summary for who takes over', () => {
  it.each([
    ['en', 'Customer: Where is my order 1001?', 'Orders named: 1001'],
    ['zh', '顾客: Where is my order 1001?', '提到的订单: 1001'],
  ] as const)('says in %s what was said last and which orders were named', (language, ...lines) => {
    const said = {
      messageId: 'm1',
      at: '2026-11-01T10:00:00.000Z',
      author: 'customer',
      text: 'Where is my order 1001?',
    } as const;

    expect(summarise([said], language)).toBe(lines.join('\n'));
  });
});
