import { AssetManifestArtifact, type CloudAssembly } from 'aws-cdk-lib/cx-api';
import * as z from 'zod';

const Template = z.object({
  Resources: z.record(
    z.string(),
    z.object({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).default({}) }),
  ),
});

const Rules = z.object({ Rules: z.array(z.unknown()) });

/** What a stage's templates contain that bills while nobody is there, or scales with the load. */
export interface TemplateCounts {
  readonly keys: number;
  readonly alarms: number;
  readonly dashboards: number;
  readonly firewallRules: number;
  readonly firewalls: number;
  readonly tables: number;
  readonly tablesWithRecovery: number;
  /** Queues that Lambda asks for messages the whole day. */
  readonly polledQueues: number;
  readonly functions: number;
  readonly schedules: number;
  readonly provisionedEndpoints: number;
  readonly images: number;
}

export function countTemplates(assembly: CloudAssembly): TemplateCounts {
  const resources = assembly.stacks.flatMap((stack) => Object.values(Template.parse(stack.template).Resources));
  const of = (type: string) => resources.filter(({ Type }) => Type === type);
  const firewalls = of('AWS::WAFv2::WebACL');
  return {
    keys: of('AWS::KMS::Key').length,
    alarms: of('AWS::CloudWatch::Alarm').length,
    dashboards: of('AWS::CloudWatch::Dashboard').length,
    firewalls: firewalls.length,
    firewallRules: firewalls.reduce((sum, { Properties }) => sum + Rules.parse(Properties).Rules.length, 0),
    tables: of('AWS::DynamoDB::Table').length,
    tablesWithRecovery: of('AWS::DynamoDB::Table').filter(
      ({ Properties }) => 'PointInTimeRecoverySpecification' in Properties,
    ).length,
    polledQueues: of('AWS::Lambda::EventSourceMapping').length,
    functions: of('AWS::Lambda::Function').length,
    schedules: of('AWS::Scheduler::Schedule').length,
    provisionedEndpoints: of('AWS::SageMaker::Endpoint').length,
    images: imagesOf(assembly).size,
  };
}

/** The images that the stacks' asset manifests name, each once. */
function imagesOf(assembly: CloudAssembly): Set<string> {
  const manifests = assembly.artifacts.filter((artifact) => artifact instanceof AssetManifestArtifact);
  return new Set(manifests.flatMap(({ contents }) => Object.keys(contents.dockerImages ?? {})));
}
