import * as z from 'zod';
import { TrackEnv } from '../../core/campaigns/env.ts';
import { TokenPath } from '../../core/channels/contract.ts';
import { publicHttpHandler } from '../../core/platform/http-handler.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { createOutcomeSources } from './outcome-sources.ts';
import { trackClick } from './track-message.ts';

const sources = createOutcomeSources(readEnv(TrackEnv));

export const handler = publicHttpHandler(
  {
    path: TokenPath,
    response: z.string(),
    status: 302,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
    headersOf: (location) => ({ location }),
  },
  async ({ token }, { now, record }) => {
    const url = await trackClick(token, sources, now);
    record.count('MessageClicked');
    return url;
  },
);
