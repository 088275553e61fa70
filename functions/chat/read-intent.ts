import * as z from 'zod';
import type { ChatDecision } from '../../core/chat/contract.ts';
import { chooseVariant } from '../../core/models/choose-variant.ts';
import type { Pointer } from '../../core/models/contract.ts';
import type { ModelRepository } from '../../core/models/model-repository.ts';
import { callEndpoint, type EndpointClient } from '../../core/platform/call-endpoint.ts';
import type { ShopId } from '../../core/platform/contract.ts';
import type { InvocationRecord } from '../../core/platform/invocation-record.ts';
import { createShortCache } from '../../core/platform/short-cache.ts';

const Answer = z.object({
  intents: z.array(z.object({ name: z.string(), probability: z.number(), isKnown: z.boolean() })).length(1),
});

/** What the shop's champion takes a message for; undefined where there is none or it is late. */
export function createIntentReader(
  client: EndpointClient,
  models: Pick<ModelRepository, 'pointer'>,
  deadlineMs: number,
) {
  const pointers = createShortCache<Pointer | undefined>({ lifetimeMs: 5_000 });
  return async (
    shop: ShopId,
    conversation: string,
    text: string,
    record: InvocationRecord,
  ): Promise<ChatDecision['intent']> => {
    const pointer = await pointers.get(shop, () => models.pointer(shop, 'intents'));
    if (!pointer) return undefined;
    const { endpointName, modelVersion } = chooseVariant(pointer, conversation);
    try {
      const answer = await callEndpoint(client, endpointName, JSON.stringify({ texts: [text] }), deadlineMs);
      const [intent] = Answer.parse(JSON.parse(answer)).intents;
      return intent && { ...intent, modelVersion };
    } catch (error) {
      // By design no failure of the intent model is a failure of the answer; the metric is watched.
      record.count('IntentLeftOut');
      record.fact('intentModel', error instanceof Error ? error.name : 'UnknownError');
      return undefined;
    }
  };
}
