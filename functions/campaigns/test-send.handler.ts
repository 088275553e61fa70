import { CampaignPath, TestSendReceipt, TestSendRequest } from '../../core/campaigns/contract.ts';
import { TestSendEnv } from '../../core/campaigns/env.ts';
import { NotTakenError, RejectedError } from '../../core/channels/channel.ts';
import { UnavailableError, ValidationError } from '../../core/platform/errors.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { refusal } from '../../core/platform/refusal.ts';
import { createRequestLedger } from '../../core/platform/request-ledger.ts';
import { createDeliverySources } from './delivery-sources.ts';
import { exampleRecipient } from './example-recipient.ts';

const env = readEnv(TestSendEnv);
const sources = createDeliverySources(env);
const idempotency = createRequestLedger(sources.documents, env.REQUESTS_TABLE_NAME);

export const handler = httpHandler(
  { path: CampaignPath, body: TestSendRequest, response: TestSendReceipt, idempotency },
  async ({ campaignId, email, language }, { shop, now, requestId, record }) => {
    const [profile, stored, { definition }] = await Promise.all([
      sources.shops.get(shop),
      sources.sending.get(shop),
      sources.campaigns.get(shop, campaignId),
    ]);
    const recipient = exampleRecipient(campaignId, language, undefined, now, language === 'zh' ? '安' : 'Ann');
    const composed = await sources.compose(profile, stored.settings, definition, { isLogged: false, record })(
      recipient,
    );
    const channel = await sources.channelOf(profile, 'email', stored);
    const { runId, customer } = recipient.message;
    const message = {
      ...composed,
      ...{ shop, campaignId, runId, customer, email, customerId: customer, sending: stored.settings },
      messageId: requestId,
      subject: `[Test] ${composed.subject}`,
    };
    return channel.send(message).catch((cause: unknown) => {
      if (cause instanceof RejectedError)
        throw new ValidationError(refusal('mail-rejects', {}), [{ pointer: '#/email', detail: cause.message }], {
          cause,
        });
      if (cause instanceof NotTakenError) throw new UnavailableError(refusal('mail-asleep', {}), { cause });
      throw cause;
    });
  },
);
