import * as z from 'zod';
import { type ApiClient, ApiError } from '../api-client.ts';
import type { RowOf } from './batches.ts';

const REQUESTS_AT_ONCE = 4;

const FieldErrors = z.array(z.object({ pointer: z.string(), detail: z.string() }));
const Receipt = z.object({ accepted: z.int(), rejected: z.array(z.object({ index: z.int(), errors: FieldErrors })) });
const Refusal = z.object({ errors: FieldErrors });

export interface BadRow {
  readonly row: number;
  readonly problem: string;
}

export interface SendOptions {
  readonly server: Pick<ApiClient, 'post'>;
  readonly path: '/batch' | '/items';
  /** The field of the request that holds the rows. */
  readonly field: 'batch' | 'items';
  readonly onSent: (accepted: number) => void;
  readonly onBad: (bad: BadRow) => void;
}

/** Sends batches, a few at once. It returns when each row is acknowledged or told to `onBad`. */
export async function sendBatches<Body>(
  batches: Iterable<readonly RowOf<Body>[]>,
  { server, path, field, onSent, onBad }: SendOptions,
): Promise<void> {
  const queue = batches[Symbol.iterator]();
  const worker = async () => {
    for (let next = queue.next(); !next.done; next = queue.next()) {
      const batch = next.value;
      const { accepted, rejected } = await post(batch);
      for (const { index, errors } of rejected) onBad({ row: batch[index]?.row ?? 0, problem: words(errors) });
      onSent(accepted);
    }
  };
  await Promise.all(Array.from({ length: REQUESTS_AT_ONCE }, worker));

  async function post(batch: readonly RowOf<Body>[]): Promise<z.infer<typeof Receipt>> {
    try {
      return Receipt.parse(await server.post(path, { [field]: batch.map(({ body }) => body) }));
    } catch (error) {
      // A request in which every row is bad is refused whole; its pointers still say which row and why.
      const refusal = error instanceof ApiError && error.status === 400 ? Refusal.safeParse(error.body) : undefined;
      if (!refusal?.success) throw error;
      const byRow = Map.groupBy(refusal.data.errors, ({ pointer }) => Number(pointer.split('/')[2]));
      return { accepted: 0, rejected: [...byRow].map(([index, errors]) => ({ index, errors })) };
    }
  }
}

const words = (errors: z.infer<typeof FieldErrors>) =>
  errors.map(({ pointer, detail }) => `${pointer.split('/').slice(3).join('.') || 'row'}: ${detail}`).join('; ');
