import * as z from 'zod';
import { publicHttpHandler } from '../../core/platform/http-handler.ts';
import page from './docs.html';

export const handler = publicHttpHandler(
  {
    response: z.string(),
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'public, max-age=300' },
  },
  async () => page,
);
