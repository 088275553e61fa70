/** Runs `work` over all inputs, at most `limit` at once. All are tried; the first failure is thrown at the end. */
export async function inParallel<Input>(
  inputs: readonly Input[],
  limit: number,
  work: (input: Input) => Promise<void>,
): Promise<void> {
  const failures: unknown[] = [];
  const queue = inputs.values();
  const worker = async () => {
    for (const input of queue) await work(input).catch((error: unknown) => failures.push(error));
  };
  await Promise.all(Array.from({ length: Math.min(limit, inputs.length) }, worker));
  if (failures.length) throw failures[0];
}
