import * as z from 'zod';
import { TrackEnv } from '../../core/campaigns/env.ts';
import { TokenPath } from '../../core/channels/contract.ts';
import { publicHttpHandler } from '../../core/platform/http-handler.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { createOutcomeSources } from './outcome-sources.ts';
import { trackOpen } from './track-message.ts';

const sources = createOutcomeSources(readEnv(TrackEnv));

/** One pixel without a colour table: every byte is ASCII, so it passes API Gateway as text. */
const PIXEL =
  'GIF89a\u0001\u0000\u0001\u0000\u0000\u0000\u0000,\u0000\u0000\u0000\u0000\u0001\u0000\u0001\u0000\u0000\u0002\u0000;';

export const handler = publicHttpHandler(
  { path: TokenPath, response: z.string(), headers: { 'content-type': 'image/gif', 'cache-control': 'no-store' } },
  async ({ token }, { now, userAgent, record }) => {
    await trackOpen(token, userAgent, sources, now);
    record.count('MessageOpened');
    return PIXEL;
  },
);
