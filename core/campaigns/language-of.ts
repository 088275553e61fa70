import type { Identity } from '../customers/identity.ts';
import type { Language } from './contract.ts';

/** Chinese for those whose language is said to be Chinese, or who live in China and said nothing; else English. */
export function languageOf({ attributes }: Pick<Identity, 'attributes'>): Language {
  const said = attributes.language?.value;
  if (typeof said === 'string') return said.toLowerCase().startsWith('zh') ? 'zh' : 'en';
  return attributes.country?.value === 'CN' ? 'zh' : 'en';
}
