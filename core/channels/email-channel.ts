import { type SESv2Client, SESv2ServiceException, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { type Channel, NotTakenError, type OutgoingMessage, RejectedError } from './channel.ts';

/** Answers of SES after which the message is certainly not on its way, and may be later. */
const NOT_TAKEN: ReadonlySet<string> = new Set([
  'TooManyRequestsException',
  'ThrottlingException',
  'Throttling',
  'LimitExceededException',
  'SendingPausedException',
  'AccountSuspendedException',
  'MailFromDomainNotVerifiedException',
  'NotFoundException',
]);
const REJECTED: ReadonlySet<string> = new Set(['MessageRejected', 'BadRequestException']);

/** E-mail through SES, one customer a message. `configurationSet` tells what becomes of it by events. */
export function createEmailChannel(client: Pick<SESv2Client, 'send'>, configurationSet: string): Channel {
  return {
    kind: 'email',
    isRepeatable: false,
    async send(message) {
      try {
        const { MessageId } = await client.send(new SendEmailCommand(toSend(message, configurationSet)));
        return { providerId: MessageId ?? '' };
      } catch (cause) {
        if (!(cause instanceof SESv2ServiceException)) throw cause;
        if (NOT_TAKEN.has(cause.name)) throw new NotTakenError(cause.name, { cause });
        if (REJECTED.has(cause.name)) throw new RejectedError(cause.name, { cause });
        throw cause;
      }
    },
  };
}

function toSend(message: OutgoingMessage, configurationSet: string) {
  const { sending, email, subject, html, text, unsubscribeUrl } = message;
  if (!email) throw new RejectedError('There is no address');
  const utf8 = (Data: string) => ({ Data, Charset: 'UTF-8' });
  return {
    FromEmailAddress: `${quoted(sending.from.name)} <${sending.from.email}>`,
    Destination: { ToAddresses: [email] },
    ConfigurationSetName: configurationSet,
    EmailTags: [
      { Name: 'shop', Value: message.shop },
      { Name: 'campaign', Value: message.campaignId },
      { Name: 'run', Value: message.runId },
      { Name: 'customer', Value: message.customer },
    ],
    Content: {
      Simple: {
        Subject: utf8(subject),
        Body: { Html: utf8(html), Text: utf8(text) },
        Headers: [
          { Name: 'List-Unsubscribe', Value: `<${unsubscribeUrl}>` },
          { Name: 'List-Unsubscribe-Post', Value: 'List-Unsubscribe=One-Click' },
        ],
      },
    },
  };
}

/** A display name as RFC 5322 quotes it; other alphabets go as RFC 2047 encoded words. */
function quoted(name: string): string {
  if (/^[\x20-\x7e]*$/.test(name)) return `"${name.replaceAll(/[\\"]/g, '\\$&')}"`;
  return `=?UTF-8?B?${Buffer.from(name).toString('base64')}?=`;
}
