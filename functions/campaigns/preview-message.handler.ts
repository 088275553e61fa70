import { CampaignPath, Preview, PreviewRequest } from '../../core/campaigns/contract.ts';
import { ComposeEnv } from '../../core/campaigns/env.ts';
import { faultsOfCopy } from '../../core/campaigns/render-message.ts';
import { readCustomerState } from '../../core/customers/read-customer-state.ts';
import { ValidationError } from '../../core/platform/errors.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { refusal } from '../../core/platform/refusal.ts';
import { createDeliverySources } from './delivery-sources.ts';
import { exampleRecipient } from './example-recipient.ts';

const sources = createDeliverySources(readEnv(ComposeEnv));

export const handler = httpHandler(
  { path: CampaignPath, body: PreviewRequest, response: Preview },
  async ({ campaignId, customerId, definition: draft }, { shop, now, record }) => {
    const [profile, { settings }, { pseudonymOf }] = await Promise.all([
      sources.shops.get(shop),
      sources.sending.get(shop),
      sources.pseudonyms.of(shop),
    ]);
    const definition = draft ?? (await sources.campaigns.get(shop, campaignId)).definition;
    const faults = faultsOfCopy(definition);
    if (faults.length) throw new ValidationError(refusal('not-liquid', {}), faults);
    const person =
      customerId === undefined
        ? undefined
        : await readCustomerState(shop, { customer: pseudonymOf('customer', customerId) }, sources.states);
    const compose = sources.compose(profile, settings, definition, { isLogged: false, record });
    const [en, zh] = await Promise.all([
      compose(exampleRecipient(campaignId, 'en', person, now, 'Ann')),
      compose(exampleRecipient(campaignId, 'zh', person, now, '安')),
    ]);
    return { en, zh };
  },
);
