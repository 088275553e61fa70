import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import * as z from 'zod';

const RedrivePolicy = z.object({ deadLetterTargetArn: z.string() });

export interface DeadLetters {
  readonly url: string;
  readonly waiting: number;
}

/** How long a message stays hidden whose consumer was killed. */
export async function secondsHidden(queueUrl: string): Promise<number> {
  return Number((await attributesOf(queueUrl)).VisibilityTimeout);
}

/** The queue of the messages that failed too often, and how many wait in it. */
export async function deadLettersOf(queueUrl: string): Promise<DeadLetters> {
  const { RedrivePolicy: policy } = await attributesOf(queueUrl);
  const QueueName = RedrivePolicy.parse(JSON.parse(policy ?? '{}'))
    .deadLetterTargetArn.split(':')
    .at(-1);
  const { QueueUrl: url = '' } = await new SQSClient().send(new GetQueueUrlCommand({ QueueName }));
  return { url, waiting: Number((await attributesOf(url)).ApproximateNumberOfMessages) };
}

/** Sends every dead letter back. By hand, because the laptop's cloud has no StartMessageMoveTask. */
export async function redrive({ url }: DeadLetters, queueUrl: string): Promise<void> {
  const sqs = new SQSClient();
  for (;;) {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10 }));
    if (!Messages.length) return;
    for (const { Body, ReceiptHandle } of Messages) {
      await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: Body }));
      await sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle }));
    }
  }
}

async function attributesOf(QueueUrl: string): Promise<Readonly<Record<string, string>>> {
  const { Attributes } = await new SQSClient().send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
  );
  return Attributes ?? {};
}
