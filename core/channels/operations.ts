import * as z from 'zod';
import { type Operation, SERVER_AND_CONSOLE } from '../platform/operation.ts';
import { BatchReceipt } from '../platform/parse-rows.ts';
import {
  PreferencesChange,
  PreferencesQuery,
  PutConsentsRequest,
  SendingSettings,
  SendingView,
  SlotAnswer,
  SlotQuery,
  TokenPath,
} from './contract.ts';

const common = { area: 'channels', roles: SERVER_AND_CONSOLE } as const;
const open = { area: 'channels', roles: [], response: z.string(), contentType: 'text/html' } as const;

export const channelOperations: readonly Operation[] = [
  {
    ...common,
    method: 'GET',
    path: '/channels',
    summary: 'Shows how the shop writes to its customers',
    response: SendingView,
  },
  {
    ...common,
    method: 'PUT',
    path: '/channels',
    summary: 'Says how the shop writes to its customers',
    body: SendingSettings,
    response: SendingView,
  },
  {
    ...common,
    method: 'POST',
    path: '/consents',
    summary: 'Records up to 500 answers of customers; the later answer holds',
    body: PutConsentsRequest,
    response: BatchReceipt,
    isIdempotent: true,
  },
  {
    ...common,
    method: 'GET',
    path: '/slots',
    summary: 'Answers the on-site message that waits for a customer',
    query: SlotQuery,
    response: SlotAnswer,
  },
  {
    ...open,
    method: 'GET',
    path: '/preferences',
    summary: 'The page on which a customer chooses what they hear',
    query: PreferencesQuery,
  },
  {
    ...open,
    method: 'POST',
    path: '/preferences',
    summary: 'Takes what a customer chose',
    query: PreferencesChange,
  },
  {
    ...open,
    method: 'POST',
    path: '/unsubscribe',
    summary: 'Ends a topic by one click of a mail program (RFC 8058)',
    query: PreferencesQuery,
  },
  {
    ...open,
    method: 'GET',
    path: '/unsubscribe',
    summary: 'Shows the page of preferences, because links are also followed by scanners',
    query: PreferencesQuery,
  },
  {
    ...open,
    method: 'GET',
    path: '/o/{token}',
    summary: 'Notes that a message was opened',
    params: TokenPath,
    contentType: 'image/gif',
  },
  {
    ...open,
    method: 'GET',
    path: '/c/{token}',
    summary: 'Notes a click and leads to where the link points',
    params: TokenPath,
    status: 302,
  },
];
