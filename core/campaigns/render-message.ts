import { Liquid, type Template } from 'liquidjs';
import type { SendingSettings } from '../channels/contract.ts';
import type { FieldError } from '../platform/errors.ts';
import type { CampaignDefinition, Copy, Language, RenderedMessage } from './contract.ts';

/** One item as a message shows it. */
export interface MessageItem {
  readonly title: string;
  /** As the customer reads it: `€19.99`. */
  readonly price: string;
  readonly url: string;
  readonly reason: string;
}

export interface MessageContent {
  readonly language: Language;
  readonly customer: { readonly firstName?: string | undefined };
  readonly basket: readonly MessageItem[];
  readonly items: readonly MessageItem[];
  readonly links: {
    readonly shop: string;
    readonly unsubscribe: string;
    readonly preferences: string;
    /** Tells that the message was opened; absent in previews. */
    readonly pixel: string | undefined;
  };
}

/** The frame of every message: HTML made from MJML at build time, and plain text. Both are Liquid. */
export interface MessageTemplates {
  readonly html: string;
  readonly text: string;
}

const LIMITS = { ownPropertyOnly: true, strictFilters: true, renderLimit: 500, memoryLimit: 2_000_000 } as const;
const inHtml = new Liquid({ ...LIMITS, outputEscape: 'escape' });
const inText = new Liquid(LIMITS);

const WORDS = {
  en: {
    basket: 'In your basket',
    items: 'Chosen for you',
    unsubscribe: 'Unsubscribe with one click',
    preferences: 'Choose what you hear from us',
    why: 'You get this because you agreed to hear from {{ shop }}.',
  },
  zh: {
    basket: '购物篮中的商品',
    items: '为您挑选',
    unsubscribe: '一键退订',
    preferences: '选择您想收到的内容',
    why: '您收到此邮件，是因为您同意接收来自 {{ shop }} 的消息。',
  },
} as const;

/** A message for one person. What a customer is called is filled in as text and never read as Liquid. */
export function renderMessage(
  { copy }: Pick<CampaignDefinition, 'copy'>,
  content: MessageContent,
  sending: Pick<SendingSettings, 'from' | 'postalAddress'>,
  templates: MessageTemplates,
): RenderedMessage {
  const { language, customer, basket, items, links } = content;
  const own = { customer, shop: sending.from.name };
  const words = WORDS[language];
  // Words are filled in as plain text, and the frame escapes them as it does all that it is given.
  const filled = Object.entries({ ...copy[language], ...words }).map(([name, source]) => [
    name,
    inText.parseAndRenderSync(source, own),
  ]);
  const sender = { name: sending.from.name, postalAddress: sending.postalAddress };
  const scope = { ...own, copy: Object.fromEntries(filled), basket, items, links, language, sender };
  return {
    subject: oneLine(inText.parseAndRenderSync(copy[language].subject, own)),
    html: parsed(inHtml, templates.html, (template) => inHtml.renderSync(template, scope)),
    text: parsed(inText, templates.text, (template) => inText.renderSync(template, scope)),
  };
}

/** What of a campaign's words does not read as Liquid. */
export function faultsOfCopy({ copy }: Pick<CampaignDefinition, 'copy'>): FieldError[] {
  return Object.entries(copy).flatMap(([language, words]: [string, Copy]) =>
    Object.entries(words).flatMap(([name, source]) => {
      try {
        inText.parseAndRenderSync(source, { customer: {}, shop: '' });
        return [];
      } catch (error) {
        const detail = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
        const pointer = `#/definition/copy/${language}/${name}`;
        return [{ pointer, detail, code: 'not-liquid', values: { words: detail } }];
      }
    }),
  );
}

const templates = new Map<string, Template[]>();

/** The frame is the same for thousands of messages, so it is read once. */
function parsed(engine: Liquid, source: string, render: (template: Template[]) => string): string {
  const key = `${engine === inHtml ? 'html' : 'text'}\n${source}`;
  const template = templates.get(key) ?? engine.parse(source);
  templates.set(key, template);
  return render(template);
}

/** A line break in a header would begin another header. */
const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ').trim();
