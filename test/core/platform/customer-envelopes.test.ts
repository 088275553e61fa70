import { createCustomerEnvelopes } from '../../../core/platform/customer-envelopes.ts';
import { NotFoundError } from '../../../core/platform/errors.ts';

function someEnvelopes() {
  const keys = new Map<string, string>();
  const customerKeys = {
    find: async (shop: string, pseudonym: string) => keys.get(`${shop}/${pseudonym}`),
    addOnce: async (shop: string, pseudonym: string, wrapped: string) => {
      const kept = keys.get(`${shop}/${pseudonym}`) ?? wrapped;
      keys.set(`${shop}/${pseudonym}`, kept);
      return kept;
    },
    toAdd: () => {
      throw new Error('no transaction here');
    },
  };
  const secrets = { keyFor: async (shop: string) => Buffer.alloc(32, shop) };
  /** Each is a function of its own, which remembers nothing of another. */
  const create = () => createCustomerEnvelopes(secrets, customerKeys);
  return { keys, create };
}

describe('customer envelopes', () => {
  it('open in another function what one has sealed', async () => {
    const { create } = someEnvelopes();

    const sealed = await create().seal('demo', 'ann', 'ann@example.com');

    await expect(create().open('demo', 'ann', sealed)).resolves.toBe('ann@example.com');
  });

  it('cannot be opened by anybody once the key is destroyed', async () => {
    const { keys, create } = someEnvelopes();
    const sealed = await create().seal('demo', 'ann', 'ann@example.com');

    keys.clear();

    await expect(create().open('demo', 'ann', sealed)).rejects.toThrow(NotFoundError);
  });

  it('stay closed when the erased customer gets a new key', async () => {
    const { keys, create } = someEnvelopes();
    const sealed = await create().seal('demo', 'ann', 'ann@example.com');
    keys.clear();
    await create().seal('demo', 'ann', 'somebody new');

    await expect(create().open('demo', 'ann', sealed)).rejects.toThrow(NotFoundError);
  });

  it('do not open for another customer or another shop', async () => {
    const { create } = someEnvelopes();
    const sealed = await create().seal('demo', 'ann', 'ann@example.com');
    await create().seal('demo', 'bob', 'bob');
    await create().seal('other', 'ann', 'ann');

    await expect(create().open('demo', 'bob', sealed)).rejects.toThrow();
    await expect(create().open('other', 'ann', sealed)).rejects.toThrow();
  });

  it('agree on one key when two functions meet a new customer at once', async () => {
    const { create } = someEnvelopes();

    const sealed = await Promise.all([create().seal('demo', 'ann', 'one'), create().seal('demo', 'ann', 'two')]);

    const opened = await Promise.all(sealed.map((text) => create().open('demo', 'ann', text)));
    expect(opened).toEqual(['one', 'two']);
  });
});
