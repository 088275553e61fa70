import { SESv2Client } from '@aws-sdk/client-sesv2';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { type CampaignDefinition, messageIdOf } from '../../core/campaigns/contract.ts';
import type { ComposeEnv } from '../../core/campaigns/env.ts';
import { createMessageRepository } from '../../core/campaigns/message-repository.ts';
import html from '../../core/campaigns/templates/message.html';
import text from '../../core/campaigns/templates/message.txt';
import type { Channel } from '../../core/channels/channel.ts';
import type { ChannelKind, SendingSettings } from '../../core/channels/contract.ts';
import { createEmailChannel } from '../../core/channels/email-channel.ts';
import type { StoredSending } from '../../core/channels/sending-repository.ts';
import { createSignedLinks } from '../../core/channels/signed-link.ts';
import { createSlotChannel, createSlotRepository } from '../../core/channels/slot-repository.ts';
import { createWebhookChannel } from '../../core/channels/webhook-channel.ts';
import { createWebhookSecrets } from '../../core/channels/webhook-secrets.ts';
import { createOutcomeRepository } from '../../core/experiments/outcome-repository.ts';
import type { ShopProfile } from '../../core/platform/contract.ts';
import { ConflictError } from '../../core/platform/errors.ts';
import type { InvocationRecord } from '../../core/platform/invocation-record.ts';
import { createPseudonyms } from '../../core/platform/pseudonyms.ts';
import { refusal } from '../../core/platform/refusal.ts';
import { createShortCache } from '../../core/platform/short-cache.ts';
import type { Recommendations } from '../../core/recommendations/contract.ts';
import { createRecipeRepository } from '../../core/recommendations/recipe-repository.ts';
import { createCachedRecipes, createCachedTotals } from '../recommendations/cached-recipes.ts';
import { createSlateSources } from '../recommendations/create-slate-sources.ts';
import { getRecommendations, type RecommendationSources } from '../recommendations/get-recommendations.ts';
import { askModestly } from './ask-modestly.ts';
import { createAudienceSources } from './audience-sources.ts';
import { type ComposedMessage, composeMessage, type Recipient } from './compose-message.ts';

/** All that composing and sending a message takes, made once for a function. */
export function createDeliverySources(env: ComposeEnv) {
  const audience = createAudienceSources(env);
  const { documents, shops, secrets } = audience;
  const slateSources = createSlateSources(documents, env);
  const recipes = createCachedRecipes(createRecipeRepository(documents, env.RECIPES_TABLE_NAME));
  const outcomes = createCachedTotals(createOutcomeRepository(documents, env.RECIPES_TABLE_NAME));
  const links = createSignedLinks(secrets);
  const sqs = new SQSClient();
  const email = createEmailChannel(new SESv2Client(), env.EMAIL_CONFIGURATION_SET);
  const slots = createSlotChannel(createSlotRepository(documents, env.CAMPAIGNS_TABLE_NAME), () => new Date());
  const webhookSecrets = createWebhookSecrets(secrets);

  const queueDecision = async (decision: object) => {
    await sqs.send(
      new SendMessageCommand({ QueueUrl: env.DECISIONS_QUEUE_URL, MessageBody: JSON.stringify(decision) }),
    );
  };

  /** The same use case as every surface, whose champion orders where it answers. */
  const recommendFor =
    (shop: ShopProfile, sources: RecommendationSources) =>
    ({ person, message, now }: Recipient, k: number) =>
      getRecommendations(
        {
          shop,
          named: { customer: person.subject },
          query: { surface: 'email', k },
          requestId: `${messageIdOf(message)}.slate`,
          now,
        },
        sources,
      );

  return {
    ...audience,
    pseudonyms: createPseudonyms(audience.dataKeys, shops),
    messages: createMessageRepository(documents, env.CAMPAIGNS_TABLE_NAME, audience.contacts),
    queueDecision,

    /** For one page, or one look at a message. A test or a preview leaves no decision behind. */
    compose(
      shop: ShopProfile,
      sending: SendingSettings,
      definition: CampaignDefinition,
      { isLogged, record }: { readonly isLogged: boolean; readonly record: InvocationRecord },
    ): (recipient: Recipient) => Promise<ComposedMessage> {
      const slates = slateSources(record);
      const recommend = recommendFor(shop, {
        ...slates,
        score: askModestly(slates.score),
        retrieve: askModestly(slates.retrieve),
        recipes,
        outcomes,
        log: isLogged ? queueDecision : async () => {},
        random: Math.random,
      });
      // A look at a message in both languages is at one slate.
      const ofMessage = createShortCache<Recommendations>();
      return (recipient) =>
        composeMessage(recipient, shop, sending, definition, {
          templates: { html, text },
          items: slates.items,
          recommend: (to, k) => ofMessage.get(messageIdOf(to.message), () => recommend(to, k)),
          issueLink: (claim) => links.issue(shop.shop, claim),
        });
    },

    async channelOf(shop: ShopProfile, kind: ChannelKind, { settings, sealedSecret }: StoredSending): Promise<Channel> {
      if (kind === 'email') return email;
      if (kind === 'on-site') return slots;
      if (!settings.webhookUrl || !sealedSecret) throw new ConflictError(refusal('no-webhook', {}));
      const secret = await webhookSecrets.open(shop.shop, sealedSecret);
      return createWebhookChannel({ url: settings.webhookUrl, secret });
    },
  };
}
