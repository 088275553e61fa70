import * as z from 'zod';
import type { CampaignRepository } from '../../core/campaigns/campaign-repository.ts';
import { CampaignId, RunId } from '../../core/campaigns/contract.ts';
import type { MessageRepository } from '../../core/campaigns/message-repository.ts';
import { withSuppression } from '../../core/channels/change-contact.ts';
import type { ContactRepository } from '../../core/channels/contact-repository.ts';
import { ShopId } from '../../core/platform/contract.ts';

const tag = <Schema extends z.ZodType>(value: Schema) => z.tuple([value]).transform(([one]) => one);

/** What SES tells of a message of ours, through EventBridge. Our own tags say which it is. */
export const DeliveryEvent = z.object({
  detail: z.object({
    eventType: z.string(),
    bounce: z.object({ bounceType: z.string() }).optional(),
    mail: z.object({
      timestamp: z.iso.datetime({ offset: true }),
      tags: z.object({
        shop: tag(ShopId),
        campaign: tag(CampaignId),
        run: tag(RunId),
        customer: tag(z.string().min(1).max(64)),
      }),
    }),
  }),
});
export type DeliveryEvent = z.infer<typeof DeliveryEvent>;

export interface RecordDeliveryPorts {
  readonly campaigns: Pick<CampaignRepository, 'updateRun' | 'findRun'>;
  readonly messages: Pick<MessageRepository, 'markSent' | 'react'>;
  readonly contacts: Pick<ContactRepository, 'change'>;
}

/**
 * That SES took a message settles it, even where the function that sent it died before it could say so. A hard bounce
 * or a complaint ends all mail to the address.
 */
export async function recordDelivery(
  { detail: { eventType, bounce, mail } }: DeliveryEvent,
  { campaigns, messages, contacts }: RecordDeliveryPorts,
  now: Date,
): Promise<void> {
  const { shop, campaign: campaignId, run: runId, customer } = mail.tags;
  const message = { shop, campaignId, runId, customer };
  const at = new Date(mail.timestamp).toISOString();
  if (!(await campaigns.findRun(shop, campaignId, runId))) return;
  await campaigns.updateRun(shop, campaignId, runId, { toldAt: now.toISOString() });
  if (eventType === 'Send' || eventType === 'Delivery') await messages.markSent(message, at);
  if (eventType === 'Delivery') await messages.react(message, 'deliveredAt', at);
  const isHard = eventType === 'Bounce' && bounce?.bounceType === 'Permanent';
  if (!isHard && eventType !== 'Complaint') return;
  const reason = isHard ? 'bounce' : 'complaint';
  await contacts.change(shop, customer, (contact) => withSuppression(contact, { reason, at: now.toISOString() }));
}
