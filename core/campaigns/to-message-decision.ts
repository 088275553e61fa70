import type { MessageDecision } from '../decisions/contract.ts';
import { type CampaignDefinition, type Message, messageIdOf } from './contract.ts';

/**
 * What was decided for one customer, as the one log of decisions keeps it. The propensity is that of the arm, which is
 * the only thing that was left to chance.
 */
export function toMessageDecision(
  message: Message,
  { holdoutShare, kind }: Pick<CampaignDefinition, 'holdoutShare' | 'kind'>,
): MessageDecision {
  const { shop, customer, campaignId, version, runId, arm, holdout, status, reason, channel, language, slate } =
    message;
  return {
    requestId: messageIdOf(message),
    shop,
    customer,
    isKnown: true,
    kind: 'message',
    surface: channel,
    at: message.at,
    experimentArm: arm,
    ...(holdout === undefined ? {} : { holdout }),
    modelVersion: `${campaignId}@${version}`,
    policy: kind,
    campaignId,
    runId,
    status,
    ...(reason === undefined ? {} : { reason }),
    language,
    propensity: arm === null || holdout === 'shop' ? 1 : arm === 'treated' ? 1 - holdoutShare : holdoutShare,
    slate,
  };
}
