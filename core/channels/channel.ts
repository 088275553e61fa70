import type { ChannelKind, SendingSettings } from './contract.ts';

/** A message as any channel may carry it. */
export interface OutgoingMessage {
  /** The same for every try to send this message. */
  readonly messageId: string;
  readonly shop: string;
  readonly campaignId: string;
  readonly runId: string;
  /** A pseudonym. */
  readonly customer: string;
  readonly customerId: string;
  readonly email: string | undefined;
  readonly sending: SendingSettings;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  /** Where the message wants the customer to go. */
  readonly url: string;
  /** One click there, without a page between, ends the topic (RFC 8058). */
  readonly unsubscribeUrl: string;
}

/**
 * A way out to a customer. `send` returns when the message was taken. It throws `NotTakenError` where it certainly was
 * not and may be tried again, `RejectedError` where it never will be, and anything else where nobody knows.
 */
export interface Channel {
  readonly kind: ChannelKind;
  /** Whether sending one message id twice reaches the customer once. E-mail cannot promise that. */
  readonly isRepeatable: boolean;
  send(message: OutgoingMessage): Promise<{ readonly providerId: string }>;
}

export class NotTakenError extends Error {
  constructor(message: string, options: ErrorOptions = {}) {
    super(message, options);
    this.name = 'NotTakenError';
  }
}

export class RejectedError extends Error {
  constructor(message: string, options: ErrorOptions = {}) {
    super(message, options);
    this.name = 'RejectedError';
  }
}
