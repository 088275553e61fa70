import * as z from 'zod';

/** An OpenAI-compatible request, as every server of texts is sent it. */
export const CompletionRequest = z.object({
  model: z.string(),
  messages: z.array(z.object({ role: z.enum(['system', 'user', 'assistant']), content: z.string() })).min(1),
  n: z.int().min(1),
  temperature: z.number(),
  top_p: z.number(),
  max_tokens: z.int(),
  seed: z.int(),
});
export type CompletionRequest = z.infer<typeof CompletionRequest>;

/** What is read of the answer. `ignored` is our own server's word for wishes that its model does not fulfil. */
export const Completion = z.looseObject({
  model: z.string(),
  choices: z.array(z.looseObject({ message: z.looseObject({ content: z.string().nullable() }) })).min(1),
  ignored: z.array(z.string()).optional(),
});
export type Completion = z.infer<typeof Completion>;

export const CompletionError = z.looseObject({
  error: z.looseObject({ message: z.string(), code: z.string().nullish() }),
});

/** Where texts come from. */
export const GenerationSetting = z.discriminatedUnion('kind', [
  /** The champion that train-model deployed for the shop. */
  z.strictObject({ kind: z.literal('champion') }),
  /** One endpoint for all shops: an open instruct model on a GPU. */
  z.strictObject({ kind: z.literal('endpoint'), endpointName: z.string(), model: z.string() }),
  /** Any OpenAI-compatible server; its key, where it wants one, lies in Secrets Manager under the name `keySecret`. */
  z.strictObject({ kind: z.literal('url'), url: z.url(), model: z.string(), keySecret: z.string().optional() }),
]);
export type GenerationSetting = z.infer<typeof GenerationSetting>;
