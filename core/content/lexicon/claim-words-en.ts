import { linesOf, wordsOf } from './words-of.ts';

export const COLOURS_EN = wordsOf(`
amber aqua aquamarine azure beige black blue blush bordeaux brass-coloured brown bronze burgundy camel cerulean champagne
charcoal chestnut chocolate cobalt cognac copper coral cream crimson cyan denim-blue ebony ecru emerald fuchsia gold
golden graphite gray green grey gunmetal indigo ivory jade khaki lavender lemon lilac lime magenta mahogany maroon mauve
mint monochrome multicolor multicolored multicolour mustard navy ochre off-white olive onyx orange pastel peach pearl
periwinkle pink plum purple red rose rose-gold ruby rust sage salmon sand sapphire scarlet sepia silver slate stone tan
taupe teal terracotta turquoise two-tone vermilion violet white wine yellow
`);

export const MATERIALS_EN = wordsOf(`
acacia acetate acrylic alloy alpaca aluminium aluminum ash bamboo beech birch bone brass bronze burlap canvas carbon
cardboard cashmere cedar cement ceramic chenille chiffon chrome clay concrete copper corduroy cork cotton crystal denim
down ebony elastane enamel fabric faux-fur faux-leather feather felt fiberglass fleece flannel foam fur glass gold granite
hemp iron jersey jute lace latex leather linen lycra mahogany maple marble mdf merino mesh metal microfiber modal muslin
neoprene nickel nylon oak oilcloth organza paper pearl percale pewter pine plastic platinum plush plywood polyester
polyurethane porcelain pvc quartz ramie rattan rayon resin rosewood rubber sandstone sateen satin seagrass sequin
sequined sherpa silicone silk silver slate spandex spruce stainless steel stone stoneware straw suede teak terracotta
tin titanium tulle tweed twill velour velvet vermeil vinyl viscose walnut wax waxed wicker wood wooden wool woolen woollen
zinc
`);

export const SIZES_EN = wordsOf(`
big bulky compact extra-large extra-small full-size giant huge king-size large lightweight mini miniature narrow oversized
petite plus-size pocket-sized queen-size small tall tiny wide xl xs xxl
`);

/** Whom an item is for: groups that exclude one another, by the word that stands for the group. */
export const AUDIENCES_EN: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ['women', 'woman', "women's", 'lady', 'ladies', 'feminine', 'female', 'her'].map((word) => [word, 'women']),
  ),
  ...Object.fromEntries(
    ['men', 'man', "men's", 'gentleman', 'gentlemen', "gentleman's", 'masculine', 'male'].map((word) => [word, 'men']),
  ),
  ...Object.fromEntries(
    ['baby', 'babies', 'infant', 'infants', 'newborn', 'newborns', 'toddler', 'toddlers'].map((word) => [
      word,
      'babies',
    ]),
  ),
  ...Object.fromEntries(
    ['kid', 'kids', 'child', 'children', "children's", 'girl', 'girls', 'boy', 'boys'].map((word) => [
      word,
      'children',
    ]),
  ),
};

/** Words that rank an item above all others. No catalogue can show that they are true. */
export const SUPERLATIVE_EN =
  /\b(?:(?:the )?(?:very )?(?:best|finest|greatest|ultimate|most|leading|top-rated|world-class|unparalleled|unrivalled|unrivaled|unmatched|unbeatable|incomparable|number one|no\. ?1)|#1|second to none|(?:soft|light|strong|tough|fast|smart|rich|pure|fresh|smooth|cool|warm|high|bright|thin|small|large|fair|safe|cheap|low)est)\b/gi;

/** Adjectives among the claims that a sentence can lose without losing its grammar. */
export const SUPERLATIVE_ADJECTIVES_EN = wordsOf('ultimate finest unparalleled unrivalled unrivaled unmatched');

export const NUMBER_WORDS_EN: Readonly<Record<string, number>> = {
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  dozen: 12,
  twenty: 20,
  thirty: 30,
  fifty: 50,
  hundred: 100,
  thousand: 1000,
  half: 0.5,
  double: 2,
  dual: 2,
  triple: 3,
};

/** A trailing part that begins so can be cut, and what is before it stays a sentence. */
export const CUT_BEFORE_EN = linesOf(`
perfect for
perfect to
ideal for
featuring
with
made
crafted
designed
ensuring
making
offering
adding
bringing
providing
creating
complete with
complemented by
adorned with
while
whether
that
which
and
plus
from
`);

/** A sentence needs one of these to be one after a cut. */
export const VERBS_EN = wordsOf(`
add adds are be bring brings brighten can capture captures celebrate choose combine combines complement complements
complete completes create creates deserves discover elevate elevates embark embodies embrace enhance enhances enjoy
exudes experience explore express find fits get give gives has have imagine impress indulge infuse introducing is
it's let love make makes meet meets offer offers pair pairs reflects showcase showcases speaks step take treat transform
transforms turn unleash unveil wear welcome will
`);
