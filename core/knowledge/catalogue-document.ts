import type { CatalogueRow } from '../items/contract.ts';
import { writtenMoney } from '../platform/minor-units.ts';
import type { KnowledgeDocument } from './contract.ts';
import { speaksToMachines } from './speaks-to-machines.ts';
import { splitSentences } from './split-sentences.ts';
import { languageOf } from './words.ts';

/** Tells an item's document from the shop's own ones. */
export const CATALOGUE_PREFIX = 'item:';

const LABELS = {
  en: { price: 'Price', inStock: 'In stock.', soldOut: 'Sold out at the moment.', end: '.' },
  zh: { price: '价格', inStock: '现货。', soldOut: '暂时缺货。', end: '。' },
} as const;

/** An item of the catalogue as something that can be asked about and cited. It is as new as its row. */
export function catalogueDocument(row: CatalogueRow, currency: string): KnowledgeDocument {
  const language = languageOf(`${row.title} ${row.description}`);
  const labels = LABELS[language];
  const texts = [
    ...splitSentences(row.description, language),
    ...Object.entries(row.attributes).map(([name, value]) => `${name}: ${value}${labels.end}`),
    ...(row.brand ? [`${language === 'zh' ? '品牌' : 'Brand'}: ${row.brand}${labels.end}`] : []),
    `${labels.price}: ${writtenMoney(row.price, currency)}${labels.end}`,
    row.stock === 0 ? labels.soldOut : labels.inStock,
  ];
  return {
    id: `${CATALOGUE_PREFIX}${row.itemId}`,
    language,
    kind: 'product',
    title: row.title,
    version: Math.max(1, Math.floor(Date.parse(row.updatedAt) / 1000)),
    changedIn: 0,
    updatedAt: row.updatedAt,
    sentences: texts.filter((text) => !speaksToMachines(text)).map((text) => ({ text, headings: [], paragraph: 0 })),
    dropped: texts.filter(speaksToMachines),
  };
}
