const ENGLISH = new Intl.PluralRules('en');

/** A number with its noun in English: `1 order`, `3 orders`. */
export const countOf = (count: number, one: string, other = `${one}s`): string =>
  `${count} ${ENGLISH.select(count) === 'one' ? one : other}`;
