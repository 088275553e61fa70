import { shareOf } from '../experiments/assign-arm.ts';
import type { Pointer, Variant } from './contract.ts';

/** The endpoint that serves this customer. The same customer stays with the same one while the weights stand. */
export function chooseVariant(
  { variants, revision }: Pick<Pointer, 'variants' | 'revision'>,
  subject: string,
): Variant {
  const share = shareOf(`canary:${revision}`, subject);
  let upTo = 0;
  const chosen = variants.find(({ weight }) => {
    upTo += weight;
    return share < upTo;
  });
  const last = chosen ?? variants.at(-1);
  if (!last) throw new RangeError('a pointer names at least one endpoint');
  return last;
}
