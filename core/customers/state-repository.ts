import { isDeepStrictEqual } from 'node:util';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { changeOnCondition, onRevision } from '../platform/change-on-condition.ts';
import { chunksOf } from '../platform/chunks-of.ts';
import type { ShopId } from '../platform/contract.ts';
import { inParallel } from '../platform/in-parallel.ts';
import { readRows } from '../platform/many-rows.ts';
import { refusal } from '../platform/refusal.ts';
import { writeMany, writtenAlone, writtenTogether } from '../platform/written-together.ts';
import { emptyState, forgetOldBasket, joinStates, type OnlineState, readState } from './online-state.ts';

/** After the last event; long enough for a yearly customer. */
const KEPT_SECONDS = 400 * 86_400;
const WRITES_AT_ONCE = 16;
const WRITES_PER_CALL = 50;
const MANY = 25;

const StoredRow = z.object({ pk: z.string(), content: z.instanceof(Uint8Array), revision: z.int() });

interface Held {
  readonly state: OnlineState;
  /** 0 where nothing is stored yet. */
  readonly revision: number;
}

const nothingHeld: Held = { state: emptyState, revision: 0 };

export type StateRepository = ReturnType<typeof createStateRepository>;

/** Online states, each one packed attribute: 50 interactions weigh about 1 KB so, a tenth of what a map would. */
export function createStateRepository(client: DynamoDBDocumentClient, tableName: string) {
  async function readAll(shop: ShopId, pseudonyms: readonly string[]): Promise<Map<string, Held>> {
    const rows = await readRows(client, tableName, {
      keys: pseudonyms.map((pseudonym) => stateKey(shop, pseudonym)),
      isConsistent: true,
      refusal: refusal('states-unread', {}),
    });
    return new Map(rows.map(unpackItem));
  }

  const toWrite = (shop: ShopId, pseudonym: string, { held, state }: Change, now: Date) => ({
    TableName: tableName,
    Item: {
      ...stateKey(shop, pseudonym),
      content: pack(state),
      revision: held.revision + 1,
      expiresAt: Math.floor(now.getTime() / 1000) + KEPT_SECONDS,
    },
    ...onRevision(held.revision),
  });

  async function writeOne(shop: ShopId, { pseudonym, state, change }: Changed, now: Date): Promise<void> {
    await changeOnCondition({
      first: change.held,
      read: async () => (await readAll(shop, [pseudonym])).get(pseudonym) ?? nothingHeld,
      change: (held) => changeOf(held, state, now),
      write: (next) => writtenAlone(client, toWrite(shop, pseudonym, next, now)),
      refusal: refusal('customer-busy', {}),
    });
  }

  const heldOf = (shop: ShopId, some: readonly News[]): Promise<Map<string, Held>> =>
    readAll(
      shop,
      some.map(({ pseudonym }) => pseudonym),
    );

  const writeAll = (shop: ShopId, some: readonly Changed[], now: Date): Promise<boolean> =>
    writtenTogether(
      client,
      some.map(({ pseudonym, change }) => ({ Put: toWrite(shop, pseudonym, change, now) })),
    );

  return {
    async get(shop: ShopId, pseudonyms: readonly string[]): Promise<Map<string, OnlineState>> {
      return statesIn(await readAll(shop, pseudonyms));
    },

    /**
     * Joins what is new into each customer's state: one read, and one write where something changed. What must be done
     * before anything is written is told what is known.
     */
    async join(
      shop: ShopId,
      news: ReadonlyMap<string, OnlineState>,
      now: Date,
      beforeWriting: (known: ReadonlyMap<string, OnlineState>) => Promise<void> = async () => {},
    ): Promise<{ written: number }> {
      const some = [...news].map(([pseudonym, state]) => ({ pseudonym, state }));
      const held = await heldOf(shop, some);
      await beforeWriting(statesIn(held));
      const changes = changesOf(some, held, now);
      // A few are written each by itself; the many of an import together, and one by one where that fails.
      const groups = chunksOf(changes, changes.length > MANY ? WRITES_PER_CALL : 1);
      await inParallel(groups, WRITES_AT_ONCE, async (group) => {
        const write = (several: readonly Changed[]) => writeAll(shop, several, now);
        const readAgain = async (several: readonly Changed[]) => changesOf(several, await heldOf(shop, several), now);
        const left = group.length > 1 ? await writeMany(group, write, readAgain) : group;
        for (const one of left) await writeOne(shop, one, now);
      });
      return { written: changes.length };
    },
  };
}

interface Change {
  readonly held: Held;
  readonly state: OnlineState;
}

interface News {
  readonly pseudonym: string;
  readonly state: OnlineState;
}

interface Changed extends News {
  readonly change: Change;
}

const statesIn = (held: ReadonlyMap<string, Held>): Map<string, OnlineState> =>
  new Map([...held].map(([pseudonym, { state }]) => [pseudonym, state]));

/** What is new in it, beside what is held. */
const changesOf = (some: readonly News[], held: ReadonlyMap<string, Held>, now: Date): Changed[] =>
  some.flatMap(({ pseudonym, state }) => {
    const change = changeOf(held.get(pseudonym), state, now);
    return change ? [{ pseudonym, state, change }] : [];
  });

/** Undefined where everything new was known before. */
function changeOf(held: Held = nothingHeld, news: OnlineState, now: Date): Change | undefined {
  const state = forgetOldBasket(joinStates(held.state, news), now);
  return held.revision && isDeepStrictEqual(state, held.state) ? undefined : { held, state };
}

const pack = (state: OnlineState) => deflateRawSync(JSON.stringify(state));
const unpack = (content: Uint8Array): unknown => JSON.parse(inflateRawSync(content).toString('utf8'));

function unpackItem(item: unknown): [string, Held] {
  const { pk, content, revision } = StoredRow.parse(item);
  const pseudonym = pk.slice(pk.indexOf(STATE) + STATE.length);
  return [pseudonym, { state: readState(pseudonym, unpack(content)), revision }];
}

const STATE = '#STATE#';
const stateKey = (shop: ShopId, pseudonym: string) => ({ pk: `SHOP#${shop}${STATE}${pseudonym}`, sk: 'STATE' });
