import * as z from 'zod';
import { SendingEnv } from '../../core/campaigns/env.ts';
import { PreferencesChange } from '../../core/channels/contract.ts';
import { publicHttpHandler } from '../../core/platform/http-handler.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { PAGE_HEADERS } from './page-headers.ts';
import { createPreferenceSources } from './preference-sources.ts';
import template from './preferences.html';
import { changePreference, showPreferences } from './preferences.ts';

const sources = createPreferenceSources(readEnv(SendingEnv));

export const handler = publicHttpHandler(
  { query: PreferencesChange, response: z.string(), headers: PAGE_HEADERS },
  async (change, { now, record }) => {
    await changePreference(change, sources, now);
    record.count('PreferenceChanged');
    return showPreferences(change, true, { ...sources, template });
  },
);
