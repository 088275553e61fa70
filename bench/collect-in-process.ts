import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import * as z from 'zod';
import { batchOf, EVENTS_PER_BATCH, percentile } from './event-load.ts';

const SendBatch = z.object({ Entries: z.array(z.object({ Id: z.string(), MessageBody: z.string() })) });
const Message = z.object({ events: z.array(z.object({ messageId: z.string() })) });
const Answer = z.object({ statusCode: z.literal(200) });

/** The collecting handler as Lambda loads it, one call after the other; its queue says yes and remembers the ids. */
export async function collectInProcess(events: number) {
  const queue = await startAcceptingQueue();
  Object.assign(process.env, {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'none',
    AWS_SECRET_ACCESS_KEY: 'none',
    EVENTS_QUEUE_URL: `${queue.url}/000000000000/events`,
    AWS_ENDPOINT_URL_SQS: queue.url,
  });
  const { handler } = await import('../functions/events/collect-events.handler.ts');
  const latencies: number[] = [];
  const started = Date.now();
  for (let start = 0; start < events; start += EVENTS_PER_BATCH) {
    const request = aBatchRequest(JSON.stringify({ batch: batchOf(start, events, started) }));
    const sentAt = performance.now();
    Answer.parse(await handler(request, CONTEXT));
    latencies.push(performance.now() - sentAt);
  }
  const seconds = (Date.now() - started) / 1000;
  queue.close();
  return {
    events_per_second: events / seconds,
    p99_ms: percentile(
      latencies.sort((left, right) => left - right),
      0.99,
    ),
    lost: Array.from({ length: events }, (_, index) => `load-${index}`).filter((id) => !queue.taken.has(id)).length,
    duplicated: queue.copies(),
    batch: EVENTS_PER_BATCH,
  };
}

/** A queue behind SQS's own protocol, so that the client's work is part of what is measured. */
async function startAcceptingQueue() {
  const taken = new Map<string, number>();
  const server = createServer(async (request, response) => {
    const { Entries } = SendBatch.parse(await json(request));
    for (const { MessageBody } of Entries) {
      for (const { messageId } of Message.parse(JSON.parse(MessageBody)).events)
        taken.set(messageId, (taken.get(messageId) ?? 0) + 1);
    }
    const Successful = Entries.map(({ Id, MessageBody }) => ({
      Id,
      MessageId: Id,
      MD5OfMessageBody: createHash('md5').update(MessageBody).digest('hex'),
    }));
    response.setHeader('content-type', 'application/x-amz-json-1.0');
    response.end(JSON.stringify({ Successful, Failed: [] }));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = z.object({ port: z.number() }).parse(server.address());
  return {
    url: `http://127.0.0.1:${address.port}`,
    taken,
    copies: () => [...taken.values()].reduce((sum, times) => sum + times - 1, 0),
    close: () => server.closeAllConnections(),
  };
}

// A function is handed JSON; what these two hold of it is what the handler reads.
const CONTEXT: Context = JSON.parse('{"awsRequestId":"bench","functionName":"collect-events"}');
const aBatchRequest = (body: string): APIGatewayProxyEvent =>
  JSON.parse(
    JSON.stringify({
      httpMethod: 'POST',
      path: '/batch',
      resource: '/batch',
      headers: { 'content-type': 'application/json' },
      body,
      isBase64Encoded: false,
      requestContext: {
        requestId: 'bench',
        authorizer: { shop: 'bench', role: 'browser', keyId: 'bench', subject: 'bench', principalId: 'bench' },
      },
    }),
  );
