import * as z from 'zod';
import { campaignOperations } from '../../core/campaigns/operations.ts';
import { channelOperations } from '../../core/channels/operations.ts';
import { chatOperations } from '../../core/chat/operations.ts';
import { contentOperations } from '../../core/content/operations.ts';
import { customerOperations } from '../../core/customers/operations.ts';
import { decisionOperations } from '../../core/decisions/operations.ts';
import { eventOperations } from '../../core/events/operations.ts';
import { itemOperations } from '../../core/items/operations.ts';
import { knowledgeOperations } from '../../core/knowledge/operations.ts';
import { modelOperations } from '../../core/models/operations.ts';
import { orderOperations } from '../../core/orders/operations.ts';
import { ProblemDetails } from '../../core/platform/contract.ts';
import { ETag, IfMatch } from '../../core/platform/entity-tag.ts';
import type { Operation } from '../../core/platform/operation.ts';
import { platformOperations } from '../../core/platform/operations.ts';
import { shapeOfRow } from '../../core/platform/parse-rows.ts';
import { profileOperations } from '../../core/profiles/operations.ts';
import { recommendationOperations } from '../../core/recommendations/operations.ts';
import type { GeneratedFile } from './generator.ts';

/** Every route of the API. A test holds them against the routes that are deployed. */
export const OPERATIONS: readonly Operation[] = [
  ...eventOperations,
  ...itemOperations,
  ...customerOperations,
  ...profileOperations,
  ...decisionOperations,
  ...recommendationOperations,
  ...modelOperations,
  ...contentOperations,
  ...knowledgeOperations,
  ...orderOperations,
  ...chatOperations,
  ...platformOperations,
  ...campaignOperations,
  ...channelOperations,
];

/** The description of the API in OpenAPI 3.1, whose schemas are those that the handlers parse by. */
export function openapi(): readonly GeneratedFile[] {
  const text = `${JSON.stringify(documentOf(OPERATIONS), null, 1)}\n`;
  return [{ path: 'functions/platform/openapi.json', text }];
}

export function documentOf(operations: readonly Operation[]) {
  const paths: Record<string, Record<string, object>> = {};
  for (const operation of operations) {
    paths[operation.path] = { ...paths[operation.path], [operation.method.toLowerCase()]: describe(operation) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Perennial',
      version: '1',
      description:
        'Events in, decisions out, outcomes joined. Errors are problem details (RFC 9457) with a pointer to each bad field.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/v1' }],
    paths,
    components: {
      schemas: { ProblemDetails: schemaOf(ProblemDetails, 'output') },
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description: "A secret key of the shop, or a console user's id token",
        },
        writeKey: { type: 'http', scheme: 'basic', description: 'The write key as user name, no password' },
      },
    },
  };
}

function describe(operation: Operation) {
  const { method, path, summary, area, roles, params, query, body, response, status = 200 } = operation;
  const { hasEntityTag, isConditional } = operation;
  const contentType = operation.contentType ?? 'application/json';
  const parameters = [
    ...parametersOf('path', params),
    ...parametersOf('query', query),
    ...(operation.isIdempotent
      ? [{ name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string', maxLength: 255 } }]
      : []),
    ...parametersOf('header', isConditional ? CONDITION : undefined),
  ];
  return {
    operationId: `${method.toLowerCase()}${path.replaceAll(/[/{}.-]+(\w?)/g, (_, letter: string) => letter.toUpperCase())}`,
    summary,
    tags: [area],
    security: [
      ...(roles.includes('server') || roles.includes('console') ? [{ bearer: [] }] : []),
      ...(roles.includes('browser') ? [{ writeKey: [] }] : []),
    ],
    ...(parameters.length ? { parameters } : {}),
    ...(body
      ? { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body, 'input') } } } }
      : {}),
    responses: {
      [status]: {
        description: 'Done',
        ...(hasEntityTag ? { headers: { ETag: headerOf(ETag) } } : {}),
        content: { [contentType]: { schema: schemaOf(response, 'output') } },
      },
      ...(isConditional
        ? { 412: problem('Something else stands there than `If-Match` says; nothing was written') }
        : {}),
      default: problem('What is wrong, with a pointer to each bad field'),
    },
  };
}

const CONDITION = z.object({ 'If-Match': IfMatch.optional() });

function headerOf(schema: z.ZodType) {
  const { description, ...header } = DescribedSchema.parse(schemaOf(schema, 'output'));
  return { description, schema: header };
}

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/ProblemDetails' } } },
});

const DescribedSchema = z.looseObject({ description: z.string().optional() });
const ObjectSchema = z.looseObject({
  properties: z.record(z.string(), DescribedSchema).default({}),
  required: z.array(z.string()).default([]),
});

function parametersOf(place: 'path' | 'query' | 'header', schema: z.ZodType | undefined) {
  if (!schema) return [];
  const { properties, required } = ObjectSchema.parse(schemaOf(schema, 'input'));
  return Object.entries(properties).map(([name, { description, ...property }]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    ...(description ? { description } : {}),
    schema: property,
  }));
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): object {
  const { $schema: _, ...json } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      const shape = shapeOfRow(zodSchema);
      if (shape) Object.assign(jsonSchema, schemaOf(shape, io));
    },
  });
  return json;
}
