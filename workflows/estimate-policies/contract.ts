import * as z from 'zod';
import { EstimateId } from '../../core/experiments/estimate-contract.ts';
import { ShopId } from '../../core/platform/contract.ts';
import { Surface } from '../../core/recommendations/contract.ts';
import { cutOff } from '../cut-off.ts';

const Reference = z.object({ shop: ShopId, surface: Surface, estimateId: EstimateId });

/** What an execution is started with. */
export const EstimatePoliciesInput = Reference.extend({
  /** The job's command line: at most a hundred words of 256 characters, as SageMaker has it. */
  words: z.array(z.string().max(256)).min(1).max(100),
});
export type EstimatePoliciesInput = z.infer<typeof EstimatePoliciesInput>;

/** The job has left its answer, or the estimate has failed and says why. */
const Done = Reference.extend({ status: z.literal('done') });
const Failed = Reference.extend({ status: z.literal('failed'), reason: z.string() });
export const EndEstimateInput = z.union([
  z.discriminatedUnion('status', [Done, Failed]),
  cutOff(EstimatePoliciesInput, ({ input: { shop, surface, estimateId }, reason }) =>
    Failed.parse({ shop, surface, estimateId, status: 'failed', reason }),
  ),
]);
export type EndEstimateInput = z.infer<typeof EndEstimateInput>;
export const EndEstimateOutput = z.object({ status: z.enum(['done', 'failed']) });
export type EndEstimateOutput = z.infer<typeof EndEstimateOutput>;
