import type { Random } from './random.ts';

/** What an item's description is told from. `style` is the sentence that its style adds. */
export interface ItemDetails {
  readonly adjective: string;
  readonly material: string;
  readonly noun: string;
  readonly colour: string;
  readonly brand: string;
  /** The second part of its category. */
  readonly group: string;
  readonly style: string;
}

type Say = (details: ItemDetails) => string;

const OPENINGS: readonly Say[] = [
  ({ adjective, noun, material }) => `${capitalise(adjective)} ${noun} in ${material}.`,
  ({ adjective, noun, material, colour }) => `${capitalise(adjective)} ${noun}, made of ${material} in ${colour}.`,
  ({ adjective, noun, material, colour }) => `In ${colour} ${material}: our ${adjective} ${noun}.`,
  ({ adjective, noun, material, colour }) => `Of ${material}, in ${colour}: our ${adjective} ${noun}.`,
];

const COLOURS: readonly Say[] = [
  ({ colour }) => `Colour: ${colour}.`,
  ({ colour }) => `Shown here in ${colour}.`,
  ({ colour }) => `In ${colour}.`,
];

const BRANDS: readonly Say[] = [({ brand }) => `From ${brand}.`, ({ brand }) => `By ${brand}.`, () => ''];

/** A thing to know of each material. */
const OF_MATERIAL: Readonly<Record<string, string>> = {
  linen: 'Linen breathes on warm days and softens with every wash.',
  viscose: 'Viscose falls softly and feels cool on the skin.',
  'organic cotton': 'The cotton is grown without pesticides.',
  silk: 'Silk is best washed by hand and dried flat.',
  merino: 'Merino keeps warm without weight, and airs out overnight.',
  alpaca: 'Alpaca is warmer than it looks and hardly ever itches.',
  cashmere: 'Cashmere likes a rest between two wears, and a comb.',
  'cotton knit': 'A cotton knit for the months when wool is too much.',
  leather: 'Leather darkens where hands touch it; some cream keeps it supple.',
  suede: 'Brush suede when it is dry, and keep it out of the rain.',
  canvas: 'Canvas is stiff at first and gives way within a week.',
  'recycled mesh': 'The mesh was bottles once; it lets air through and dries fast.',
  cotton: 'Plain cotton, washed at forty degrees, ready for the line.',
  corduroy: 'Corduroy with a fine wale, warm from autumn to spring.',
  'brushed cotton': 'Brushed on both sides, so that it is warm from the first minute.',
  twill: 'A close twill that holds its shape through the day.',
  denim: 'Denim that is rigid when new and yours after a month.',
  ripstop: 'Ripstop stops a small tear from becoming a large one.',
  wool: 'Wool sheds dirt and water, and wants little washing.',
  'waxed cotton': 'Waxed cotton turns rain away; wax it again once a year.',
  'recycled nylon': 'Nylon from old nets, light and quick to dry.',
  down: 'Down packs small and comes back with a shake.',
  jute: 'Jute is rough and strong, and smells faintly of hay.',
  'sterling silver': 'Silver tarnishes where it is not worn; a soft cloth brings it back.',
  brass: 'Brass is left without lacquer and takes on a patina.',
  'gold vermeil': 'Vermeil is gold on silver; keep perfume away from it.',
  glass: 'The glass is blown by mouth, with a bubble here and there.',
  percale: 'Percale is crisp and cool, like a good hotel.',
  sateen: 'Sateen has a faint shine and drapes heavily.',
  muslin: 'Muslin crinkles by itself and never needs an iron.',
  stoneware: 'Stoneware goes from the oven to the table and into the dishwasher.',
  steel: 'The steel is stainless and stays sharp or bright for years.',
  'acacia wood': 'Acacia wants a drop of oil now and then, and no dishwasher.',
  enamel: 'Enamel chips when dropped and goes on as before.',
  rattan: 'Rattan throws a pattern of light and shadow.',
  ceramic: 'The ceramic is glazed by hand, thicker at the foot.',
  'blackened steel': 'Steel, blackened with oil and sealed with wax.',
  oak: 'Solid oak that has grown slowly, oiled and not varnished.',
  seagrass: 'Seagrass is dry to the touch and smells of summer.',
  'powder-coated steel': 'The coating takes knocks and wipes clean.',
  bamboo: 'Bamboo grows back in three years; it is hard and light.',
  terracotta: 'Terracotta lets roots breathe; bring it in when it freezes.',
  'galvanised steel': 'Galvanised, so that it may stay out all year.',
  'ash wood': 'Ash bends where other woods break.',
};

/** How a thing of each group is worn or used. */
const OF_GROUP: Readonly<Record<string, readonly string[]>> = {
  Dresses: [
    'Falls to just below the knee, with pockets in the side seams.',
    'Wear it with boots in March and without in July.',
    'Cut with room to move, and a tie to bring it in.',
  ],
  Knitwear: [
    'Sits at the waist, with sleeves that reach the thumb.',
    'Warm enough alone in spring, and under a coat in winter.',
    'Knitted in one piece, so that no seam rubs.',
  ],
  Shoes: [
    'Fits as marked; between two sizes take the larger.',
    'The sole can be replaced, and should be one day.',
    'Wear them in for a week before you walk far.',
  ],
  Shirts: [
    'Works open over a T-shirt or buttoned to the top.',
    'Cut straight, long enough to stay tucked in.',
    'Spare buttons are sewn into the hem.',
  ],
  Trousers: [
    'Sits on the hip and narrows below the knee.',
    'Turn them up once and the inside shows.',
    'With a belt or without; the waist holds by itself.',
  ],
  Outerwear: [
    'Two pockets outside, one inside, all deep enough for a hand.',
    'Leaves room for a jumper beneath it.',
    'The hood folds away when the sky clears.',
  ],
  Bags: [
    'Holds a laptop, a book and lunch.',
    'The strap can be set to cross the body or to hang from a shoulder.',
    'Closes with a zip, with a small pocket for keys.',
  ],
  Jewellery: [
    'Light enough to be forgotten until somebody remarks on it.',
    'Comes in a small box that can be given as it is.',
    'Wear one alone, or three at once.',
  ],
  Bedding: [
    'Closes with buttons at the foot.',
    'Gets better until about the tenth wash, and stays there.',
    'Mix it with what is already in the cupboard.',
  ],
  Kitchen: [
    'Used every day in our own kitchen for a year before we sold it.',
    'Stacks with the others of its line.',
    'Goes on the table as it is.',
  ],
  Lighting: [
    'Takes a common bulb, which is not in the box.',
    'The cable is covered in cloth and long enough for a high shelf.',
    'Best with a warm bulb and nothing else switched on.',
  ],
  Textiles: [
    'Brings a corner together that has never looked finished.',
    'Shake it out of the window, wash it twice a year.',
    'Fold it over the arm of a chair.',
  ],
  Storage: [
    'Arrives flat and stands within a quarter of an hour.',
    'Takes what lies about, and lets you see where it went.',
    'Fits the alcove beside a door.',
  ],
  'Outdoor living': [
    'For balconies as much as for gardens.',
    'Carry it out in the morning and forget about it until dark.',
    'Stows away in the shed through winter.',
  ],
};

/** Three to six sentences: what it is, what is known of its kind, and at times its colour and its brand. */
export function describeItem(details: ItemDetails, random: Random): string {
  const told = [details.style, OF_MATERIAL[details.material], random.pick(OF_GROUP[details.group] ?? [''])];
  const dropped = random.below(2 * told.length); // in one of two texts, one sentence is left out
  const turned = random.below(told.length);
  const middle = told.filter((_, place) => place !== dropped);
  const opening = random.pick(OPENINGS)(details);
  const colour = opening.includes(details.colour) ? '' : random.pick(COLOURS)(details);
  const brand = random.pick(BRANDS)(details);
  return [opening, ...middle.slice(turned), ...middle.slice(0, turned), colour, brand].filter(Boolean).join(' ');
}

const capitalise = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
