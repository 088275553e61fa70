import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { ComposeEnv } from '../../core/campaigns/env.ts';
import { sealContent } from '../../core/campaigns/sealed-content.ts';
import { toMessageDecision } from '../../core/campaigns/to-message-decision.ts';
import { createModelRepository } from '../../core/models/model-repository.ts';
import { NotFoundError } from '../../core/platform/errors.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { stepHandler } from '../../core/platform/step-handler.ts';
import { DeliverPageInput, DeliverPageOutput } from '../../workflows/run-campaign/contract.ts';
import { deliverPage } from './deliver-page.ts';
import { createDeliverySources } from './delivery-sources.ts';
import { createResponseScorer } from './score-responses.ts';

const env = readEnv(ComposeEnv);
const sources = createDeliverySources(env);
const score = createResponseScorer(
  new SageMakerRuntimeClient({ maxAttempts: 1 }),
  createModelRepository(sources.documents, env.MODELS_TABLE_NAME),
);

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
      score: async (questions) => {
        const answer = await score(shop, questions, record);
        return answer.status === 'scored' ? answer.probabilities : undefined;
      },
      leaveUnranked: async () => {
        if (run.targeting && !run.targeting.isPartial)
          await sources.campaigns.updateRun(shop, campaignId, runId, {
            targeting: { ...run.targeting, isPartial: true },
          });
      },
      compose: sources.compose(profile, stored.settings, campaign.definition, { isLogged: true, record }),
      seal: (customer, message) => sealContent(shop, customer, message, sources.envelopes),
      log: async (message) => {
        record.count(message.status === 'sent' ? 'MessageSent' : 'MessageNotSent');
        await sources.queueDecision(toMessageDecision(message, campaign.definition));
      },
      onBroken: (error) => {
        record.count('MessageBroken');
        // Its words may hold what it stumbled over, which is a person's.
        record.fact('brokenBy', error instanceof Error ? error.name : typeof error);
      },
      now: () => new Date(),
    });
    record.fact('shop', shop);
    record.fact('campaign', campaignId);
    return delivered;
  },
);
