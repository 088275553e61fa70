import * as z from 'zod';
import { ShopId } from '../../core/platform/contract.ts';
import { RefreshId } from '../../core/profiles/refresh-contract.ts';
import { cutOff } from '../cut-off.ts';

/** What an execution is started with. */
export const RefreshProfilesInput = z.object({
  shop: ShopId,
  runId: RefreshId,
  /** Events after this are not counted. */
  until: z.iso.datetime(),
  /** The refresh whose clusters keep their ids and names; null where there was none. */
  previous: RefreshId.nullable(),
});
export type RefreshProfilesInput = z.infer<typeof RefreshProfilesInput>;

const Reference = z.object({ shop: ShopId, runId: RefreshId });

/** One part of the profiles is written and the refresh goes on, or it has failed and says why. */
const Part = Reference.extend({ step: z.literal('part'), part: z.int().min(0) });
const Failed = Reference.extend({ step: z.literal('failed'), reason: z.string() });
export const PublishProfilesInput = z.union([
  z.discriminatedUnion('step', [Part, Failed]),
  cutOff(RefreshProfilesInput, ({ input: { shop, runId }, reason }) =>
    Failed.parse({ shop, runId, step: 'failed', reason }),
  ),
]);
export type PublishProfilesInput = z.infer<typeof PublishProfilesInput>;

/** `next` is the part to write then; null when all are written. */
export const PublishProfilesOutput = z.object({ next: z.int().nullable() });
export type PublishProfilesOutput = z.infer<typeof PublishProfilesOutput>;
