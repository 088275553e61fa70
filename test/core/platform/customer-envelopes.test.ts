import { createCustomerEnvelopes } from '../../../core/platform/customer-envelopes.ts';
import { NotFoundError } from '../../../core/platform/errors.ts';

function someEnvelopes() {
  const keys = new Map<string, string>();
  const reads: (readonly string[])[] = [];
  const customerKeys = {
    find: async (shop: string, pseudonym: string) => keys.get(`${shop}/${pseudonym}`),
    findMany: async (shop: string, pseudonyms: readonly string[]) => {
      reads.push(pseudonyms);
      return new Map(
        pseudonyms.flatMap((pseudonym): [string, string][] => {
          const key = keys.get(`${shop}/${pseudonym}`);
          return key === undefined ? [] : [[pseudonym, key]];
        }),
      );
    },
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
  return { keys, reads, create };
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

  it('open for many with one read, leaving out who was erased, met again since or never sealed', async () => {
    const { keys, reads, create } = someEnvelopes();
    const texts = await Promise.all(
      ['ann', 'bob', 'eve', 'dan'].map(async (pseudonym) => ({
        pseudonym,
        sealed: await create().seal('demo', pseudonym, `${pseudonym}@example.com`),
      })),
    );
    keys.delete('demo/bob');
    keys.delete('demo/eve');
    await create().seal('demo', 'eve', 'somebody new');

    const opened = await create().openMany('demo', texts);

    expect(opened.map(([{ pseudonym }, text]) => [pseudonym, text])).toEqual([
      ['ann', 'ann@example.com'],
      ['dan', 'dan@example.com'],
    ]);
    expect(reads).toEqual([['ann', 'bob', 'eve', 'dan']]);
  });

  it('read no key again that they remember, and one that was destroyed in between is none of those', async () => {
    const { keys, reads, create } = someEnvelopes();
    const [ann, bob] = [await create().seal('demo', 'ann', 'a'), await create().seal('demo', 'bob', 'b')];
    const envelopes = create();
    await envelopes.open('demo', 'ann', ann);
    keys.delete('demo/bob');

    const texts = [
      { pseudonym: 'ann', sealed: ann },
      { pseudonym: 'bob', sealed: bob },
    ];
    const [first, second] = [await envelopes.openMany('demo', texts), await envelopes.openMany('demo', texts)];

    expect([first, second].map((opened) => opened.map(([, text]) => text))).toEqual([['a'], ['a']]);
    expect(reads).toEqual([['bob'], ['bob']]);
  });

  it('say that keys are not to be had just now, instead of leaving everybody out', async () => {
    const { create } = someEnvelopes();
    const sealed = await create().seal('demo', 'ann', 'a');
    const failing = createCustomerEnvelopes(
      { keyFor: async (shop) => Buffer.alloc(32, shop) },
      {
        find: async () => undefined,
        findMany: async () => Promise.reject(new Error('busy')),
        addOnce: async () => '',
        toAdd: () => {
          throw new Error('no transaction here');
        },
      },
    );

    await expect(failing.openMany('demo', [{ pseudonym: 'ann', sealed }])).rejects.toThrow('busy');
  });
});
