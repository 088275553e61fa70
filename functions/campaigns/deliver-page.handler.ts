import { ComposeEnv } from '../../core/campaigns/env.ts';
import { sealContent } from '../../core/campaigns/sealed-content.ts';
import { toMessageDecision } from '../../core/campaigns/to-message-decision.ts';
import { NotFoundError } from '../../core/platform/errors.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { stepHandler } from '../../core/platform/step-handler.ts';
import { DeliverPageInput, DeliverPageOutput } from '../../workflows/run-campaign/contract.ts';
import { deliverPage } from './deliver-page.ts';
import { createDeliverySources } from './delivery-sources.ts';

const sources = createDeliverySources(readEnv(ComposeEnv));

export const handler = stepHandler(
  { input: DeliverPageInput, output: DeliverPageOutput },
  async ({ shop, campaignId, runId, ...page }, { record }) => {
    const run = await sources.campaigns.findRun(shop, campaignId, runId);
    if (!run) throw new NotFoundError('This run was never begun');
    const [profile, stored, campaign] = await Promise.all([
      sources.shops.get(shop),
      sources.sending.get(shop),
      sources.campaigns.getVersion(shop, campaignId, run.version),
    ]);
    const { channel: kind } = campaign.definition;
    const channel = await sources.channelOf(profile, kind, stored);
    const delivered = await deliverPage({ shop: profile, sending: stored.settings, campaign, run }, page, {
      ...sources,
      channel,
      compose: sources.compose(profile, stored.settings, campaign.definition, true),
      seal: (customer, message) => sealContent(shop, customer, message, sources.envelopes),
      log: async (message) => {
        record.count(message.status === 'sent' ? 'MessageSent' : 'MessageNotSent');
        await sources.queueDecision(toMessageDecision(message, campaign.definition));
      },
      now: () => new Date(),
    });
    record.fact('shop', shop);
    record.fact('campaign', campaignId);
    return delivered;
  },
);
