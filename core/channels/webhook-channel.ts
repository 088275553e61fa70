import { Webhook } from 'standardwebhooks';
import { type Channel, NotTakenError, RejectedError } from './channel.ts';

const WAITED_MS = 5_000;

/**
 * Hands the message to the shop's own system, signed as Standard Webhooks asks (https://www.standardwebhooks.com).
 * The id is the message's, so a receiver that keeps ids takes a repeat once.
 */
export function createWebhookChannel(
  target: { readonly url: string; readonly secret: string },
  fetcher: typeof fetch = fetch,
): Channel {
  const webhook = new Webhook(target.secret);
  return {
    kind: 'webhook',
    isRepeatable: true,
    async send(message) {
      const at = new Date();
      const { messageId, campaignId, runId, customerId, subject, html, text, url, unsubscribeUrl } = message;
      const body = JSON.stringify({
        type: 'campaign.message',
        timestamp: at.toISOString(),
        data: { messageId, campaignId, runId, customerId, subject, html, text, url, unsubscribeUrl },
      });
      const answer = await fetcher(target.url, {
        method: 'POST',
        redirect: 'error',
        signal: AbortSignal.timeout(WAITED_MS),
        headers: {
          'content-type': 'application/json',
          'webhook-id': messageId,
          'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
          'webhook-signature': webhook.sign(messageId, at, body),
        },
        body,
      });
      if (answer.ok) return { providerId: messageId };
      if (answer.status === 410) throw new RejectedError('The webhook is gone');
      throw new NotTakenError(`The webhook answered ${answer.status}`);
    },
  };
}
