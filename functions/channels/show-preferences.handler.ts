import * as z from 'zod';
import { SendingEnv } from '../../core/campaigns/env.ts';
import { PreferencesQuery } from '../../core/channels/contract.ts';
import { publicHttpHandler } from '../../core/platform/http-handler.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { PAGE_HEADERS } from './page-headers.ts';
import { createPreferenceSources } from './preference-sources.ts';
import template from './preferences.html';
import { showPreferences } from './preferences.ts';

const sources = createPreferenceSources(readEnv(SendingEnv));

export const handler = publicHttpHandler(
  { query: PreferencesQuery, response: z.string(), headers: PAGE_HEADERS },
  (asked) => showPreferences(asked, false, { ...sources, template }),
);
