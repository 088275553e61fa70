import * as z from 'zod';
import { faultText } from '../../core/platform/fault.ts';
import type { SmokeTestInput, SmokeTestOutput } from '../../workflows/train-model/contract.ts';
import { type SmokeSources, smokeQuestion } from './smoke-question.ts';
import { SmokeTestFailedError } from './smoke-test-failed-error.ts';

/** Says of every answer which model gave it. */
const Signed = z.looseObject({ modelVersion: z.string(), scorer: z.string() });

export interface EndpointUnderTest {
  readonly invoke: (endpointName: string, body: string) => Promise<string>;
  /** How long who asks this model waits for it; absent where nobody waits. */
  readonly deadlineMs?: number | undefined;
  /** Milliseconds. @default performance.now */
  readonly clock?: () => number;
}

/** A new endpoint's first answers may be slow, and others work on its machine: the quickest of so many counts. */
const ANSWERS = 10;
const PATIENCE_MS = 30_000;

/**
 * Asks a new endpoint what requests will ask it: the right version and scorer answer, twice the same, with an
 * answer that means something, and in time, for a champion that comes too late is never shown.
 */
export async function smokeTestEndpoint(
  input: z.infer<typeof SmokeTestInput>,
  now: Date,
  sources: SmokeSources,
  { invoke, deadlineMs = Number.POSITIVE_INFINITY, clock = () => performance.now() }: EndpointUnderTest,
): Promise<z.infer<typeof SmokeTestOutput>> {
  const { endpointName, modelVersion, scorer } = input;
  const question = await smokeQuestion(input, now, sources);
  const began = clock();
  let [asked, quickest] = [0, Number.POSITIVE_INFINITY];
  const ask = async () => {
    const started = clock();
    const answer = read(await invoke(endpointName, question.body));
    asked++;
    quickest = Math.min(quickest, clock() - started);
    return answer;
  };
  const [first, second] = [await ask(), await ask()];
  if (first.modelVersion !== modelVersion)
    throw new SmokeTestFailedError(faultText('other-version', { found: first.modelVersion, expected: modelVersion }));
  if (first.scorer !== scorer)
    throw new SmokeTestFailedError(faultText('other-scorer', { found: first.scorer, expected: scorer }));
  question.judge(first);
  if (JSON.stringify(first) !== JSON.stringify(second)) throw new SmokeTestFailedError(faultText('two-answers', {}));
  while (quickest > deadlineMs && asked < ANSWERS && clock() - began < PATIENCE_MS) await ask();
  if (quickest > deadlineMs)
    throw new SmokeTestFailedError(faultText('too-slow', { asked, took: Math.ceil(quickest), patience: deadlineMs }));
  return { scored: question.scored, milliseconds: Math.round(quickest) };
}

function read(answer: string): z.infer<typeof Signed> {
  try {
    return Signed.parse(JSON.parse(answer));
  } catch (cause) {
    throw new SmokeTestFailedError(faultText('unsigned', { answer: answer.slice(0, 200) }), { cause });
  }
}
