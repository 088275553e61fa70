import { SmokeTestEnv } from '../../core/models/contract.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { stepHandler } from '../../core/platform/step-handler.ts';
import { SmokeTestInput, SmokeTestOutput } from '../../workflows/train-model/contract.ts';
import { createSmokeTest } from './create-smoke-test.ts';

const smokeTest = createSmokeTest(readEnv(SmokeTestEnv));

export const handler = stepHandler({ input: SmokeTestInput, output: SmokeTestOutput }, (input, { now }) =>
  smokeTest(input, now),
);
