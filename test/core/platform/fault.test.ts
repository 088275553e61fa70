import { Fault, faultIn, faultText, plainReason, withFault } from '../../../core/platform/fault.ts';

const slow = { asked: 10, took: 400, patience: 80 };
const found = { code: 'too-slow', values: { asked: '10', took: '400', patience: '80' } };
const thrown = (errorMessage: string) =>
  JSON.stringify({ errorType: 'SmokeTestFailedError', errorMessage, trace: ['at read', 'at ask'] });

describe('a fault of ours', () => {
  it('is told in English as it always was', () => {
    expect(faultText('too-slow', slow)).toBe('The quickest of 10 answers took 400 ms; who asks waits 80 ms');
    expect(faultText('not-started', {})).toBe('The workflow could not be started');
  });

  it('is found again wherever a workflow carried its sentence', () => {
    const text = faultText('too-slow', slow);

    for (const reason of [text, thrown(text), `SmokeTestFailedError: ${text}`, `SmokeTestFailedError: ${thrown(text)}`])
      expect(faultIn(reason)).toEqual(found);
    expect(faultIn(`SmokeTestFailedError: ${thrown(text).slice(0, -12)}`)).toEqual(found);
  });

  it('keeps what others said inside it, quotes and lines and all', () => {
    const words = 'Traceback "here":\n  KeyError: \'a\'';

    expect(faultIn(thrown(faultText('model-error', { words })))).toEqual({ code: 'model-error', values: { words } });
  });

  it.each(Fault.shape.code.options.map((code) => [code]))('is read by the words that it is written by: %s', (code) => {
    const values = {
      version: 'v-1',
      model: 'purchase',
      key: 'runs/a',
      words: 'no.',
      answer: '{}',
      found: 'v-2',
      asked: 3,
    };
    const others = { expected: 'v-3', took: 5, patience: 4, challenger: 'v-4', replaces: 'v-5', serving: 'v-6' };
    const more = {
      other: 'v-7',
      endpoint: 'e-1',
      errors: 3,
      invocations: 100,
      held: 12,
      hours: 46,
      error: 'TimeoutError',
    };
    const drawn = { surface: 'home', experiment: 'spring', recipe: 'for-you', known: 'autumn, winter' };

    expect(faultIn(faultText(code, { ...values, ...others, ...more, ...drawn }))?.code).toBe(code);
  });

  it('is none where somebody else speaks', () => {
    expect(faultIn('AlgorithmError: ExecuteUserScriptError: exit code 1')).toBeUndefined();
    expect(faultIn(thrown('Cannot read properties of undefined'))).toBeUndefined();
    expect(faultIn('{"errorMessage":"no \\such escape"}')).toBeUndefined();
    expect(faultIn('{"errorMessage":"one line\nand another"}')).toBeUndefined();
    expect(withFault({ reason: 'Rate exceeded' })).toEqual({ reason: 'Rate exceeded' });
    expect(withFault({ reason: undefined })).toEqual({ reason: undefined });
  });

  it.each(['{"errorMessage": "a \\x41 b"}', '{"errorMessage": "C:\\New"}', '{"errorMessage": "two\nlines"}'])(
    'is looked for in what only looks like JSON, and nothing breaks: %j',
    (reason) => {
      expect(withFault({ reason })).toEqual({ reason });
      expect(plainReason(reason)).toBe(reason);
    },
  );

  it('stands beside its reason', () => {
    const reason = faultText('canary-failed', { errors: 3, invocations: 100 });

    expect(withFault({ reason })).toEqual({ reason, says: faultIn(reason) });
  });
});
