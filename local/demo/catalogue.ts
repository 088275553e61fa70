import { describeItem, type ItemDetails } from './item-texts.ts';
import { createRandom, type Random } from './random.ts';

/** The tastes that the world is made of. Learners never see them: they see words, prices and what people do. */
export const STYLES = [
  'minimal',
  'bohemian',
  'outdoor',
  'classic',
  'playful',
  'luxe',
  'industrial',
  'coastal',
] as const;
export type Style = (typeof STYLES)[number];

export interface DemoItem {
  readonly itemId: string;
  readonly title: string;
  readonly description: string;
  readonly category: readonly [string, string];
  readonly brand: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Minor units. */
  readonly price: number;
  readonly style: Style;
  /** How much the world likes it whatever one's taste; log scale. */
  readonly appeal: number;
}

interface Department {
  readonly path: readonly [string, string];
  readonly nouns: readonly string[];
  readonly materials: readonly string[];
  /** Median price in major units. */
  readonly price: number;
}

const DEPARTMENTS: readonly Department[] = [
  {
    path: ['Women', 'Dresses'],
    nouns: ['wrap dress', 'midi dress', 'shirt dress', 'slip dress'],
    materials: ['linen', 'viscose', 'organic cotton', 'silk'],
    price: 69,
  },
  {
    path: ['Women', 'Knitwear'],
    nouns: ['cardigan', 'roll-neck jumper', 'cropped jumper', 'knitted vest'],
    materials: ['merino', 'alpaca', 'cashmere', 'cotton knit'],
    price: 75,
  },
  {
    path: ['Women', 'Shoes'],
    nouns: ['ankle boots', 'loafers', 'sandals', 'trainers'],
    materials: ['leather', 'suede', 'canvas', 'recycled mesh'],
    price: 89,
  },
  {
    path: ['Men', 'Shirts'],
    nouns: ['oxford shirt', 'overshirt', 'camp-collar shirt', 'flannel shirt'],
    materials: ['cotton', 'linen', 'corduroy', 'brushed cotton'],
    price: 55,
  },
  {
    path: ['Men', 'Trousers'],
    nouns: ['chinos', 'selvedge jeans', 'cargo trousers', 'pleated trousers'],
    materials: ['twill', 'denim', 'ripstop', 'wool'],
    price: 72,
  },
  {
    path: ['Men', 'Outerwear'],
    nouns: ['field jacket', 'parka', 'waxed jacket', 'overcoat'],
    materials: ['waxed cotton', 'recycled nylon', 'wool', 'down'],
    price: 159,
  },
  {
    path: ['Accessories', 'Bags'],
    nouns: ['tote bag', 'backpack', 'crossbody bag', 'weekend bag'],
    materials: ['leather', 'canvas', 'recycled nylon', 'jute'],
    price: 79,
  },
  {
    path: ['Accessories', 'Jewellery'],
    nouns: ['hoop earrings', 'pendant necklace', 'signet ring', 'cuff bracelet'],
    materials: ['sterling silver', 'brass', 'gold vermeil', 'glass'],
    price: 45,
  },
  {
    path: ['Home', 'Bedding'],
    nouns: ['duvet cover', 'pillowcase pair', 'bedspread', 'fitted sheet'],
    materials: ['linen', 'percale', 'sateen', 'muslin'],
    price: 64,
  },
  {
    path: ['Home', 'Kitchen'],
    nouns: ['dinner plate set', 'chef’s knife', 'serving bowl', 'espresso cups'],
    materials: ['stoneware', 'steel', 'acacia wood', 'enamel'],
    price: 42,
  },
  {
    path: ['Home', 'Lighting'],
    nouns: ['table lamp', 'pendant light', 'floor lamp', 'wall light'],
    materials: ['brass', 'rattan', 'ceramic', 'blackened steel'],
    price: 98,
  },
  {
    path: ['Home', 'Textiles'],
    nouns: ['throw', 'cushion cover', 'rug', 'bath towel set'],
    materials: ['wool', 'cotton', 'jute', 'linen'],
    price: 48,
  },
  {
    path: ['Home', 'Storage'],
    nouns: ['shelf unit', 'basket', 'coat stand', 'storage box'],
    materials: ['oak', 'seagrass', 'powder-coated steel', 'bamboo'],
    price: 85,
  },
  {
    path: ['Garden', 'Outdoor living'],
    nouns: ['picnic blanket', 'planter', 'lantern', 'folding chair'],
    materials: ['wool', 'terracotta', 'galvanised steel', 'ash wood'],
    price: 52,
  },
];

const BRANDS: Readonly<Record<Style, readonly [string, string]>> = {
  minimal: ['Norra', 'Plainfold'],
  bohemian: ['Saffron Tide', 'Marisol'],
  outdoor: ['Fellside', 'Tarn & Pike'],
  classic: ['Harcourt', 'Aldwych Row'],
  playful: ['Pogo', 'Lemon Parade'],
  luxe: ['Maison Orel', 'Vellum'],
  industrial: ['Forge 12', 'Kiln & Co'],
  coastal: ['Saltmarsh', 'Driftline'],
};

const LOOKS: Readonly<
  Record<Style, { adjectives: readonly string[]; colours: readonly string[]; lines: readonly string[] }>
> = {
  minimal: {
    adjectives: ['clean-lined', 'pared-back', 'seamless'],
    colours: ['chalk', 'graphite', 'stone'],
    lines: [
      'Nothing on it that does not need to be there.',
      'Quiet shapes for calm rooms and easy mornings.',
      'Drawn with a ruler and softened by hand.',
      'It goes with all that you own, and asks for nothing.',
      'The detail is in the seams, where few will look.',
    ],
  },
  bohemian: {
    adjectives: ['hand-blocked', 'fringed', 'embroidered'],
    colours: ['saffron', 'rust', 'indigo'],
    lines: [
      'Printed by hand, so that no two are quite alike.',
      'Made for layering, travelling and staying late.',
      'Old patterns, found at markets and drawn anew.',
      'Put it beside something that does not match.',
      'It looks as if it had a story, and soon it has.',
    ],
  },
  outdoor: {
    adjectives: ['weatherproof', 'trail-ready', 'hard-wearing'],
    colours: ['moss', 'slate', 'ochre'],
    lines: [
      'Tested on wet hills by people who walk them.',
      'Takes mud, rain and years in its stride.',
      'Light enough to forget, strong enough to rely on.',
      'Every seam that takes a load is sewn twice.',
      'For the long way round, whatever the forecast says.',
    ],
  },
  classic: {
    adjectives: ['tailored', 'heritage', 'timeless'],
    colours: ['navy', 'camel', 'burgundy'],
    lines: [
      'The cut has not changed in forty years; it did not need to.',
      'As right for the office as for Sunday lunch.',
      'Made the slow way, to be handed on.',
      'Nobody will ask which year it is from.',
      'A good first choice, and a better second one.',
    ],
  },
  playful: {
    adjectives: ['colour-pop', 'scalloped', 'polka-dot'],
    colours: ['coral', 'lemon', 'mint'],
    lines: [
      'A small good mood for every day of the week.',
      'Bright, a little silly and very well made.',
      'For those who find grey days too grey.',
      'Children point at it, and their parents ask where it is from.',
      'Wear it, use it, make somebody smile.',
    ],
  },
  luxe: {
    adjectives: ['hand-finished', 'sumptuous', 'limited-edition'],
    colours: ['champagne', 'emerald', 'onyx'],
    lines: [
      'Finished by hand in a workshop of nine people.',
      'The one that you keep, and that is asked about.',
      'Made in small numbers, and then no more.',
      'The weight of it tells you before the label does.',
      'An evening begins when you take it out of its box.',
    ],
  },
  industrial: {
    adjectives: ['raw-edged', 'riveted', 'utility'],
    colours: ['gunmetal', 'charcoal', 'copper'],
    lines: [
      'Built like a tool, with every joint on show.',
      'Honest materials that look better with wear.',
      'Made in a former foundry, and it shows.',
      'Nothing is hidden: rivets, welds and all.',
      'Scratches are part of the plan.',
    ],
  },
  coastal: {
    adjectives: ['sun-washed', 'breezy', 'striped'],
    colours: ['sea blue', 'sand', 'driftwood'],
    lines: [
      'Washed soft, as if it had spent a summer by the sea.',
      'Light, airy and easy to live with.',
      'Colours taken from a harbour at low tide.',
      'Bring a little of the beach home, without the sand.',
      'For windows that are open and days without plans.',
    ],
  },
};

/** Makes `count` items; each department carries each style, some more than others. */
export function createCatalogue(count: number, random: Random): DemoItem[] {
  return Array.from({ length: count }, (_, index) => {
    const department = DEPARTMENTS[index % DEPARTMENTS.length] ?? random.pick(DEPARTMENTS);
    return createItem(index, department, random.pick(STYLES), random);
  });
}

function createItem(index: number, department: Department, style: Style, random: Random): DemoItem {
  const look = LOOKS[style];
  const colour = random.pick(look.colours);
  const material = random.pick(department.materials);
  const noun = random.pick(department.nouns);
  const adjective = random.pick(look.adjectives);
  const brand = random.pick(BRANDS[style]);
  const premium = style === 'luxe' ? 1.8 : style === 'playful' ? 0.75 : 1;
  const price = Math.max(900, Math.round(department.price * premium * Math.exp(0.35 * random.normal())) * 100 - 5);
  const [, group] = department.path;
  const details: ItemDetails = { adjective, material, noun, colour, brand, group, style: random.pick(look.lines) };
  return {
    itemId: `item-${String(index + 1).padStart(4, '0')}`,
    title: `${brand} ${adjective} ${material} ${noun}, ${colour}`,
    description: describeItem(details, createRandom(TEXTS + index)),
    category: department.path,
    brand,
    attributes: { colour, material },
    price,
    style,
    appeal: 0.8 * random.normal(),
  };
}

/** Words have their own chance, so that they may change while the world that is learned from stays the same. */
const TEXTS = 70_000;
