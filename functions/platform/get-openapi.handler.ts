import * as z from 'zod';
import { publicHttpHandler } from '../../core/platform/http-handler.ts';
import description from './openapi.json' with { type: 'json' };

const text = JSON.stringify(description);

export const handler = publicHttpHandler(
  { response: z.string(), headers: { 'content-type': 'application/json', 'cache-control': 'public, max-age=300' } },
  async () => text,
);
