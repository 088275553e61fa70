import * as z from 'zod';
import { ResponseScores, ResponseScoringRequest } from '../../core/campaigns/response-contract.ts';
import { LakeEvent } from '../../core/events/contract.ts';
import { EstimateAnswer } from '../../core/experiments/estimate-contract.ts';
import { RewardRules } from '../../core/experiments/reward-rules.ts';
import { LakeItem } from '../../core/items/contract.ts';
import { Evaluation } from '../../core/models/contract.ts';
import { TrainingNote } from '../../core/models/training-note.ts';
import { ProfileLine, ProfileReport } from '../../core/profiles/refresh-contract.ts';
import {
  AttributeLine,
  NeighbourLine,
  PopularItem,
  PurchaseScores,
  PurchaseScoringRequest,
} from '../../core/recommendations/contract.ts';
import { RecommenderAnswer, RecommenderRequest } from '../../core/recommendations/recommender-contract.ts';
import type { GeneratedFile } from './generator.ts';

const FOLDER = 'model-containers/common/src/common/schemas';

/** Written by TypeScript, read by Python: the schema says exactly what is there, defaults filled in. Of rules it is all that is read. */
const READ_BY_PYTHON = { LakeEvent, LakeItem, RewardRules } as const;

/** Parsed by TypeScript after Python wrote it, or by both: the schema says what is accepted. */
const PARSED_HERE = {
  AttributeLine,
  EstimateAnswer,
  Evaluation,
  NeighbourLine,
  PopularItem,
  ProfileLine,
  ProfileReport,
  PurchaseScores,
  PurchaseScoringRequest,
  RecommenderAnswer,
  RecommenderRequest,
  ResponseScores,
  ResponseScoringRequest,
  TrainingNote,
} as const;

/** The shapes in which TypeScript and Python meet, as JSON Schemas beside the Python that reads them. */
export function pythonSchemas(): readonly GeneratedFile[] {
  return [
    ...Object.entries(READ_BY_PYTHON).map(([name, schema]) => file(name, schema, 'output')),
    ...Object.entries(PARSED_HERE).map(([name, schema]) => file(name, schema, 'input')),
  ];
}

function file(name: string, schema: z.ZodType, io: 'input' | 'output'): GeneratedFile {
  const json = { ...z.toJSONSchema(schema, { io }), title: name };
  return { path: `${FOLDER}/${name}.json`, text: `${JSON.stringify(json, null, 2)}\n` };
}
