import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import * as z from 'zod';

const Resource = z.object({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).default({}) });
const Template = z.object({ Resources: z.record(z.string(), Resource) });
const Environment = z.object({
  Environment: z.object({ Variables: z.looseObject({ POWERTOOLS_SERVICE_NAME: z.string() }) }),
});
const Reference = z.union([
  z.object({ Ref: z.string() }).transform(({ Ref }) => Ref),
  z.object({ 'Fn::ImportValue': z.string() }).transform((reference) => reference['Fn::ImportValue']),
]);

export interface DeployedFunction {
  /** `events/collect-events` */
  readonly name: string;
  readonly environment: Readonly<Record<string, string>>;
  /** A caller waits for it: a route of the API, or what says whose key it is. */
  readonly isOnRequestPath: boolean;
}

/** The functions of a stage as its templates describe them, with the environment that each is given. */
export function functionsOf(assembly: CloudAssembly): DeployedFunction[] {
  const resources = assembly.stacks.flatMap((stack) => Object.entries(Template.parse(stack.template).Resources));
  const entrances = JSON.stringify(
    resources.filter(([, { Type }]) => ['AWS::ApiGateway::Method', 'AWS::ApiGateway::Authorizer'].includes(Type)),
  );
  return resources.flatMap(([id, { Type, Properties }]) => {
    if (Type !== 'AWS::Lambda::Function') return [];
    const variables = Environment.parse(Properties).Environment.Variables;
    const environment = Object.fromEntries(Object.entries(variables).map(([key, value]) => [key, settled(key, value)]));
    return [{ name: variables.POWERTOOLS_SERVICE_NAME, environment, isOnRequestPath: entrances.includes(id) }];
  });
}

/** What stays open until the deployment gets a value of the right form: nothing is called while a function starts. */
function settled(key: string, value: unknown): string {
  if (typeof value === 'string') return value;
  if (key.endsWith('_URL')) return 'https://sqs.us-east-1.amazonaws.com/111122223333/queue';
  if (key === 'USER_POOL_ID') return 'us-east-1_aBcDeFgHi';
  const reference = Reference.safeParse(value);
  return reference.success ? reference.data : JSON.stringify(value);
}
