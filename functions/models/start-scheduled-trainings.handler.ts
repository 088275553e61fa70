import { SFNClient } from '@aws-sdk/client-sfn';
import * as z from 'zod';
import { ScheduledTrainingEnv } from '../../core/models/contract.ts';
import { createModelRepository } from '../../core/models/model-repository.ts';
import { unpackPlans } from '../../core/models/packed-plans.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { createShopRepository } from '../../core/platform/shop-repository.ts';
import { stepHandler } from '../../core/platform/step-handler.ts';
import { createExecutions } from './start-execution.ts';
import { startScheduledTrainings } from './start-scheduled-trainings.ts';

const env = readEnv(ScheduledTrainingEnv);
const documents = createDocumentClient();
const models = createModelRepository(documents, env.MODELS_TABLE_NAME);
const shops = createShopRepository(documents, env.SHOPS_TABLE_NAME);
const executions = createExecutions(new SFNClient(), env.TRAIN_MODEL_STATE_MACHINE_ARN);
const plans = unpackPlans(env.MODEL_PLANS);

/** Every night, every model of every shop. A schedule that fires twice starts each run once: its order is the day. */
export const handler = stepHandler(
  { input: z.looseObject({ day: z.iso.datetime() }), output: z.object({ started: z.int() }) },
  ({ day }) => startScheduledTrainings(day, plans, shops, { models, executions }),
);
