import { CONCEPTS, GOODS } from './concepts.ts';
import type { Language } from './contract.ts';

/**
 * A meaning in a text: `c:` a concept, `w:` an English stem, `z:` a Chinese word, `b:` a pair of characters, for where
 * the dictionary cuts differently. A word that a concept stands for is `isCovered`: whether another text says the very same word then matters little.
 */
export interface Term {
  readonly key: string;
  readonly isCovered: boolean;
}

const STOP = new Set(
  `a an the of to in on at for from by with and or but if then than as is are was were be been being am do does did done
  can could may might will would shall should must have has had having i me my mine we us our you your yours he him his
  she her they their there here what which who whom whose when where why how so too very just only also still yet now
  please hi hello hey thanks thank ok okay yes no not don't doesn't isn't can't won't didn't any some all each every more
  most much many long get got go going want need like know tell say let make use take possible about after before while
  until again into out up down over under i'm i've i'd you're it's that's there's what's let's dont doesnt cant im ive
  hold sure really happen happens mean means offer sell give buy bought own new already`
    .split(/\s+/)
    .filter((word) => word !== 'down'),
);

const ZH_STOP =
  /请问|来得及|为什么|想了解|了解|看看|收到|买了|买的|刚买|下单|需要|应该|打算|一天|一顶|里面|那里|告诉|帮我|不记得|没有|时间|多长|多大|公司里|你们|我们|他们|您好|你好|一下|可以|能不能|是不是|有没有|怎么办|怎么样|怎么|什么时候|什么|多少|多久|几天|几个|时候|这个|那个|还能|还是|如果|已经|现在|想要|想|要|能|会|有|是|在|了|吗|呢|吧|啊|呀|的|地|得|我|你|您|他|她|它|们|和|与|及|或|就|都|也|还|把|被|让|给|到|从|对|为|以|后|前|里|上|下|个|么|哪|谁|才|再|买|卖|请|付|不|没|被|用|做|说|好|大|小|多|少|高|一|二|两|三|几|年|月|日|天|元|块|每|各|该|此|由|请|很|最|这|那|之|其/g;

/** English without its endings, roughly: returns, returned and returning are one. */
export function stem(word: string): string {
  if (word.length <= 3) return word;
  let base = word.replace(/(?:'s|s')$/, '');
  base = base
    .replace(/ies$/, 'y')
    .replace(/(ss|sh|ch|x|z)es$/, '$1')
    .replace(/([^su])s$/, '$1');
  const shorter = base.replace(/(ing|ed|ly|ment)$/, '');
  if (shorter !== base && shorter.length >= 3 && /[aeiouy]/.test(shorter)) {
    base = shorter.replace(/([bdfgmnprt])\1$/, '$1');
  }
  return base.replace(/e$/, '');
}

const ENGLISH = indexed('en');
const CHINESE = [...CONCEPTS, GOODS].flatMap(({ name, zh }) => zh.map((phrase) => [phrase, name] as const));

/** Language of what somebody wrote: Chinese as soon as it holds a few Chinese characters. */
export function languageOf(text: string): Language {
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  const latin = text.match(/[a-z]+/gi)?.length ?? 0;
  return han > latin ? 'zh' : 'en';
}

export function termsOf(text: string): Term[] {
  const lower = text.toLowerCase().normalize('NFKC').replace(/[’‘]/g, "'");
  return [...englishTerms(lower), ...chineseTerms(lower)];
}

export const keysOf = (text: string): Set<string> => new Set(termsOf(text).map(({ key }) => key));

function englishTerms(text: string): Term[] {
  const words = text.match(/[a-z][a-z'-]*[a-z]|[a-z]|\d+(?:[.,:]\d+)*/g) ?? [];
  const stems = words.map(stem);
  const covered = new Set<number>();
  const concepts = stems.flatMap((_, place) => {
    const found = conceptsAt(stems, place);
    for (const { places } of found) for (const at of places) covered.add(at);
    return found.map(({ name }) => ({ key: `c:${name}`, isCovered: false }));
  });
  const rest = words.flatMap((word, place) =>
    STOP.has(word) || word.length < 2 ? [] : [{ key: `w:${stems[place]}`, isCovered: covered.has(place) }],
  );
  return [...concepts, ...rest];
}

interface Found {
  readonly name: string;
  readonly places: readonly number[];
}

/** Concepts whose phrase begins here. Between two words of a phrase one or two others may stand: "send it back". */
function conceptsAt(stems: readonly string[], start: number): Found[] {
  return (ENGLISH.get(stems[start] ?? '') ?? []).flatMap(({ phrase, name }) => {
    const places = [start];
    for (const part of phrase.slice(1)) {
      const last = places.at(-1) ?? start;
      const next = [1, 2, 3].map((gap) => last + gap).find((at) => stems[at] === part);
      if (next === undefined) return [];
      places.push(next);
    }
    return [{ name, places }];
  });
}

function chineseTerms(text: string): Term[] {
  return (text.match(/\p{Script=Han}+/gu) ?? []).flatMap((run) => {
    const covered = new Set<number>();
    const concepts = CHINESE.flatMap(([phrase, name]) => {
      const at = run.indexOf(phrase);
      if (at < 0) return [];
      for (let place = at; place < at + phrase.length; place++) covered.add(place);
      return [{ key: `c:${name}`, isCovered: false }];
    });
    return [...concepts, ...wordsOf(run, covered), ...pairsOf(run, covered)];
  });
}

const words = new Intl.Segmenter('zh', { granularity: 'word' });

/** Words of the dictionary, without those that mean nothing by themselves. */
function wordsOf(run: string, covered: ReadonlySet<number>): Term[] {
  return [...words.segment(run)].flatMap(({ segment, index }) => {
    if (!segment.replace(ZH_STOP, '')) return [];
    const isCovered = [...segment].every((_, offset) => covered.has(index + offset));
    return [{ key: `z:${segment}`, isCovered }];
  });
}

/** Pairs of neighbouring characters, none across a word that means nothing by itself. */
function pairsOf(run: string, covered: ReadonlySet<number>): Term[] {
  const kept = run.replace(ZH_STOP, (word) => ' '.repeat(word.length));
  const terms: Term[] = [];
  for (let at = 0; at < kept.length; at++) {
    const pair = kept.slice(at, at + 2);
    if (pair.length === 2 && !pair.includes(' ')) {
      terms.push({ key: `b:${pair}`, isCovered: covered.has(at) && covered.has(at + 1) });
    }
  }
  return terms;
}

function indexed(language: 'en') {
  const byFirst = new Map<string, { phrase: string[]; name: string }[]>();
  for (const { name, [language]: phrases } of [...CONCEPTS, GOODS]) {
    for (const text of phrases) {
      const phrase = text.split(' ').map(stem);
      const [first = ''] = phrase;
      byFirst.set(first, [...(byFirst.get(first) ?? []), { phrase, name }]);
    }
  }
  return byFirst;
}
