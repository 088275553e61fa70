import type { Trait } from './contract.ts';
import type { ReportedCluster } from './refresh-contract.ts';

type Words = { readonly en: string; readonly zh: string };
type Measure = Extract<Trait, { kind: 'measure' }>['measure'];

/** What more, and what less, of each measure means of a customer. */
const SAID: Readonly<Record<Measure, { readonly more: Words; readonly less: Words }>> = {
  orders: { more: { en: 'order often', zh: '常下单' }, less: { en: 'order rarely', zh: '很少下单' } },
  spent: { more: { en: 'spend much', zh: '消费高' }, less: { en: 'spend little', zh: '消费低' } },
  recency: { more: { en: 'were here lately', zh: '最近来过' }, less: { en: 'have been away', zh: '久未光临' } },
  views: { more: { en: 'look around a lot', zh: '浏览多' }, less: { en: 'look around little', zh: '浏览少' } },
  price: { more: { en: 'choose dearer items', zh: '偏爱高价' }, less: { en: 'choose cheaper items', zh: '偏爱低价' } },
  dwell: { more: { en: 'look long', zh: '看得久' }, less: { en: 'look quickly', zh: '看得快' } },
};

export function wordsOfTrait(trait: Trait): Words {
  if (trait.kind !== 'measure') return { en: trait.value, zh: trait.value };
  return SAID[trait.measure][trait.z > 0 ? 'more' : 'less'];
}

/** A name for each cluster, by its id, from the traits that the refresh keeps with the id; no two are alike. */
export function nameClusters(clusters: readonly Pick<ReportedCluster, 'id' | 'naming'>[]): Map<string, Words> {
  const names = new Map<string, Words>();
  for (const { id, naming } of clusters) {
    const name = nameOf(naming);
    const isTaken = [...names.values()].some(({ en }) => en === name.en);
    names.set(id, isTaken ? { en: `${name.en} (${id})`, zh: `${name.zh}（${id}）` } : name);
  }
  return names;
}

/** `Lamps: order often` where it is about something, else `Order often, spend much`. */
function nameOf(naming: readonly Trait[]): Words {
  const about = naming.filter(({ kind }) => kind !== 'measure').map(wordsOfTrait);
  const manner = naming.filter(({ kind }) => kind === 'measure').map(wordsOfTrait);
  const en = [join(about, 'en', ', '), join(manner, 'en', ', ')].filter(Boolean).join(': ');
  const zh = [join(about, 'zh', '、'), join(manner, 'zh', '、')].filter(Boolean).join('：');
  return { en: en.charAt(0).toUpperCase() + en.slice(1), zh: zh.charAt(0).toUpperCase() + zh.slice(1) };
}

const join = (words: readonly Words[], language: keyof Words, between: string) =>
  words.map((word) => word[language]).join(between);
