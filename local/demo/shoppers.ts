import { STYLES } from './catalogue.ts';
import type { Random } from './random.ts';

export interface DemoShopper {
  readonly customerId: string;
  readonly anonymousId: string;
  readonly email: string;
  readonly name: string;
  readonly country: string;
  /** Latent liking of each style, in the order of STYLES; sums to 1. */
  readonly taste: readonly number[];
  /** Departments that this person buys from at all. */
  readonly departments: readonly string[];
  /** Log price that feels right. */
  readonly budget: number;
  readonly visitsPerMonth: number;
  /** Chance of being gone for good after each visit. */
  readonly lapse: number;
  readonly device: 'desktop' | 'mobile' | 'tablet';
}

const FIRST = [
  'Ada',
  'Bruno',
  'Carmen',
  'Deniz',
  'Elin',
  'Farid',
  'Grace',
  'Hugo',
  'Ines',
  'Jonas',
  'Kaya',
  'Liam',
  'Mei',
  'Nadia',
  'Oskar',
  'Priya',
  'Quentin',
  'Rosa',
  'Samir',
  'Tess',
  'Uma',
  'Viktor',
  'Wen',
  'Yara',
  'Zoe',
];
const LAST = [
  'Adler',
  'Barros',
  'Chen',
  'Dufour',
  'Eriksen',
  'Fischer',
  'Green',
  'Haddad',
  'Ito',
  'Jansen',
  'Kowalski',
  'Lopez',
  'Moreau',
  'Novak',
  'Okafor',
  'Petrov',
  'Quinn',
  'Rossi',
  'Silva',
  'Tanaka',
  'Ueda',
  'Varga',
  'Weber',
  'Young',
  'Zhang',
];
const GROUPS = ['Women', 'Men', 'Accessories', 'Home', 'Garden'];

export function createShoppers(count: number, random: Random): DemoShopper[] {
  return Array.from({ length: count }, (_, index) => createShopper(index, random));
}

function createShopper(index: number, random: Random): DemoShopper {
  const liking = STYLES.map(() => Math.exp(2.2 * random.normal()));
  const total = liking.reduce((sum, value) => sum + value, 0);
  const wardrobe = random.uniform() < 0.55 ? 'Women' : 'Men';
  const first = random.pick(FIRST);
  const last = random.pick(LAST);
  return {
    customerId: `customer-${String(index + 1).padStart(5, '0')}`,
    anonymousId: `browser-${String(index + 1).padStart(5, '0')}`,
    email: `${first}.${last}.${index + 1}@example.com`.toLowerCase(),
    name: `${first} ${last}`,
    country: random.pick(['GB', 'DE', 'FR', 'NL', 'SE', 'US', 'CN']),
    taste: liking.map((value) => value / total),
    departments: GROUPS.filter(
      (group) => group === wardrobe || (!['Women', 'Men'].includes(group) && random.uniform() < 0.6),
    ),
    budget: Math.log(6_000) + 0.45 * random.normal(),
    visitsPerMonth: Math.exp(-0.35 + 0.8 * random.normal()),
    lapse: 0.03 + 0.2 * random.uniform() ** 2,
    device: random.pick(['mobile', 'mobile', 'mobile', 'desktop', 'tablet']),
  };
}
