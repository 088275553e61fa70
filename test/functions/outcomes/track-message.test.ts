import type { Message } from '../../../core/campaigns/contract.ts';
import type { LakeEvent } from '../../../core/events/contract.ts';
import { type TrackPorts, trackClick, trackOpen } from '../../../functions/outcomes/track-message.ts';

const SENT_AT = '2026-11-24T11:00:00.000Z';
const LATER = new Date('2026-11-24T12:00:00.000Z');
const PERSON = 'Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Thunderbird/130.0';
const claim = {
  shop: 'demo',
  campaignId: 'win-back',
  runId: '20261124t110000z',
  customer: 'ann',
  topic: 'offers' as const,
  url: 'https://shop.example/items/lamp',
  itemId: 'lamp',
};

function aWorld(queueFailures = 0) {
  const message: Record<string, unknown> = { ...claim, sentAt: SENT_AT };
  const stored: LakeEvent[] = [];
  let failures = queueFailures;
  const ports: TrackPorts = {
    links: { read: async () => claim },
    messages: {
      find: async () => ({ ...message }) as unknown as Message,
      react: async (_message, reaction, at) => {
        message[reaction] ??= at;
        return true;
      },
    },
    queue: {
      sendRows: async (_kind, _shop, _at, rows) => {
        if (failures-- > 0) throw new Error('the queue is away');
        stored.push(...(rows as LakeEvent[]));
      },
    },
  };
  return { message, stored, ports };
}

describe('a link in a message', () => {
  it('leads on, and is an outcome once, however often it is followed', async () => {
    const { stored, ports } = aWorld();

    const first = await trackClick('token', ports, LATER);
    await trackClick('token', ports, LATER);

    expect(first).toBe(claim.url);
    expect(stored).toEqual([expect.objectContaining({ event: 'Email Link Clicked', customer: 'ann' })]);
  });

  it('is not lost where the queue failed at first', async () => {
    const { message, stored, ports } = aWorld(1);

    await expect(trackClick('token', ports, LATER)).rejects.toThrow('the queue is away');
    expect(message).not.toHaveProperty('clickedAt');
    await trackClick('token', ports, LATER);

    expect(stored).toHaveLength(1);
    expect(message).toMatchObject({ clickedAt: LATER.toISOString() });
  });

  it('of a preview leads on and counts for nobody', async () => {
    const { stored, ports } = aWorld();
    const messages = { ...ports.messages, find: async () => undefined };

    expect(await trackClick('token', { ...ports, messages }, LATER)).toBe(claim.url);
    expect(stored).toEqual([]);
  });
});

describe('the picture in a message', () => {
  it('tells a person from a machine that fetched it beforehand, each once', async () => {
    const { stored, ports } = aWorld();

    await trackOpen('token', 'GoogleImageProxy', ports, LATER);
    await trackOpen('token', PERSON, ports, LATER);
    await trackOpen('token', PERSON, ports, LATER);

    expect(stored.map(({ event, isBot }) => [event, isBot ?? false])).toEqual([
      ['Email Opened', true],
      ['Email Opened', false],
    ]);
    expect(new Set(stored.map(({ messageId }) => messageId)).size).toBe(2);
  });
});
