import { type Message, messageIdOf } from '../../core/campaigns/contract.ts';
import type { MessageRepository, Reaction } from '../../core/campaigns/message-repository.ts';
import type { LinkClaim } from '../../core/channels/contract.ts';
import type { SignedLinks } from '../../core/channels/signed-link.ts';
import type { LakeEvent } from '../../core/events/contract.ts';
import type { EventQueue } from '../../core/events/event-queue.ts';
import { isMachineOpen } from '../../core/outcomes/machine-open.ts';

export interface TrackPorts {
  readonly links: Pick<SignedLinks, 'read'>;
  readonly messages: Pick<MessageRepository, 'find' | 'react'>;
  readonly queue: Pick<EventQueue, 'sendRows'>;
}

/** Notes that a message was opened, by a person or by a machine that fetches pictures beforehand. */
export async function trackOpen(token: string, userAgent: string, ports: TrackPorts, now: Date): Promise<void> {
  const claim = await ports.links.read(token);
  const message = await find(claim, ports);
  if (!message) return;
  const isBot = isMachineOpen(userAgent, message.sentAt, now);
  const event = eventOf('Email Opened', claim, now, isBot);
  await noteOnce(message, isBot ? 'machineOpenedAt' : 'openedAt', event, now, ports);
}

/** Notes a click, and answers where it leads. A preview's links lead there too and count for nobody. */
export async function trackClick(token: string, ports: TrackPorts, now: Date): Promise<string> {
  const claim = await ports.links.read(token);
  const message = await find(claim, ports);
  if (message) await noteOnce(message, 'clickedAt', eventOf('Email Link Clicked', claim, now, false), now, ports);
  return claim.url ?? '/';
}

const find = ({ shop, campaignId, runId, customer }: LinkClaim, { messages }: TrackPorts) =>
  messages.find(shop, campaignId, runId, customer);

/** The event comes first: one that is stored twice counts once, and one that is only noted on the message is lost. */
async function noteOnce(
  message: Message,
  reaction: Reaction,
  event: LakeEvent,
  now: Date,
  { messages, queue }: TrackPorts,
) {
  if (message[reaction]) return;
  await queue.sendRows('outcomes', event.shop, now, [event]);
  await messages.react(message, reaction, event.receivedAt, event.items[0]?.itemId);
}

/** The outcome as an event like any other, under Segment's name. Its id makes a repeat the same event. */
function eventOf(event: string, claim: LinkClaim, now: Date, isBot: boolean): LakeEvent {
  const { shop, customer, itemId } = claim;
  return {
    shop,
    messageId: `${messageIdOf(claim)}.${event === 'Email Opened' ? (isBot ? 'machine' : 'open') : 'click'}`,
    type: 'track',
    event,
    customer,
    isKnown: true,
    timestamp: now.toISOString(),
    receivedAt: now.toISOString(),
    items: itemId === undefined ? [] : [{ itemId, quantity: 1, price: 0 }],
    surface: 'email',
    requestId: messageIdOf(claim),
    ...(isBot ? { isBot } : {}),
  };
}
