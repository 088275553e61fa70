import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { ModelPlans } from './contract.ts';

/** Lambda's whole environment may have 4 KB; the rest of a function's takes less than half. */
const MOST_BYTES = 2_400;

/** The plans as one setting of a function: JSON, deflated (RFC 1951), in base64. The same plans give the same text. */
export function packPlans(plans: ModelPlans): string {
  const packed = deflateRawSync(JSON.stringify(plans)).toString('base64');
  if (packed.length <= MOST_BYTES) return packed;
  throw new RangeError(`The plans of the models take ${packed.length} bytes packed, at most ${MOST_BYTES} fit`);
}

export const unpackPlans = (packed: string): ModelPlans =>
  ModelPlans.parse(JSON.parse(inflateRawSync(Buffer.from(packed, 'base64')).toString('utf8')));
