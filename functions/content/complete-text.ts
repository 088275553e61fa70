import { ModelError } from '@aws-sdk/client-sagemaker-runtime';
import {
  Completion,
  CompletionError,
  type CompletionRequest,
  type GenerationSetting,
} from '../../core/content/generation-contract.ts';
import { chooseVariant } from '../../core/models/choose-variant.ts';
import type { ModelRepository } from '../../core/models/model-repository.ts';
import { callEndpoint, type EndpointClient } from '../../core/platform/call-endpoint.ts';
import type { ShopId } from '../../core/platform/contract.ts';
import { UnavailableError } from '../../core/platform/errors.ts';
import { fault } from '../../core/platform/fault.ts';
import { refusal } from '../../core/platform/refusal.ts';
import { CannotWriteError, NoGeneratorError } from './content-errors.ts';

/** A request of 29 seconds leaves this for the model; a batch may ask again. */
const PATIENCE_MS = 25_000;

export type CompleteText = (
  shop: ShopId,
  itemId: string,
  request: Omit<CompletionRequest, 'model'>,
) => Promise<Completion>;

export interface CompletionSources {
  readonly setting: GenerationSetting;
  readonly models: Pick<ModelRepository, 'pointer'>;
  readonly runtime: EndpointClient;
  readonly key?: string | undefined;
  /** @default the platform's */
  readonly fetcher?: typeof fetch;
}

/** Asks whatever the stage is set to: the shop's own champion, a shared endpoint, or any OpenAI-compatible server. */
export function createTextCompleter({
  setting,
  models,
  runtime,
  key,
  fetcher = fetch,
}: CompletionSources): CompleteText {
  async function ask(endpointName: string, request: CompletionRequest): Promise<Completion> {
    try {
      return readCompletion(await callEndpoint(runtime, endpointName, JSON.stringify(request), PATIENCE_MS));
    } catch (cause) {
      if (cause instanceof ModelError && cause.OriginalStatusCode === 400)
        throw refusalOf(cause.OriginalMessage, cause);
      throw cause;
    }
  }

  async function post(url: string, request: CompletionRequest) {
    try {
      const response = await fetcher(`${url.replace(/\/$/, '')}/chat/completions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(key ? { authorization: `Bearer ${key}` } : {}) },
        body: JSON.stringify(request),
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      return { response, text: await response.text() };
    } catch (cause) {
      // Nobody is there, the connection broke, or it took too long.
      throw new UnavailableError(fault('texts-asleep', {}), { cause });
    }
  }

  async function fetchText(url: string, request: CompletionRequest): Promise<Completion> {
    const { response, text } = await post(url, request);
    if (response.status === 400 || response.status === 422) throw refusalOf(text);
    if (!response.ok) throw new UnavailableError(fault('texts-asleep', {}));
    return readCompletion(text);
  }

  return async (shop, itemId, request) => {
    if (setting.kind === 'url') return fetchText(setting.url, { ...request, model: setting.model });
    if (setting.kind === 'endpoint') return ask(setting.endpointName, { ...request, model: setting.model });
    const pointer = await models.pointer(shop, 'generator');
    if (!pointer) throw new NoGeneratorError();
    const { endpointName, modelVersion } = chooseVariant(pointer, itemId);
    return ask(endpointName, { ...request, model: modelVersion });
  };
}

function readCompletion(text: string): Completion {
  const parsed = Completion.safeParse(jsonOf(text));
  if (!parsed.success) throw new UnavailableError(fault('no-completion', {}));
  return parsed.data;
}

/** A model's refusal in its own words, which were written for the caller. */
function refusalOf(text: string | undefined, cause?: unknown): CannotWriteError {
  const parsed = CompletionError.safeParse(jsonOf(text ?? ''));
  return new CannotWriteError(parsed.success ? parsed.data.error.message : refusal('model-refused', {}), { cause });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
