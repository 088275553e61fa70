import * as z from 'zod';
import { ShopId } from '../../core/platform/contract.ts';
import { RefreshId } from '../../core/profiles/refresh-contract.ts';

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
export const PublishProfilesInput = z.discriminatedUnion('step', [
  Reference.extend({ step: z.literal('part'), part: z.int().min(0) }),
  Reference.extend({ step: z.literal('failed'), reason: z.string() }),
]);
export type PublishProfilesInput = z.infer<typeof PublishProfilesInput>;

/** `next` is the part to write then; null when all are written. */
export const PublishProfilesOutput = z.object({ next: z.int().nullable() });
export type PublishProfilesOutput = z.infer<typeof PublishProfilesOutput>;
