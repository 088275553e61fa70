import { SFNClient } from '@aws-sdk/client-sfn';
import * as z from 'zod';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { createShopRepository } from '../../core/platform/shop-repository.ts';
import { stepHandler } from '../../core/platform/step-handler.ts';
import { ScheduledRefreshEnv } from '../../core/profiles/contract.ts';
import { createProfileRepository } from '../../core/profiles/profile-repository.ts';
import { createExecutions } from '../models/start-execution.ts';
import { startRefresh } from './start-refresh.ts';

const env = readEnv(ScheduledRefreshEnv);
const documents = createDocumentClient();
const shops = createShopRepository(documents, env.SHOPS_TABLE_NAME);
const starter = {
  profiles: createProfileRepository(documents, env.PROFILES_TABLE_NAME),
  executions: createExecutions(new SFNClient(), env.REFRESH_PROFILES_STATE_MACHINE_ARN),
};

/** Every night, every shop. A schedule that fires twice starts each refresh once: its order is the day. */
export const handler = stepHandler(
  { input: z.looseObject({ day: z.iso.datetime() }), output: z.object({ started: z.int() }) },
  async ({ day }) => {
    let started = 0;
    for await (const shop of shops.list()) {
      await startRefresh({ shop, trigger: 'schedule', orderId: day.slice(0, 10), now: new Date(day) }, starter);
      started++;
    }
    return { started };
  },
);
