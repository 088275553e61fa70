import * as z from 'zod';
import type { SmokeTestInput, SmokeTestOutput } from '../../workflows/train-model/contract.ts';
import { type SmokeSources, smokeQuestion } from './smoke-question.ts';
import { SmokeTestFailedError } from './smoke-test-failed-error.ts';

/** Says of every answer which model gave it. */
const Signed = z.looseObject({ modelVersion: z.string(), scorer: z.string() });

/**
 * Asks a new endpoint what requests will ask it: the right version and scorer answer, twice the same, and with an
 * answer that means something.
 */
export async function smokeTestEndpoint(
  input: z.infer<typeof SmokeTestInput>,
  now: Date,
  sources: SmokeSources,
  invoke: (endpointName: string, body: string) => Promise<string>,
): Promise<z.infer<typeof SmokeTestOutput>> {
  const { endpointName, modelVersion, scorer } = input;
  const question = await smokeQuestion(input, now, sources);
  const started = performance.now();
  const first = read(await invoke(endpointName, question.body));
  const milliseconds = performance.now() - started;
  const second = read(await invoke(endpointName, question.body));
  if (first.modelVersion !== modelVersion)
    throw new SmokeTestFailedError(`Version ${first.modelVersion} answered, not ${modelVersion}`);
  if (first.scorer !== scorer) throw new SmokeTestFailedError(`Scorer ${first.scorer} answered, not ${scorer}`);
  question.judge(first);
  if (JSON.stringify(first) !== JSON.stringify(second))
    throw new SmokeTestFailedError('The same question was answered in two ways');
  return { scored: question.scored, milliseconds: Math.round(milliseconds) };
}

function read(answer: string): z.infer<typeof Signed> {
  try {
    return Signed.parse(JSON.parse(answer));
  } catch (cause) {
    throw new SmokeTestFailedError(`The answer does not say which model gave it: ${answer.slice(0, 200)}`, { cause });
  }
}
