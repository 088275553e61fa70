import { BatchGetCommand, GetCommand, PutCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { fieldsOf, type Identity } from '../../../core/customers/identity.ts';
import { createIdentityRepository, SHARDS } from '../../../core/customers/identity-repository.ts';
import { createCustomerEnvelopes } from '../../../core/platform/customer-envelopes.ts';
import { createCustomerKeyRepository } from '../../../core/platform/customer-key-repository.ts';
import { NotFoundError } from '../../../core/platform/errors.ts';
import { aMemoryTable } from '../../support/memory-table.ts';

const NOW = new Date('2026-11-01T10:00:00.000Z');
const anIdentity = (customerId: string, email: string, at = 1): Identity => ({
  customerId,
  identifiers: fieldsOf([['email', email]], [at, 'm']),
  attributes: {},
});

/** Rows and their keys lie in one table here. Each repository remembers nothing of another. */
function someIdentities() {
  const { client, rows, mock } = aMemoryTable('customers');
  const keys = createCustomerKeyRepository(client, 'customers');
  const envelopes = () => createCustomerEnvelopes({ keyFor: async (shop: string) => Buffer.alloc(32, shop) }, keys);
  const create = () => createIdentityRepository(client, 'customers', envelopes(), keys);
  const seal = (pseudonym: string, text: string) => envelopes().seal('demo', pseudonym, text);
  const erase = (pseudonym: string) => {
    for (const [key, row] of rows) if ('wrapped' in row && key.includes(pseudonym)) rows.delete(key);
  };
  return { rows, mock, create, erase, seal };
}

const join = (to: ReturnType<ReturnType<typeof someIdentities>['create']>, identity: Identity, shop = 'demo') =>
  to.join(shop, new Map([[`p-${identity.customerId}`, identity]]), NOW);

describe('the identity repository', () => {
  it('keeps the value that was said last, whatever came last', async () => {
    const { create } = someIdentities();
    await join(create(), anIdentity('ann', 'new@example.com', 2));
    await join(create(), anIdentity('ann', 'old@example.com', 1));

    const found = await create().find('demo', 'p-ann');

    expect(found?.identity.identifiers.email?.value).toBe('new@example.com');
  });

  it('adds the many of an import together, though another import meets some of them at the same time', async () => {
    const { create, mock } = someIdentities();
    const names = (first: number, last: number) =>
      new Map(
        Array.from({ length: last - first }, (_, index) => `c${first + index}`).map((name) => [
          name,
          anIdentity(name, `${name}@example.com`, first + 1),
        ]),
      );

    await Promise.all([create().join('demo', names(0, 30), NOW), create().join('demo', names(20, 60), NOW)]);

    const { data } = await create().list('demo', { limit: 100 });
    expect(data).toHaveLength(60);
    expect(mock.commandCalls(TransactWriteCommand)).toHaveLength(3);
    expect(mock.commandCalls(PutCommand)).toHaveLength(10);
  });

  it('stores nothing that names anybody', async () => {
    const { create, rows } = someIdentities();

    await join(create(), anIdentity('ann-the-customer', 'ann@example.com'));

    const stored = JSON.stringify([...rows.values()].map(({ pk: _, sk: __, ...row }) => row));
    expect(stored).not.toMatch(/example\.com|ann-the-customer/);
  });

  it('finds nobody of another shop', async () => {
    const { create } = someIdentities();
    await join(create(), anIdentity('ann', 'ann@example.com'), 'other');

    await expect(create().find('demo', 'p-ann')).resolves.toBeUndefined();
    await expect(create().list('demo', { limit: 25 })).resolves.toMatchObject({ data: [], has_more: false });
  });

  it('lists the others when one customer has been erased, and finds the erased one no more', async () => {
    const { create, erase } = someIdentities();
    await join(create(), anIdentity('ann', 'ann@example.com'));
    await join(create(), anIdentity('bob', 'bob@example.com'));

    erase('p-ann');

    const { data } = await create().list('demo', { limit: 25 });
    const shards = await Promise.all(
      Array.from({ length: SHARDS }, (_, shard) => create().listShard('demo', shard, { limit: 25 })),
    );
    for (const listed of [data, shards.flatMap((page) => page.data)])
      expect(listed.map(({ identity }) => identity.customerId)).toEqual(['bob']);
    await expect(create().find('demo', 'p-ann')).rejects.toThrow(NotFoundError);
  });

  it('lists a hundred customers for one read of their rows and one of their keys', async () => {
    const { create, mock } = someIdentities();
    const names = Array.from({ length: 100 }, (_, index) => `c${index}`);
    await create().join('demo', new Map(names.map((name) => [name, anIdentity(name, `${name}@example.com`)])), NOW);
    mock.resetHistory();

    const { data } = await create().list('demo', { limit: 100 });

    expect(data).toHaveLength(100);
    expect(mock.commandCalls(BatchGetCommand)).toHaveLength(1);
    expect(mock.commandCalls(GetCommand)).toHaveLength(0);
  });

  it('begins anew with an erased customer who comes back, instead of refusing their events for ever', async () => {
    const { create, erase } = someIdentities();
    await join(create(), {
      ...anIdentity('ann', 'ann@example.com'),
      attributes: fieldsOf([['tier', 'gold']], [1, 'm']),
    });
    erase('p-ann');

    await join(create(), anIdentity('ann', 'again@example.com'));

    const found = await create().find('demo', 'p-ann');
    expect(found?.identity).toMatchObject({ identifiers: { email: { value: 'again@example.com' } }, attributes: {} });
  });

  it('begins anew also where a new key was made before their row was met again', async () => {
    const { create, erase, seal } = someIdentities();
    await join(create(), anIdentity('ann', 'ann@example.com'));
    erase('p-ann');
    await seal('p-ann', 'an order of hers');

    await join(create(), anIdentity('ann', 'again@example.com'));

    expect((await create().find('demo', 'p-ann'))?.identity.identifiers.email?.value).toBe('again@example.com');
  });
});
