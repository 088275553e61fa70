import type * as z from 'zod';
import { smokeTestEndpoint } from '../../../functions/models/smoke-test-endpoint.ts';
import { SmokeTestFailedError } from '../../../functions/models/smoke-test-failed-error.ts';
import type { SmokeTestInput } from '../../../workflows/train-model/contract.ts';

const now = new Date('2026-11-01T03:00:00.000Z');
const input = {
  shop: 'demo',
  model: 'purchase',
  runId: 'run-2',
  endpointName: 'endpoint-v2',
  modelVersion: 'v2',
  scorer: 'bert',
  trainedIn: 'run-1',
} as const;
const QUESTION = { text: 'where is my order?' };

/** A shop with so many popular items; an endpoint that gives these answers one after the other, the last one on and on. */
function aTest(answers: readonly unknown[], { popular = 30, takes = [1], deadlineMs = 80 } = {}) {
  const asked: string[] = [];
  let elapsed = 0;
  const sources = {
    models: { candidatesPointer: async () => ({ version: 'r1', updatedAt: now.toISOString() }) },
    candidates: {
      popular: async () =>
        Array.from({ length: popular }, (_, index) => ({ itemId: `item-${index}`, score: 99 - index })),
    },
    artifacts: {
      json: async (key: string) => (key === 'runs/demo/run-1/data/serving/smoke-request.json' ? QUESTION : undefined),
    },
  };
  const invoke = async (endpointName: string, body: string) => {
    expect(endpointName).toBe('endpoint-v2');
    elapsed += takes[Math.min(asked.length, takes.length - 1)] ?? 0;
    const answer = answers[Math.min(asked.push(body), answers.length) - 1];
    return typeof answer === 'string' ? answer : JSON.stringify(answer);
  };
  const run = (overrides: Partial<z.infer<typeof SmokeTestInput>> = {}) =>
    smokeTestEndpoint({ ...input, ...overrides }, now, sources, { invoke, deadlineMs, clock: () => elapsed });
  return { asked, run };
}

const scoresOf = (length: number) => [Array.from({ length }, (_, index) => (index + 1) / 100)];
const answer = { modelVersion: 'v2', scorer: 'bert', scores: scoresOf(27) };

describe('the smoke test of a purchase model', () => {
  it('asks twice about items that the shop has now, and passes when every one is scored', async () => {
    const { asked, run } = aTest([answer]);

    await expect(run()).resolves.toMatchObject({ scored: 27 });

    expect(asked[1]).toBe(asked[0]);
    const { requests } = JSON.parse(asked[0] ?? '');
    expect(requests[0].history.map(({ itemId }: { itemId: string }) => itemId)).toEqual(['item-0', 'item-1', 'item-2']);
    expect(requests[0].candidates.at(0)).toEqual({ itemId: 'item-3' });
  });

  it('makes do with the items of a small shop, and says where there are too few', async () => {
    await expect(aTest([{ ...answer, scores: scoresOf(2) }], { popular: 5 }).run()).resolves.toMatchObject({
      scored: 2,
    });
    await expect(aTest([answer], { popular: 4 }).run()).rejects.toThrow('too few items');
  });

  it.each<[string, unknown[], string]>([
    ['another version', [{ ...answer, modelVersion: 'v1' }], 'Version v1 answered, not v2'],
    ['another scorer', [{ ...answer, scorer: 'trees' }], 'Scorer trees answered, not bert'],
    [
      'two answers to one question',
      [answer, { ...answer, scores: [[...(scoresOf(26)[0] ?? []), 0.9]] }],
      'in two ways',
    ],
    ['another version the second time', [answer, { ...answer, modelVersion: 'v1' }], 'in two ways'],
    ['an answer that is no JSON', ['<html>'], 'does not say which model'],
    ['an answer that nobody signed', [{ scores: scoresOf(27) }], 'does not say which model'],
    ['no scores', [{ modelVersion: 'v2', scorer: 'bert', labels: [] }], 'not one of scores'],
    ['scores that are no probabilities', [{ ...answer, scores: [[2, 3]] }], 'not one of scores'],
    ['a score too few', [{ ...answer, scores: scoresOf(26) }], '26 scores came for 27 items'],
    ['no row of scores', [{ ...answer, scores: [] }], '0 scores came for 27 items'],
    ['the same score for everything', [{ ...answer, scores: [Array(27).fill(0.1)] }], 'the same probability'],
  ])('fails, by the name that is not retried, on %s', async (_, answers, message) => {
    const error = await aTest(answers)
      .run()
      .catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(SmokeTestFailedError);
    expect(error).toMatchObject({ name: 'SmokeTestFailedError', message: expect.stringContaining(message) });
  });
});

describe('an endpoint that slates wait for', () => {
  it('passes when it answers in time once it is warm, and tells how quickly', async () => {
    const { asked, run } = aTest([answer], { takes: [900, 300, 120, 60] });

    await expect(run()).resolves.toMatchObject({ milliseconds: 60 });
    expect(asked).toHaveLength(4);
  });

  it('fails when even its quickest answer comes too late', async () => {
    const { run } = aTest([answer], { takes: [900, 344] });

    await expect(run()).rejects.toThrow('The quickest of 10 answers took 344 ms; who asks waits 80 ms');
  });
});

describe('the smoke test of another model', () => {
  it('asks what the snapshot of the run left that the version was learned in', async () => {
    const { asked, run } = aTest([{ modelVersion: 'v2', scorer: 'bert', label: 'order' }]);

    await expect(run({ model: 'intents' })).resolves.toMatchObject({ scored: 1 });
    expect(asked.map((body) => JSON.parse(body))).toEqual([QUESTION, QUESTION]);
  });

  it('fails where the snapshot left no question', async () => {
    await expect(aTest([answer]).run({ model: 'intents', trainedIn: 'run-0' })).rejects.toThrow(SmokeTestFailedError);
  });
});
