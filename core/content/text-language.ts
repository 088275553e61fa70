import type { Language } from './contract.ts';

const IDEOGRAPH = /[\u3400-\u9fff]/g;

/** Chinese where a third of the letters are ideographs. */
export function languageOf(text: string): Language {
  const letters = text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  return letters && (text.match(IDEOGRAPH)?.length ?? 0) * 3 >= letters ? 'zh' : 'en';
}

/** Sentences with what ends them. A dot inside a number or a word ends nothing. */
export function sentencesOf(text: string): string[] {
  const found = text.replaceAll(/\s+/g, ' ').match(/.+?(?:[.!?]+["'”’)]*(?=\s|$)|[。！？]+|$)/g) ?? [];
  return found.map((sentence) => sentence.trim()).filter(Boolean);
}
