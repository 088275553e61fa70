import { setTimeout as sleep } from 'node:timers/promises';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';

/** Counted messages must stay at none for this many looks: a batch in flight may still come back. */
const QUIET_LOOKS = 3;
const PATIENCE_MS = 15 * 60_000;

/** Waits until a queue's messages have been worked through. Throws when they are not after a quarter of an hour. */
export async function awaitEmptyQueue(queueUrl: string, onProgress: (left: number) => void): Promise<void> {
  const sqs = new SQSClient();
  const started = Date.now();
  for (let quiet = 0, told = 0; quiet < QUIET_LOOKS; ) {
    if (Date.now() - started > PATIENCE_MS) throw new Error('The events were not worked through in 15 minutes');
    const { Attributes = {} } = await sqs.send(
      new GetQueueAttributesCommand({
        QueueUrl: queueUrl,
        AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
      }),
    );
    const left = Object.values(Attributes).reduce((sum, count) => sum + Number(count), 0);
    quiet = left ? 0 : quiet + 1;
    if (left && Date.now() - told > 5_000) {
      told = Date.now();
      onProgress(left);
    }
    await sleep(300);
  }
}
