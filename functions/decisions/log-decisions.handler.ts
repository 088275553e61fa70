import { S3Client } from '@aws-sdk/client-s3';
import { createStateRepository } from '../../core/customers/state-repository.ts';
import { AnyDecision, LogDecisionsEnv } from '../../core/decisions/contract.ts';
import { createDecisionRepository } from '../../core/decisions/decision-repository.ts';
import { createOutcomeRepository } from '../../core/experiments/outcome-repository.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { createLake } from '../../core/platform/lake.ts';
import { queueHandler } from '../../core/platform/queue-handler.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { logDecisions } from './log-decisions.ts';

const env = readEnv(LogDecisionsEnv);
const documents = createDocumentClient();
const log = {
  decisions: createDecisionRepository(documents, env.DECISIONS_TABLE_NAME),
  outcomes: createOutcomeRepository(documents, env.RECIPES_TABLE_NAME),
  states: createStateRepository(documents, env.STATE_TABLE_NAME),
  lake: createLake(new S3Client(), env.LAKE_BUCKET_NAME),
};

export const handler = queueHandler({ message: AnyDecision }, (messages, call) => logDecisions(messages, log, call));
