import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import * as z from 'zod';
import { PerennialApp } from '../../../infra/perennial-app.ts';
import type { StageName } from '../../../infra/settings.ts';

export const Resource = z.looseObject({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
});
export type Resource = z.infer<typeof Resource>;
const Template = z.looseObject({ Resources: z.record(z.string(), Resource) });

export interface SynthesisOptions {
  readonly stage: StageName;
  readonly region?: string;
}

export interface Synthesised {
  readonly app: PerennialApp;
  readonly assembly: CloudAssembly;
  /** `<stack part>/<logical id>` → resource. */
  readonly resources: ReadonlyMap<string, Resource>;
  of(type: string): [string, Resource][];
}

/** All stacks of a stage as templates, without bundling the functions. Checks run as they do at a deployment. */
export function synthesise({ stage, region = 'us-east-1' }: SynthesisOptions): Synthesised {
  const app = new PerennialApp({ context: { stage, region, 'aws:cdk:bundling-stacks': [] } });
  const assembly = app.synth();
  const resources = new Map(
    assembly.stacks.flatMap((stack) =>
      Object.entries(Template.parse(stack.template).Resources).map(
        ([id, resource]) => [`${stack.stackName.replace(`perennial-${stage}-`, '')}/${id}`, resource] as const,
      ),
    ),
  );
  return {
    app,
    assembly,
    resources,
    of: (type) => [...resources].filter(([, { Type }]) => Type === type),
  };
}

const Statement = z.looseObject({
  Effect: z.string(),
  Action: z.union([z.string(), z.array(z.string())]),
  Resource: z.unknown(),
});
const Policy = z.looseObject({
  PolicyDocument: z.looseObject({ Statement: z.array(Statement) }),
  Roles: z.array(z.looseObject({ Ref: z.string().optional() })).optional(),
});

/** What the role of a function may do: the actions of every policy whose name bears the function's. */
export function actionsOf(synthesised: Synthesised, functionName: string): string[] {
  const policies = synthesised.of('AWS::IAM::Policy').filter(([id]) => id.includes(`${functionName}Parts`));
  const actions = policies.flatMap(([, { Properties }]) =>
    Policy.parse(Properties).PolicyDocument.Statement.flatMap(({ Action }) => Action),
  );
  return [...new Set(actions)].sort();
}

/** Every statement of every policy, with the policy's id. */
export function statementsOf(synthesised: Synthesised): { id: string; actions: string[]; resource: unknown }[] {
  return synthesised.of('AWS::IAM::Policy').flatMap(([id, { Properties }]) =>
    Policy.parse(Properties)
      .PolicyDocument.Statement.filter(({ Effect }) => Effect === 'Allow')
      .map((statement) => ({
        id,
        actions: [statement.Action].flat(),
        resource: statement.Resource,
      })),
  );
}
