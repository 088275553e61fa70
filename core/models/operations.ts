import { PageQuery } from '../platform/contract.ts';
import { type Operation, SERVER_AND_CONSOLE } from '../platform/operation.ts';
import {
  ModelList,
  ModelView,
  RollBackRequest,
  RunDetail,
  RunPage,
  RunPath,
  StartTrainingPath,
  StartTrainingRequest,
  StartTrainingResponse,
} from './contract.ts';

const common = { area: 'models', roles: SERVER_AND_CONSOLE } as const;
const started = {
  response: StartTrainingResponse,
  status: 202,
  isIdempotent: true,
  params: StartTrainingPath,
} as const;

export const modelOperations: readonly Operation[] = [
  { ...common, method: 'GET', path: '/models', summary: 'Lists the models of the shop', response: ModelList },
  {
    ...common,
    method: 'GET',
    path: '/models/{name}',
    summary: 'Shows who serves, what could be returned to, and which versions there were',
    params: StartTrainingPath,
    response: ModelView,
  },
  {
    ...common,
    method: 'GET',
    path: '/models/{name}/runs',
    summary: 'Lists the runs of a model, newest first',
    params: StartTrainingPath,
    query: PageQuery,
    response: RunPage,
  },
  {
    ...common,
    method: 'GET',
    path: '/models/{name}/runs/{runId}',
    summary: 'Shows one run: its steps as they go, its candidates side by side, the verdict of the gate',
    params: RunPath,
    response: RunDetail,
  },
  {
    ...common,
    ...started,
    method: 'POST',
    path: '/models/{name}/train',
    summary: 'Starts a training run',
    body: StartTrainingRequest,
  },
  {
    ...common,
    ...started,
    method: 'POST',
    path: '/models/{name}/rollback',
    summary: 'Deploys an earlier version again, as carefully as a new one',
    body: RollBackRequest,
  },
];
