import { shareOf } from '../experiments/assign-arm.ts';
import type { Pointer, Variant } from './contract.ts';

/**
 * The endpoint that serves this customer. The last endpoint of a pointer is its challenger: each canary is drawn anew,
 * and while it lasts its customers stay in it, also when its share grows.
 */
export function chooseVariant({ variants }: Pick<Pointer, 'variants'>, subject: string): Variant {
  const last = variants.at(-1);
  if (!last) throw new RangeError('a pointer names at least one endpoint');
  const share = shareOf(`canary:${last.endpointName}`, subject);
  let upTo = 0;
  const chosen = variants.find(({ weight }) => {
    upTo += weight;
    return share < upTo;
  });
  return chosen ?? last;
}
