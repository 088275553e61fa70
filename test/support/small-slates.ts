import { assignArm } from '../../core/experiments/assign-arm.ts';
import type { Recommendations } from '../../core/recommendations/contract.ts';
import { getRecommendations, type RecommendationRequest } from '../../functions/recommendations/get-recommendations.ts';
import { aNow, anItemRow, aShopProfile, aShopWorld, type ShopWorld } from './recommendations.ts';

export const rows = ['lamp', 'sofa', 'vase', 'rug', 'desk', 'bowl', 'shelf', 'chair'].map((itemId, index) =>
  anItemRow(itemId, { price: 1_000 * (index + 1), brand: index % 2 ? 'Norra' : 'Pogo' }),
);
export const popular = ['bowl', 'lamp', 'rug', 'sofa', 'shelf', 'chair'];
export const neighbours = { lamp: ['sofa', 'vase', 'rug'], sofa: ['desk', 'vase'] };
const at = (minute: number) => `2026-11-01T10:${String(minute).padStart(2, '0')}:00.000Z`;
const of = (itemId: string) => [{ itemId, quantity: 1, price: 1_000 }];
export const viewed = (itemId: string, minute = 1) => ({ timestamp: at(minute), items: of(itemId) });
export const did = (event: string, itemId: string, minute: number) => ({
  event,
  timestamp: at(minute),
  items: of(itemId),
  orderId: 'o',
});

/** The holdout is drawn by name; one is found for each arm. */
const nameIn = (arm: 'treated' | 'holdout') =>
  Array.from({ length: 1_000 }, (_, index) => `c${index}`).find(
    (name) => assignArm([name], { salt: 'salt', holdoutShare: 0.05 }) === arm,
  ) ?? '';
export const ann = nameIn('treated');
export const heldOut = nameIn('holdout');

type Query = Partial<RecommendationRequest['query']>;

export async function slateFor(world: Partial<ShopWorld>, query: Query = {}, customer = ann) {
  const { sources, decisions } = aShopWorld({ rows, neighbours, popular, ...world });
  const slate = await getRecommendations(
    {
      shop: aShopProfile,
      named: { customer },
      query: { surface: 'home', k: 4, ...query },
      requestId: 'request-1',
      now: aNow,
    },
    sources,
  );
  return { slate, ids: slate.items.map(({ itemId }) => itemId), decisions };
}

/** The codes of all reasons of a slate, in its order. */
export const codesOf = ({ items }: Pick<Recommendations, 'items'>) =>
  items.flatMap(({ reasons }) => reasons.map(({ code }) => code));
