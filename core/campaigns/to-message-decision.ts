import type { MessageDecision } from '../decisions/contract.ts';
import { type CampaignDefinition, type Message, messageIdOf } from './contract.ts';

/**
 * What was decided for one customer, as the one log of decisions keeps it. The propensity is that of all that was left
 * to chance: whether somebody unlikely to respond was tried all the same, and the arm.
 */
export function toMessageDecision(
  message: Message,
  { holdoutShare, kind }: Pick<CampaignDefinition, 'holdoutShare' | 'kind'>,
): MessageDecision {
  const {
    shop,
    customer,
    campaignId,
    version,
    runId,
    arm,
    holdout,
    status,
    reason,
    channel,
    language,
    slate,
    response,
  } = message;
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
    propensity: (response?.propensity ?? 1) * chanceOfArm(message, holdoutShare),
    ...(response ? { score: response.score } : {}),
    slate,
  };
}

function chanceOfArm({ arm, holdout }: Pick<Message, 'arm' | 'holdout'>, holdoutShare: number): number {
  if (arm === null || holdout === 'shop') return 1;
  return arm === 'treated' ? 1 - holdoutShare : holdoutShare;
}
