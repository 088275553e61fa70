import { KMSClient } from '@aws-sdk/client-kms';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { createCampaignRepository } from '../../core/campaigns/campaign-repository.ts';
import { type CampaignDefinition, messageIdOf } from '../../core/campaigns/contract.ts';
import type { ComposeEnv } from '../../core/campaigns/env.ts';
import { createMessageRepository } from '../../core/campaigns/message-repository.ts';
import html from '../../core/campaigns/templates/message.html';
import text from '../../core/campaigns/templates/message.txt';
import type { Channel } from '../../core/channels/channel.ts';
import { createContactRepository } from '../../core/channels/contact-repository.ts';
import type { ChannelKind, SendingSettings } from '../../core/channels/contract.ts';
import { createEmailChannel } from '../../core/channels/email-channel.ts';
import { createSendingRepository, type StoredSending } from '../../core/channels/sending-repository.ts';
import { createSignedLinks } from '../../core/channels/signed-link.ts';
import { createSlotChannel, createSlotRepository } from '../../core/channels/slot-repository.ts';
import { createWebhookChannel } from '../../core/channels/webhook-channel.ts';
import { createWebhookSecrets } from '../../core/channels/webhook-secrets.ts';
import { createIdentityRepository } from '../../core/customers/identity-repository.ts';
import { createStateRepository } from '../../core/customers/state-repository.ts';
import type { Decision } from '../../core/decisions/contract.ts';
import { createOutcomeRepository } from '../../core/experiments/outcome-repository.ts';
import { createItemRepository } from '../../core/items/item-repository.ts';
import { createModelRepository } from '../../core/models/model-repository.ts';
import type { ShopProfile } from '../../core/platform/contract.ts';
import { createCustomerEnvelopes } from '../../core/platform/customer-envelopes.ts';
import { createCustomerKeyRepository } from '../../core/platform/customer-key-repository.ts';
import { createDataKeys } from '../../core/platform/data-keys.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { ConflictError } from '../../core/platform/errors.ts';
import { createPseudonyms } from '../../core/platform/pseudonyms.ts';
import { createShopRepository } from '../../core/platform/shop-repository.ts';
import { createShopSecrets } from '../../core/platform/shop-secrets.ts';
import { createCandidateRepository } from '../../core/recommendations/candidate-repository.ts';
import { createRecipeRepository } from '../../core/recommendations/recipe-repository.ts';
import { createCachedMarks } from '../recommendations/cached-marks.ts';
import { createCachedRecipes, createCachedTotals } from '../recommendations/cached-recipes.ts';
import { getRecommendations } from '../recommendations/get-recommendations.ts';
import { type ComposedMessage, composeMessage, type Recipient } from './compose-message.ts';

/** All that composing and sending a message takes, made once for a function. */
export function createDeliverySources(env: ComposeEnv) {
  const documents = createDocumentClient();
  const shops = createShopRepository(documents, env.SHOPS_TABLE_NAME);
  const dataKeys = createDataKeys(new KMSClient(), env.SHOP_KEY_ID);
  const secrets = createShopSecrets(dataKeys, shops);
  const customerKeys = createCustomerKeyRepository(documents, env.CUSTOMER_KEYS_TABLE_NAME);
  const envelopes = createCustomerEnvelopes(secrets, customerKeys);
  const contacts = createContactRepository(documents, env.CAMPAIGNS_TABLE_NAME);
  const states = createStateRepository(documents, env.STATE_TABLE_NAME);
  const items = createItemRepository(documents, env.ITEMS_TABLE_NAME);
  const candidates = createCandidateRepository(documents, env.CANDIDATES_TABLE_NAME);
  const models = createModelRepository(documents, env.MODELS_TABLE_NAME);
  const recipes = createCachedRecipes(createRecipeRepository(documents, env.RECIPES_TABLE_NAME));
  const marks = createCachedMarks(items);
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

  /** The same use case as every surface. A test or a preview leaves no decision behind. */
  const recommendFor =
    (shop: ShopProfile, log: (decision: Decision) => Promise<void>) =>
    ({ person, message, now }: Recipient, k: number) =>
      getRecommendations(
        {
          shop,
          named: { customer: person.subject },
          query: { surface: 'email', k },
          requestId: `${messageIdOf(message)}.slate`,
          now,
        },
        {
          states,
          candidates,
          items: { getMany: items.getMany, ...marks },
          recipes,
          outcomes,
          pointers: async (id) => ({
            // Thousands at once would keep the re-ranker from those who wait; messages take what goes together.
            champion: undefined,
            recommender: undefined,
            lists: await models.candidatesPointer(id),
          }),
          score: async () => undefined,
          retrieve: async () => undefined,
          log,
          random: Math.random,
        },
      );

  return {
    documents,
    shops,
    contacts,
    states,
    envelopes,
    pseudonyms: createPseudonyms(dataKeys, shops),
    identities: createIdentityRepository(documents, env.IDENTITIES_TABLE_NAME, envelopes, customerKeys),
    campaigns: createCampaignRepository(documents, env.CAMPAIGNS_TABLE_NAME),
    messages: createMessageRepository(documents, env.CAMPAIGNS_TABLE_NAME, contacts),
    sending: createSendingRepository(documents, env.CAMPAIGNS_TABLE_NAME),
    queueDecision,

    compose:
      (shop: ShopProfile, sending: SendingSettings, definition: CampaignDefinition, isLogged: boolean) =>
      (recipient: Recipient): Promise<ComposedMessage> =>
        composeMessage(recipient, shop, sending, definition, {
          templates: { html, text },
          items,
          recommend: recommendFor(shop, isLogged ? queueDecision : async () => {}),
          issueLink: (claim) => links.issue(shop.shop, claim),
        }),

    async channelOf(shop: ShopProfile, kind: ChannelKind, { settings, sealedSecret }: StoredSending): Promise<Channel> {
      if (kind === 'email') return email;
      if (kind === 'on-site') return slots;
      if (!settings.webhookUrl || !sealedSecret)
        throw new ConflictError('This campaign goes out by webhook, and the shop has set no address: PUT /v1/channels');
      const secret = await webhookSecrets.open(shop.shop, sealedSecret);
      return createWebhookChannel({ url: settings.webhookUrl, secret });
    },
  };
}
