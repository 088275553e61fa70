import type { Fact } from '../contract.ts';
import { AUDIENCES_EN, COLOURS_EN, MATERIALS_EN, SIZES_EN } from '../lexicon/claim-words-en.ts';
import { AUDIENCES_ZH, COLOURS_ZH, MATERIALS_ZH } from '../lexicon/words-zh.ts';
import { findNumbers, type NumberClaim } from './find-numbers.ts';
import { stem } from './stem.ts';

/** The facts of one item in the forms that claims are looked up in. */
export interface KnownFacts {
  readonly facts: readonly Fact[];
  /** All values in lower case, one a line. */
  readonly text: string;
  /** Stem of a word → the fact that has it. */
  readonly words: ReadonlyMap<string, Fact>;
  readonly numbers: readonly (NumberClaim & { readonly fact: Fact })[];
  /** Facts that fill these, so that another filling contradicts them. */
  readonly colour: Fact | undefined;
  readonly material: Fact | undefined;
  readonly size: Fact | undefined;
  readonly audiences: ReadonlyMap<string, Fact>;
}

const WORD = /[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu;

export function knownFacts(facts: readonly Fact[]): KnownFacts {
  const words = new Map<string, Fact>();
  const audiences = new Map<string, Fact>();
  for (const fact of facts) {
    for (const word of fact.value.match(WORD) ?? []) {
      for (const part of [word, ...word.split('-')]) {
        if (part && !words.has(stem(part))) words.set(stem(part), fact);
        const group = AUDIENCES_EN[part.toLowerCase()];
        if (group) audiences.set(group, fact);
      }
    }
    for (const [word, group] of Object.entries(AUDIENCES_ZH)) if (fact.value.includes(word)) audiences.set(group, fact);
  }
  const filledBy = (english: ReadonlySet<string>, chinese: ReadonlySet<string>) =>
    facts.find(({ value }) =>
      (value.match(WORD) ?? []).some((word) => english.has(stem(word)) || english.has(word.toLowerCase())),
    ) ?? facts.find(({ value }) => [...chinese].some((word) => word.length > 1 && value.includes(word)));
  return {
    facts,
    text: facts.map(({ value }) => value.toLowerCase()).join('\n'),
    words,
    numbers: facts.flatMap((fact) => findNumbers(fact.value).map((number) => ({ ...number, fact }))),
    colour: filledBy(COLOURS_EN, COLOURS_ZH),
    material: filledBy(MATERIALS_EN, MATERIALS_ZH),
    size: filledBy(SIZES_EN, new Set()),
    audiences,
  };
}
