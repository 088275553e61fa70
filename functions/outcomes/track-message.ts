import { messageIdOf } from '../../core/campaigns/contract.ts';
import type { MessageRepository } from '../../core/campaigns/message-repository.ts';
import type { LinkClaim } from '../../core/channels/contract.ts';
import type { SignedLinks } from '../../core/channels/signed-link.ts';
import type { LakeEvent } from '../../core/events/contract.ts';
import { isMachineOpen } from '../../core/outcomes/machine-open.ts';
import type { Lake } from '../../core/platform/lake.ts';

export interface TrackPorts {
  readonly links: Pick<SignedLinks, 'read'>;
  readonly messages: Pick<MessageRepository, 'find' | 'react'>;
  readonly lake: Pick<Lake, 'append'>;
}

/** Notes that a message was opened, by a person or by a machine that fetches pictures beforehand. */
export async function trackOpen(
  token: string,
  userAgent: string,
  { links, messages, lake }: TrackPorts,
  now: Date,
): Promise<void> {
  const claim = await links.read(token);
  const message = await messages.find(claim.shop, claim.campaignId, claim.runId, claim.customer);
  if (!message) return;
  const isBot = isMachineOpen(userAgent, message.sentAt, now);
  const isFirst = await messages.react(message, isBot ? 'machineOpenedAt' : 'openedAt', now.toISOString());
  if (isFirst) await lake.append('events', claim.shop, dayOf(now), [eventOf('Email Opened', claim, now, isBot)]);
}

/** Notes a click, and answers where it leads. A preview's links lead there too and count for nobody. */
export async function trackClick(token: string, { links, messages, lake }: TrackPorts, now: Date): Promise<string> {
  const claim = await links.read(token);
  const { shop, campaignId, runId, customer, itemId } = claim;
  const isFirst = await messages.react({ shop, campaignId, runId, customer }, 'clickedAt', now.toISOString(), itemId);
  if (isFirst) await lake.append('events', shop, dayOf(now), [eventOf('Email Link Clicked', claim, now, false)]);
  return claim.url ?? '/';
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

const dayOf = (now: Date) => now.toISOString().slice(0, 10);
