import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { ShopId } from '../platform/contract.ts';
import type { CustomerEnvelopes } from '../platform/customer-envelopes.ts';
import { NotFoundError } from '../platform/errors.ts';
import { RenderedMessage } from './contract.ts';

/** What was written to somebody, packed, under their own key: erasing the person makes it unreadable. */
export async function sealContent(
  shop: ShopId,
  customer: string,
  { subject, html, text }: RenderedMessage,
  envelopes: Pick<CustomerEnvelopes, 'seal'>,
): Promise<string> {
  const packed = deflateRawSync(JSON.stringify({ subject, html, text })).toString('base64');
  return envelopes.seal(shop, customer, packed);
}

/** Null where the customer has been erased. */
export async function openContent(
  shop: ShopId,
  customer: string,
  sealed: string,
  envelopes: Pick<CustomerEnvelopes, 'open'>,
): Promise<RenderedMessage | null> {
  try {
    const packed = Buffer.from(await envelopes.open(shop, customer, sealed), 'base64');
    return RenderedMessage.parse(JSON.parse(inflateRawSync(packed).toString('utf8')));
  } catch (error) {
    if (error instanceof NotFoundError) return null;
    throw error;
  }
}
