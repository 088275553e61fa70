import { ConflictError, KeyReusedError } from '../../../core/platform/errors.ts';
import { createRequestLedger, type KeyedRequest } from '../../../core/platform/request-ledger.ts';
import { aMemoryTable } from '../../support/memory-table.ts';

const aRequest = (overrides: Partial<KeyedRequest> = {}): KeyedRequest => ({
  shop: 'demo',
  route: 'POST /items',
  key: 'key-1',
  body: '{"items":[]}',
  now: new Date('2026-11-01T10:00:00Z'),
  owner: 'request-1',
  ...overrides,
});
const answer = { statusCode: 200, body: '{"accepted":1}', headers: {} };

describe('the request ledger', () => {
  it('answers a repeated request as before, without doing it again', async () => {
    const ledger = createRequestLedger(aMemoryTable('requests').client, 'requests');
    const decide = jest.fn().mockResolvedValue(answer);

    await expect(ledger.once(aRequest(), decide)).resolves.toEqual(answer);
    await expect(ledger.once(aRequest({ owner: 'request-2' }), decide)).resolves.toEqual({
      ...answer,
      headers: { 'idempotency-replayed': 'true' },
    });

    expect(decide).toHaveBeenCalledTimes(1);
  });

  it('refuses another body under the same key', async () => {
    const ledger = createRequestLedger(aMemoryTable('requests').client, 'requests');
    await ledger.once(aRequest(), async () => answer);

    await expect(ledger.once(aRequest({ body: '{}' }), async () => answer)).rejects.toThrow(KeyReusedError);
  });

  it('refuses a second while the first still runs', async () => {
    const ledger = createRequestLedger(aMemoryTable('requests').client, 'requests');

    await ledger.once(aRequest(), async () => {
      await expect(ledger.once(aRequest({ owner: 'request-2' }), async () => answer)).rejects.toThrow(ConflictError);
      return answer;
    });
  });

  it.each([{ shop: 'other' }, { route: 'POST /customers' }, { key: 'key-2' }])(
    'takes the same request with %p for another one',
    async (difference) => {
      const ledger = createRequestLedger(aMemoryTable('requests').client, 'requests');
      const decide = jest.fn().mockResolvedValue(answer);
      await ledger.once(aRequest(), decide);

      await ledger.once(aRequest(difference), decide);

      expect(decide).toHaveBeenCalledTimes(2);
    },
  );

  it('keeps neither the key nor the body in the clear', async () => {
    const { client, rows } = aMemoryTable('requests');

    await createRequestLedger(client, 'requests').once(aRequest({ key: 'ann@example.com' }), async () => answer);

    expect(JSON.stringify([...rows.values()])).not.toMatch(/ann@example|items/);
  });
});
