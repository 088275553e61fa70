import type { ShopProfile } from '../../core/platform/contract.ts';

export const aShop = (overrides: Partial<ShopProfile> = {}): ShopProfile => ({
  shop: 'demo',
  name: 'Demo shop',
  currency: 'EUR',
  wrappedSecret: 'wrapped',
  experimentSalt: 'salt',
  holdoutShare: 0.05,
  createdAt: '2026-11-01T00:00:00.000Z',
  ...overrides,
});
