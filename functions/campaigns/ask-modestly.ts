const MISSES = 3;

/**
 * Thousands of messages must not keep a model from those who wait for a page: one question at a time, and after three
 * in a row without an answer none any more. Made anew for each page of an audience.
 */
export function askModestly<Question extends readonly unknown[], Answer>(
  ask: (...question: Question) => Promise<Answer | undefined>,
): (...question: Question) => Promise<Answer | undefined> {
  let missed = 0;
  let turn: Promise<unknown> = Promise.resolve();
  return (...question) => {
    const answer = turn.then(async () => {
      if (missed >= MISSES) return undefined;
      const given = await ask(...question);
      missed = given === undefined ? missed + 1 : 0;
      return given;
    });
    turn = answer.catch(() => undefined);
    return answer;
  };
}
