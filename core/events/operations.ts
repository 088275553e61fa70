import * as z from 'zod';
import type { Operation } from '../platform/operation.ts';
import { rowsOf } from '../platform/parse-rows.ts';
import { COLLECT_LIMITS, CollectReceipt } from './contract.ts';
import { AliasCall, IdentifyCall, PageCall, SegmentCall, TrackCall } from './segment-call.ts';

const BatchCall = z.object({
  batch: rowsOf(SegmentCall, COLLECT_LIMITS.batchEvents),
  sentAt: z.iso.datetime().optional(),
});

const call = (path: string, summary: string, body: z.ZodType): Operation => ({
  method: 'POST',
  path,
  summary,
  area: 'events',
  roles: ['server', 'browser'],
  body,
  response: CollectReceipt,
});

/** Segment's tracking API; the write key is the user name of Basic. */
export const eventOperations: readonly Operation[] = [
  call('/track', 'Takes one event', TrackCall),
  call('/identify', 'Says whose browser it is, and what is known of the customer', IdentifyCall),
  call('/page', 'Takes one page view', PageCall),
  call('/alias', 'Says that a browser, by its anonymous id `previousId`, is the customer `userId`', AliasCall),
  call('/batch', 'Takes up to 1,000 calls at once', BatchCall),
];
