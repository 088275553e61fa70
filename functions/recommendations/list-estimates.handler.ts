import {
  EstimatePage,
  EstimatesEnv,
  EstimatesPath,
  ListEstimatesQuery,
} from '../../core/experiments/estimate-contract.ts';
import { createEstimateRepository } from '../../core/experiments/estimate-repository.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { withFaults } from '../../core/platform/fault.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { readEnv } from '../../core/platform/read-env.ts';

const estimates = createEstimateRepository(createDocumentClient(), readEnv(EstimatesEnv).RECIPES_TABLE_NAME);

export const handler = httpHandler(
  { path: EstimatesPath, query: ListEstimatesQuery, response: EstimatePage },
  async ({ surface, ...page }, { shop }) => withFaults(await estimates.list(shop, surface, page)),
);
