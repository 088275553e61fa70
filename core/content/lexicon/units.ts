/** Units by the names that texts give them, each to one spelling. */
const SPELLINGS: Readonly<Record<string, readonly string[]>> = {
  cm: ['cm', 'centimeter', 'centimeters', 'centimetre', 'centimetres', '厘米', '公分'],
  mm: ['mm', 'millimeter', 'millimeters', 'millimetre', 'millimetres', '毫米'],
  m: ['m', 'meter', 'meters', 'metre', 'metres', '米'],
  in: ['in', 'inch', 'inches', '"', '英寸', '寸'],
  ft: ['ft', 'foot', 'feet', '英尺'],
  g: ['g', 'gram', 'grams', '克'],
  kg: ['kg', 'kilo', 'kilos', 'kilogram', 'kilograms', '公斤', '千克'],
  lb: ['lb', 'lbs', 'pound', 'pounds', '磅'],
  oz: ['oz', 'ounce', 'ounces', '盎司'],
  l: ['l', 'liter', 'liters', 'litre', 'litres', '升'],
  ml: ['ml', 'milliliter', 'milliliters', 'millilitre', 'millilitres', '毫升'],
  w: ['w', 'watt', 'watts', '瓦'],
  v: ['v', 'volt', 'volts', '伏'],
  mah: ['mah', '毫安'],
  gb: ['gb', 'gigabyte', 'gigabytes'],
  tb: ['tb', 'terabyte', 'terabytes'],
  mp: ['mp', 'megapixel', 'megapixels', '万像素'],
  '%': ['%', 'percent', 'per cent'],
  hour: ['h', 'hour', 'hours', '小时'],
  day: ['day', 'days', '天'],
  year: ['year', 'years', '年', '岁'],
  piece: ['piece', 'pieces', 'pc', 'pcs', '件', '个', '只'],
};

const BY_NAME = new Map(
  Object.entries(SPELLINGS).flatMap(([unit, names]) => names.map((name) => [name, unit] as const)),
);

/** The one spelling of a unit; a word that is none (pockets, strings) stands for itself, without its plural. */
export function unitNamed(name: string): string {
  const lower = name.toLowerCase();
  return BY_NAME.get(lower) ?? (lower.length > 3 ? lower.replace(/s$/, '') : lower);
}
