import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { RankAudienceEnv } from '../../core/campaigns/env.ts';
import { createModelRepository } from '../../core/models/model-repository.ts';
import { NotFoundError } from '../../core/platform/errors.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { stepHandler } from '../../core/platform/step-handler.ts';
import { RankAudienceOutput, RunReference } from '../../workflows/run-campaign/contract.ts';
import { createAudienceSources } from './audience-sources.ts';
import { rankAudience } from './rank-audience.ts';
import { createResponseScorer } from './score-responses.ts';

const env = readEnv(RankAudienceEnv);
const sources = createAudienceSources(env);
const models = createModelRepository(sources.documents, env.MODELS_TABLE_NAME);
const score = createResponseScorer(new SageMakerRuntimeClient({ maxAttempts: 1 }), models);

export const handler = stepHandler(
  { input: RunReference, output: RankAudienceOutput },
  async (run, { now, record }) => {
    const { shop, campaignId, runId } = run;
    const begun = await sources.campaigns.findRun(shop, campaignId, runId);
    if (!begun) throw new NotFoundError('This run was never begun');
    const [profile, campaign] = await Promise.all([
      sources.shops.get(shop),
      sources.campaigns.getVersion(shop, campaignId, begun.version),
    ]);
    const ports = { audience: sources, campaigns: sources.campaigns, score };
    const targeting = await rankAudience(run, profile, campaign, ports, { now, record });
    record.fact('targeting', targeting?.status);
    return { status: targeting?.status ?? null };
  },
);
