import { MessageReason } from '../../../core/campaigns/contract.ts';

/** The key of a reason's words; one that is not known here is told as such. */
export const reasonName = (reason: string) => {
  const { data } = MessageReason.safeParse(reason);
  return data ? (`campaign.reason.${data}` as const) : 'campaign.reason.other';
};
