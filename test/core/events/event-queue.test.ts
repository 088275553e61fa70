import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { EventsMessage } from '../../../core/events/contract.ts';
import { createEventQueue, packMessages } from '../../../core/events/event-queue.ts';
import { UnavailableError } from '../../../core/platform/errors.ts';
import { aCollectedEvent } from '../../support/events.ts';

const NOW = new Date('2026-11-01T10:00:00.000Z');
const sqs = mockClient(SQSClient);
const queue = createEventQueue(new SQSClient({ region: 'eu-west-1' }), 'https://queue');

beforeEach(() => sqs.reset());

describe('packMessages', () => {
  it('keeps every event, in order, in messages that SQS takes', () => {
    const events = Array.from({ length: 40 }, () => aCollectedEvent({ query: 'ü'.repeat(10_000) }));

    const messages = packMessages('events', 'demo', NOW, events);

    const parsed = messages.map((text) => EventsMessage.parse(JSON.parse(text)));
    expect(parsed.flatMap((message) => (message.kind === 'events' ? message.events : []))).toEqual(events);
    expect(Math.max(...messages.map((text) => Buffer.byteLength(text)))).toBeLessThanOrEqual(200_000);
    expect(messages.length).toBeGreaterThan(1);
  });
});

describe('the event queue', () => {
  it('sends again only what SQS did not take', async () => {
    sqs
      .on(SendMessageBatchCommand)
      .resolvesOnce({ Failed: [{ Id: '0', SenderFault: false, Code: 'Busy' }], Successful: [] })
      .resolves({ Successful: [], Failed: [] });

    await queue.send('demo', NOW, [aCollectedEvent()]);

    const sent = sqs.commandCalls(SendMessageBatchCommand).map(({ args }) => args[0].input.Entries);
    expect(sent).toHaveLength(2);
    expect(sent[1]).toEqual(sent[0]);
  });

  it('tells the caller to come back when SQS stays away', async () => {
    sqs.on(SendMessageBatchCommand).rejects(new Error('connect ECONNREFUSED'));

    await expect(queue.send('demo', NOW, [aCollectedEvent()])).rejects.toThrow(UnavailableError);
    expect(sqs.commandCalls(SendMessageBatchCommand).length).toBeGreaterThan(1);
  });
});
