import * as z from 'zod';
import { type Refusal, refusalBy } from './refusal.ts';
import { filled, namesIn, partsOf, type ValuesOf } from './sentence.ts';

/**
 * What our own code says of a workflow that did not do what it was begun for, by code. An error crosses a workflow as its
 * message alone, so the sentence is written and read by the same words; the console has one for each code in each of its
 * languages (`fault`). Where two would read one sentence the first holds.
 */
const SENTENCES = {
  'not-started': 'The workflow could not be started',
  'timed-out': 'ExecutionTimedOut',
  aborted: 'ExecutionAborted',
  'task-failed': 'The task failed',
  unknown: 'unknown',
  'champion-unknown': 'Version {version} of {model} serves and is not known',
  'no-version': 'There is no version {version} of {model}',
  'no-smoke-question': 'The snapshot left no question at {key}',
  'endpoint-late': 'The endpoint did not come into service in time',
  'too-few-items': 'The shop has too few items with events to test a model on',
  'model-error': 'The model answered with an error: {words}',
  unsigned: 'The answer does not say which model gave it: {answer}',
  'other-version': 'Version {found} answered, not {expected}',
  'other-scorer': 'Scorer {found} answered, not {expected}',
  'two-answers': 'The same question was answered in two ways',
  'too-slow': 'The quickest of {asked} answers took {took} ms; who asks waits {patience} ms',
  'not-candidates': "The endpoint's answer is not one of candidates: {answer}",
  'no-candidate': 'No candidate came back',
  'item-twice': 'An item came back twice',
  'not-scores': "The endpoint's answer is not one of scores: {answer}",
  'scores-missing': '{found} scores came for {expected} items',
  'same-probability': 'Every item was given the same probability',
  'nobody-serves': 'Nobody serves by now, and {challenger} was to replace {replaces}',
  'another-first': '{serving} serves by now, and {challenger} was to replace nobody',
  'another-serves': '{serving} serves by now, and {challenger} was to replace {replaces}',
  'canary-taken': '{other} is in its canary; only one challenger stands beside a champion',
  'canary-over': 'The endpoint {endpoint} is in no canary that could end well',
  'another-canary': "The endpoint {endpoint} is the champion's, beside which another stands",
  'canary-failed': '{errors} of {invocations} requests to the canary failed',
  'not-reached': '{held} could not be written to in {hours} hours',
  'no-generator': 'No generator writes for this shop yet. Train one: POST /v1/models/generator/train',
  'texts-asleep': 'The server of texts does not answer just now',
  'no-completion': 'The server of texts answered what no chat completion is',
  'champion-asleep': 'The purchase champion does not answer just now',
  'model-asleep': 'The model does not answer just now ({error})',
  'no-recipe-drawn': 'No recipe was drawn for {surface}: an A/B test or a bandit must have run there',
  'experiment-not-drawn': 'The experiment {experiment} drew no recipe for {surface}; the log knows {known}',
  'recipe-not-drawn': 'The recipe {recipe} was never drawn there; the log knows {known}',
  'one-customer': 'Slates of one customer alone were logged there; an estimate needs two at least',
  'no-answer-file': 'The job left no answer at {key}',
} as const;

export type FaultCode = keyof typeof SENTENCES;

const isCode = (name: string): name is FaultCode => name in SENTENCES;
const CODES = Object.keys(SENTENCES).filter(isCode);

/** The same as a reason for a program: a code, and what its sentence fills in. */
export const Fault = z.object({ code: z.enum(CODES), values: z.record(z.string(), z.string()) });
export type Fault = z.infer<typeof Fault>;

/** What everything that may fail tells of it. */
export const FailureTold = z.object({
  /** Why it failed, in words. */
  reason: z.string().optional(),
  /** The same for a program, where it is in our own words. */
  says: Fault.optional().catch(undefined),
});

/** Names of the values that a code's sentence fills in. */
export const valuesOf = (code: FaultCode): string[] => namesIn(SENTENCES[code]);

/** The sentence of a code in English. */
export const faultText = <Code extends FaultCode>(code: Code, values: ValuesOf<(typeof SENTENCES)[Code]>): string =>
  filled(SENTENCES[code], values);

/** The sentence of what a job found to be at fault, in English. */
export const sentenceOf = ({ code, values }: Fault): string => filled(SENTENCES[code], values);

/** The same as what a request is refused with, where somebody waits for it and no workflow. */
export const fault = <Code extends FaultCode>(code: Code, values: ValuesOf<(typeof SENTENCES)[Code]>): Refusal =>
  refusalBy(code, SENTENCES[code], values);

/** Finds our own sentence in a reason; none where it is in the words of somebody else. */
export function faultIn(reason: string): Fault | undefined {
  for (const message of messagesIn(reason))
    for (const code of CODES) {
      const values = PATTERNS.get(code)?.exec(message);
      if (values) return { code, values: { ...values.groups } };
    }
  return undefined;
}

/** Anything with a reason, and what that means where we know. */
export const withFault = <Told extends { readonly reason?: string | undefined }>(
  told: Told,
): Told & { says?: Fault } => {
  const says = told.reason === undefined ? undefined : faultIn(told.reason);
  return says ? { ...told, says } : told;
};

/** A page of a list, of each row what its reason means. */
export const withFaults = <Told extends { readonly reason?: string | undefined }, Rest>(
  page: Rest & { readonly data: readonly Told[] },
) => ({ ...page, data: page.data.map(withFault) });

/** A reason in the words of whoever failed: without Lambda's wrapping, which has a trace in it. */
export function plainReason(reason: string): string {
  const thrown = thrownIn(reason);
  return thrown === undefined ? reason : `${NAME.exec(reason)?.[0] ?? ''}${thrown}`;
}

/** What a function threw, and the reason without the name that a workflow puts first. */
function messagesIn(reason: string): string[] {
  const thrown = thrownIn(reason);
  return [...(thrown === undefined ? [] : [thrown]), reason.replace(NAME, '')];
}

const NAME = /^[\w.]+: /;
/** Nothing else that looks like one: what a log has in quotes need not be JSON. */
const JSON_TEXT = /"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/u.source;
const THROWN = new RegExp(`"errorMessage":\\s*(${JSON_TEXT})`, 'u');

/** As Lambda wraps it: `{"errorMessage":"…"}`, which a workflow may have cut short. */
function thrownIn(reason: string): string | undefined {
  const quoted = THROWN.exec(reason)?.[1];
  return quoted === undefined ? undefined : z.string().parse(JSON.parse(quoted));
}

const PATTERNS = new Map(
  CODES.map((code) => {
    const parts = partsOf(SENTENCES[code]).map((part, at) =>
      at % 2 ? `(?<${part}>.+?)` : part.replaceAll(/\W/g, '\\$&'),
    );
    return [code, new RegExp(`^${parts.join('')}$`, 's')];
  }),
);
