import * as z from 'zod';
import { ChannelKind } from '../channels/contract.ts';
import { CampaignDefinition, Language } from './contract.ts';

const moment = z.iso.datetime({ offset: true });

/** One message that might be sent, with what was known of its customer before. The container makes features of it. */
export const ResponseQuestion = z.object({
  at: moment,
  kind: CampaignDefinition.shape.kind,
  channel: ChannelKind,
  language: Language,
  /** The last things that they did, any order; as many as the online state remembers. */
  interactions: z.array(z.object({ at: moment, kind: z.string() })).max(50),
  /** When they ordered. */
  orders: z.array(moment).max(500),
  /** When they were written to. */
  contacted: z.array(moment).max(500),
});
export type ResponseQuestion = z.infer<typeof ResponseQuestion>;

export const ResponseScoringRequest = z.object({ questions: z.array(ResponseQuestion).min(1).max(200) });
export type ResponseScoringRequest = z.infer<typeof ResponseScoringRequest>;

/** Probabilities of a response, in the order of the questions. */
export const ResponseScores = z.object({
  modelVersion: z.string(),
  scorer: z.string(),
  probabilities: z.array(z.number().min(0).max(1)),
});
export type ResponseScores = z.infer<typeof ResponseScores>;
