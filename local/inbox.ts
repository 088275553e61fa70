import { CreateEmailIdentityCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import * as z from 'zod';

const CapturedMessage = z.object({
  Source: z.string(),
  To: z.array(z.string()),
  Subject: z.string(),
  BodyText: z.string(),
  BodyHtml: z.string(),
});
export type CapturedMessage = z.infer<typeof CapturedMessage>;

/** By account, of which a laptop has one. */
const Captured = z.object({ messages: z.record(z.string(), z.array(CapturedMessage)) });

/** Mail on this machine goes nowhere: the emulator keeps it to be read. */
export async function readInbox(emulatorUrl: string): Promise<CapturedMessage[]> {
  const answer = await fetch(`${emulatorUrl}/_ministack/ses/messages`);
  return Object.values(Captured.parse(await answer.json()).messages).flat();
}

/** What a person does at their mail provider before a shop may send from an address. */
export async function verifySender(email: string): Promise<void> {
  await new SESv2Client().send(new CreateEmailIdentityCommand({ EmailIdentity: email })).catch((error: unknown) => {
    if (!(error instanceof Error && error.name === 'AlreadyExistsException')) throw error;
  });
}
