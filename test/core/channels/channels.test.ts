import { SESv2ServiceException, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { Webhook } from 'standardwebhooks';
import { NotTakenError, type OutgoingMessage, RejectedError } from '../../../core/channels/channel.ts';
import { createEmailChannel } from '../../../core/channels/email-channel.ts';
import { createSignedLinks } from '../../../core/channels/signed-link.ts';
import { createWebhookChannel } from '../../../core/channels/webhook-channel.ts';
import { someSending } from '../../support/campaigns.ts';

const message: OutgoingMessage = {
  messageId: 'win-back.20261124t110000z.ann',
  shop: 'demo',
  campaignId: 'win-back',
  runId: '20261124t110000z',
  customer: 'ann',
  customerId: 'customer-1',
  email: 'ann@example.com',
  sending: someSending,
  subject: 'Hello',
  html: '<p>Hello</p>',
  text: 'Hello',
  url: 'https://api.demo.example/v1/c/t',
  unsubscribeUrl: 'https://api.demo.example/v1/unsubscribe?token=t',
};

describe('the e-mail channel', () => {
  const sent: unknown[] = [];
  const client = {
    send: async (command: unknown) => {
      if (command instanceof SendEmailCommand) sent.push(command.input);
      return { MessageId: 'ses-1' };
    },
  };

  it('gives every message plain text, and one click to unsubscribe as RFC 8058 asks', async () => {
    // biome-ignore lint/suspicious/noExplicitAny: the library's overloads, of which one is used
    await createEmailChannel(client as any, 'set').send(message);

    expect(sent).toMatchObject([
      {
        FromEmailAddress: '"Demo shop" <shop@demo.example>',
        Destination: { ToAddresses: ['ann@example.com'] },
        ConfigurationSetName: 'set',
        Content: {
          Simple: {
            Body: { Html: { Data: '<p>Hello</p>' }, Text: { Data: 'Hello' } },
            Headers: [
              { Name: 'List-Unsubscribe', Value: '<https://api.demo.example/v1/unsubscribe?token=t>' },
              { Name: 'List-Unsubscribe-Post', Value: 'List-Unsubscribe=One-Click' },
            ],
          },
        },
      },
    ]);
    expect(JSON.stringify(sent)).not.toContain('customer-1');
  });

  it.each([
    ['TooManyRequestsException', NotTakenError],
    ['MessageRejected', RejectedError],
  ])('knows what %s means', async (name, expected) => {
    const failing = {
      send: async () => {
        throw new SESv2ServiceException({ name, $fault: 'client', message: name, $metadata: {} });
      },
    };

    // biome-ignore lint/suspicious/noExplicitAny: see above
    await expect(createEmailChannel(failing as any, 'set').send(message)).rejects.toBeInstanceOf(expected);
  });

  it('does not claim to know what a broken connection means', async () => {
    const failing = { send: () => Promise.reject(new Error('socket hang up')) };

    // biome-ignore lint/suspicious/noExplicitAny: see above
    await expect(createEmailChannel(failing as any, 'set').send(message)).rejects.toThrow('socket hang up');
  });
});

describe('the webhook channel', () => {
  const secret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;

  it('signs so that a library of Standard Webhooks believes it, and only it', async () => {
    const calls: { headers: Record<string, string>; body: string }[] = [];
    const fetcher: typeof fetch = async (_url, init) => {
      calls.push({ headers: Object.fromEntries(new Headers(init?.headers)), body: String(init?.body) });
      return new Response('', { status: 200 });
    };

    await createWebhookChannel({ url: 'https://shop.example/hook', secret }, fetcher).send(message);

    const [call] = calls;
    expect(new Webhook(secret).verify(call?.body ?? '', call?.headers ?? {})).toMatchObject({
      type: 'campaign.message',
      data: { messageId: message.messageId, customerId: 'customer-1' },
    });
    expect(() => new Webhook(secret).verify(`${call?.body} `, call?.headers ?? {})).toThrow();
    expect(call?.headers['webhook-id']).toBe(message.messageId);
  });

  it('may be tried again where the receiver is not well, and not where it is gone', async () => {
    const answering =
      (status: number): typeof fetch =>
      async () =>
        new Response('', { status });
    const send = (status: number) =>
      createWebhookChannel({ url: 'https://shop.example/', secret }, answering(status)).send(message);

    await expect(send(503)).rejects.toBeInstanceOf(NotTakenError);
    await expect(send(410)).rejects.toBeInstanceOf(RejectedError);
  });
});

describe('signed links', () => {
  const keys: Record<string, Buffer> = { demo: Buffer.alloc(32, 1), other: Buffer.alloc(32, 2) };
  const links = createSignedLinks({ keyFor: async (shop) => keys[shop] ?? Buffer.alloc(32) });
  const claim = { campaignId: 'win-back', runId: 'r', customer: 'ann', topic: 'offers' } as const;

  it('say what they were made to say', async () => {
    expect(await links.read(await links.issue('demo', claim))).toEqual({ ...claim, shop: 'demo' });
  });

  it('are believed in no other form, and not with the signature of another shop', async () => {
    const token = await links.issue('demo', claim);
    const [text = '', signature = ''] = token.split('.');
    const altered = Buffer.from(JSON.stringify({ ...claim, shop: 'demo', customer: 'bob' })).toString('base64url');
    const moved = Buffer.from(JSON.stringify({ ...claim, shop: 'other' })).toString('base64url');

    for (const bad of [`${altered}.${signature}`, `${moved}.${signature}`, text, `${text}.`, 'x', '']) {
      await expect(links.read(bad)).rejects.toMatchObject({ statusCode: 404 });
    }
  });
});
