import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import * as z from 'zod';
import { createApiClient } from '../../../local/api-client.ts';
import { newId, outputs, platform, type Shop, shopWith } from './platform.ts';

const Created = z.object({ shop: z.string(), secretKey: z.string(), publishableKey: z.string() });

/** Another tenant of the same platform, empty. */
export async function openShop(): Promise<Shop & { readonly id: string }> {
  const Payload = JSON.stringify({ shop: newId('shop').slice(0, 20), name: 'Another shop', currency: 'EUR' });
  const FunctionName = outputs.CreateShopFunctionName;
  const answer = await new LambdaClient().send(new InvokeCommand({ FunctionName, Payload }));
  const { shop, ...keys } = Created.parse(JSON.parse(new TextDecoder().decode(answer.Payload)));
  return { id: shop, ...shopWith(keys) };
}

/** The same, spoken to by the client that the laptop's own programs use, which throws what is refused. */
export async function openClients() {
  const asked = await openShop();
  const url = `${platform.PERENNIAL_URL}/v1`;
  return {
    shop: asked.id,
    /** The same shop, whose refusals are answers. */
    asked,
    server: createApiClient({ url, authorization: asked.server }),
    tracker: createApiClient({ url, authorization: asked.browser }),
  };
}
