import { SFNClient } from '@aws-sdk/client-sfn';
import * as z from 'zod';
import { ModelPlans, ScheduledTrainingEnv } from '../../core/models/contract.ts';
import { createModelRepository } from '../../core/models/model-repository.ts';
import { ModelName } from '../../core/models/names.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { createShopRepository } from '../../core/platform/shop-repository.ts';
import { stepHandler } from '../../core/platform/step-handler.ts';
import { createExecutions } from './start-execution.ts';
import { startTraining } from './start-training.ts';

const env = readEnv(ScheduledTrainingEnv);
const documents = createDocumentClient();
const models = createModelRepository(documents, env.MODELS_TABLE_NAME);
const shops = createShopRepository(documents, env.SHOPS_TABLE_NAME);
const executions = createExecutions(new SFNClient(), env.TRAIN_MODEL_STATE_MACHINE_ARN);
const plans = ModelPlans.parse(JSON.parse(env.MODEL_PLANS));

/** Every night, every model of every shop. A schedule that fires twice starts each run once: its order is the day. */
export const handler = stepHandler(
  { input: z.looseObject({ day: z.iso.datetime() }), output: z.object({ started: z.int() }) },
  async ({ day }) => {
    const at = new Date(day);
    const orderId = day.slice(0, 10);
    let started = 0;
    for await (const shop of shops.list()) {
      for (const model of ModelName.options) {
        const order = { shop, model, request: {}, trigger: 'schedule', orderId, now: at } as const;
        await startTraining(order, plans, { models, executions });
        started++;
      }
    }
    return { started };
  },
);
