type NameIn<Sentence extends string> = Sentence extends `${string}{${infer Name}}${infer Rest}`
  ? Name | NameIn<Rest>
  : never;

/** What a sentence such as `There is no recipe {name}` fills in. */
export type ValuesOf<Sentence extends string> = Readonly<Record<NameIn<Sentence>, string | number>>;

/** Literal text and the names of values by turns. */
export const partsOf = (sentence: string): string[] => sentence.split(/\{(\w+)\}/);

export const namesIn = (sentence: string): string[] => partsOf(sentence).filter((_, at) => at % 2);

export function filled(sentence: string, values: Readonly<Record<string, string | number>>): string {
  const told = new Map(Object.entries(values));
  return sentence.replaceAll(/\{(\w+)\}/g, (_, name: string) => `${told.get(name)}`);
}
