import { basketAbandonment, winBack } from '../../core/campaigns/library.ts';
import type { QuietHours } from '../../core/channels/contract.ts';
import type { ApiClient } from '../api-client.ts';
import { verifySender } from '../inbox.ts';
import type { DemoShop } from './shop.ts';

const SENDER = 'shop@demo.example';
const CONSENTS_PER_REQUEST = 500;
/** Two in three agreed, and the same ones at every start. */
const isAgreed = (index: number) => index % 3 !== 0;

export interface DemoCampaignsOptions {
  readonly shop: DemoShop;
  /** Signs with the secret key. */
  readonly server: ApiClient;
  /** With its stage: `http://127.0.0.1:8080/v1`. */
  readonly apiUrl: string;
  /** @default the platform's: nobody is written to at night */
  readonly quietHours?: QuietHours;
}

/** Sets the demo shop up to write to its customers, and runs both campaigns once. A second start changes nothing. */
export async function startDemoCampaigns({ shop, server, apiUrl, quietHours }: DemoCampaignsOptions): Promise<void> {
  await verifySender(SENDER);
  await server.put('/channels', {
    from: { name: 'Demo shop', email: SENDER },
    publicUrl: apiUrl,
    shopUrl: 'https://demo.example/',
    itemUrl: 'https://demo.example/items/{itemId}',
    postalAddress: '1 Demo Street, Demo Town',
    timeZone: 'Europe/Berlin',
    ...(quietHours ? { quietHours } : {}),
  });
  const agreed = shop.shoppers.filter((_, index) => isAgreed(index));
  for (let first = 0; first < agreed.length; first += CONSENTS_PER_REQUEST) {
    const consents = agreed.slice(first, first + CONSENTS_PER_REQUEST).flatMap(({ customerId }) =>
      (['offers', 'reminders'] as const).map((topic) => ({
        customerId,
        topic,
        granted: true,
        at: '2026-01-01T00:00:00.000Z',
      })),
    );
    for (let at = 0; at < consents.length; at += CONSENTS_PER_REQUEST)
      await server.post('/consents', { consents: consents.slice(at, at + CONSENTS_PER_REQUEST) });
  }
  for (const [campaignId, definition] of [
    ['win-back', winBack],
    ['basket-abandonment', basketAbandonment],
  ] as const) {
    await server.post('/campaigns', { campaignId, definition, isActive: true });
    await server.post(`/campaigns/${campaignId}/run`, {}, { 'idempotency-key': `demo-${campaignId}` });
  }
}
