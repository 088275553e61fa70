import { readFileSync } from 'node:fs';
import { basketAbandonment, winBack } from '../../../core/campaigns/library.ts';
import { faultsOfCopy, type MessageContent, renderMessage } from '../../../core/campaigns/render-message.ts';
import { someSending } from '../../support/campaigns.ts';

const templates = {
  html: readFileSync('core/campaigns/templates/message.html', 'utf8'),
  text: readFileSync('core/campaigns/templates/message.txt', 'utf8'),
};
const content = (overrides: Partial<MessageContent> = {}): MessageContent => ({
  language: 'en',
  customer: { firstName: 'Ann' },
  basket: [],
  items: [{ title: 'Lamp & shade', price: '€19.99', url: 'https://x.example/c/1', reason: 'Bought together' }],
  links: {
    shop: 'https://x.example/c/0',
    unsubscribe: 'https://x.example/u',
    preferences: 'https://x.example/p',
    pixel: 'https://x.example/o/1',
  },
  ...overrides,
});

describe('renderMessage', () => {
  it('says the same in HTML and in plain text', () => {
    const { subject, html, text } = renderMessage(winBack, content(), someSending, templates);

    expect(subject).toBe('New since your last visit, Ann');
    for (const body of [html, text]) {
      for (const words of [
        'It has been a while',
        '€19.99',
        'Bought together',
        'https://x.example/u',
        'Demo Street 1',
      ]) {
        expect(body).toContain(words);
      }
    }
    expect(html).toContain('Lamp &amp; shade');
    expect(text).toContain('Lamp & shade');
    expect(html).toContain('https://x.example/o/1');
    expect(text).not.toContain('https://x.example/o/1');
    expect(html).not.toMatch(/\{[{%]/);
  });

  it('speaks Chinese to who reads it', () => {
    const { subject, html } = renderMessage(winBack, content({ language: 'zh' }), someSending, templates);

    expect(subject).toBe('Ann，上次之后有了新品');
    expect(html).toContain('lang="zh"');
    expect(html).toContain('一键退订');
  });

  it('does without a name', () => {
    const { subject } = renderMessage(winBack, content({ customer: {} }), someSending, templates);

    expect(subject).toBe('New since your last visit, picked for you');
  });

  it('shows the basket where there is one', () => {
    const basket = [{ title: 'Vase', price: '€5.00', url: 'https://x.example/c/2', reason: '' }];
    const { html, text } = renderMessage(basketAbandonment, content({ basket }), someSending, templates);

    expect(html).toContain('In your basket');
    expect(text).toContain('Vase €5.00');
  });

  it('takes a name as text, never as HTML, as Liquid or as another header', () => {
    const firstName = '<script>{{ shop }}</script>\r\nBcc: x@example.com';
    const { subject, html } = renderMessage(winBack, content({ customer: { firstName } }), someSending, templates);

    expect(html).not.toContain('<script>');
    expect(subject).toContain('{{ shop }}');
    expect(subject).not.toMatch(/[\r\n]/);
  });
});

describe('faultsOfCopy', () => {
  it('has nothing against the campaigns that come with the product', () => {
    expect([...faultsOfCopy(winBack), ...faultsOfCopy(basketAbandonment)]).toEqual([]);
  });

  it('names the words that do not read', () => {
    const copy = { ...winBack.copy, zh: { ...winBack.copy.zh, body: '{% if %' } };

    expect(faultsOfCopy({ copy })).toMatchObject([{ pointer: '#/definition/copy/zh/body' }]);
  });
});
