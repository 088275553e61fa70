import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import * as z from 'zod';
import { ItemPage } from '../../core/items/contract.ts';
import type { Laptop } from '../laptop.ts';

const PAGE = 'local/demo/storefront/page.html';
const Customer = z.string().regex(/^customer-\d{5}$/);

const WORDS = {
  en: {
    title: 'Demo shop',
    visitor: 'You are a visitor. Ask the chat about a product, delivery or returns.',
    known: (id: string) => `You are signed in as ${id}. Ask the chat where your order is.`,
    signIn: 'Sign in as customer-00001',
    signOut: 'Sign out',
    other: '中文',
  },
  zh: {
    title: '演示商店',
    visitor: '您是访客。可以在聊天里询问商品、配送和退换货。',
    known: (id: string) => `您已登录为 ${id}。可以在聊天里查询您的订单。`,
    signIn: '以 customer-00001 登录',
    signOut: '退出',
    other: 'English',
  },
} as const;

export interface Storefront {
  readonly url: string;
  readonly close: () => void;
}

/**
 * A page of the demo shop with the chat in it. As any shop's server it holds the secret key, and it alone has the
 * signed-in customer's token made; the page gets the publishable key.
 */
export function startStorefront(
  { addresses, access, server: api }: Pick<Laptop, 'addresses' | 'access' | 'server'>,
  port = 0,
): Promise<Storefront> {
  const template = readFileSync(PAGE, 'utf8');

  async function render(url: URL): Promise<string> {
    const language = url.searchParams.get('language') === 'zh' ? 'zh' : 'en';
    const customer = Customer.safeParse(url.searchParams.get('customer')).data;
    const words = WORDS[language];
    const { data } = ItemPage.parse(await api.get('/items?limit=24'));
    const signed = customer
      ? z.object({ customerToken: z.string() }).parse(await api.post('/chat/tokens', { customerId: customer }))
      : undefined;
    const items = data.map(
      ({ title, description, price }) =>
        `<li><h2>${inHtml(title)}</h2><p>${inHtml(description)}</p><strong>${(price / 100).toFixed(2)} €</strong></li>`,
    );
    const other = language === 'zh' ? 'en' : 'zh';
    const links = [
      customer
        ? `<a href="?language=${language}">${words.signOut}</a>`
        : `<a href="?language=${language}&amp;customer=customer-00001">${words.signIn}</a>`,
      `<a href="?language=${other}${customer ? `&amp;customer=${customer}` : ''}" lang="${other}">${words.other}</a>`,
    ];
    return filled(template.replace('<html lang="en">', `<html lang="${language}">`), {
      language,
      title: words.title,
      who: customer ? words.known(customer) : words.visitor,
      links: links.join(' '),
      items: items.join(''),
      widget: `${addresses.publicUrl}/chat-widget.js`,
      api: addresses.apiUrl,
      key: access.publishableKey,
      token: signed?.customerToken ?? '',
    });
  }

  const server = createServer((request, response) => {
    render(new URL(request.url ?? '/', 'http://localhost')).then(
      (html) => response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html),
      () => response.writeHead(503, { 'content-type': 'text/plain' }).end('The shop does not answer just now.'),
    );
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      if (!address || typeof address === 'string') return reject(new Error('The storefront has no port'));
      resolve({ url: `http://127.0.0.1:${address.port}/`, close: () => server.close() });
    });
  });
}

const filled = (template: string, values: Readonly<Record<string, string>>) =>
  template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '');

const inHtml = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
