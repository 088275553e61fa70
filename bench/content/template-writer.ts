import type { Language } from '../../core/content/contract.ts';
import type { CatalogueRow } from '../../core/items/contract.ts';

/** What shops do without a model: one sentence with gaps, and another to end with. */
export function writeByTemplate({ title, category, brand, attributes }: CatalogueRow, language: Language): string {
  if (language === 'zh') return `欢迎选购${brand}的${title}。这款${category.at(-1) ?? '商品'}适合日常使用。`;
  const audience = attributes.audience ? ` for ${attributes.audience}` : '';
  const maker = brand ? ` by ${brand}` : '';
  const path = category.length > 1 ? `${category.at(-1)} from our ${category[0]} collection` : (category[0] ?? 'piece');
  return `Discover our ${title}${maker}. This ${path}${audience} is perfect for every day.`;
}
