import { AwsSolutionsChecks, type IApplyRule, type NagRuleResult } from 'cdk-nag';

interface ReasonedPattern {
  /** What the check calls the finding: `Resource::…` or `Action::…`. */
  readonly finding: RegExp;
  readonly reason: string;
}

/**
 * Every pattern that a role of ours may contain, and why it cannot be narrower. A pattern that is not here fails the
 * synthesis, whoever adds it.
 */
export const REASONED_PATTERNS: readonly ReasonedPattern[] = [
  {
    finding: /^Resource::.*ExportsOutputFnGetAtt(Lake|Artifacts)Bucket\w+Arn\w+\/[a-z-]+\/\*$/,
    reason: 'Objects are named by what is written; a role is bound to the area of the bucket that is its own.',
  },
  {
    finding: /^Resource::arn:[^:]+:sagemaker:[^:]+:[^/]+:(endpoint|endpoint-config|model)\/\*-[a-z]+-\*$/,
    reason: 'Endpoints are named by shop, model and run when the run begins; the pattern names the model.',
  },
  {
    finding:
      /^Resource::arn:[^:]+:sagemaker:[^:]+:[^/]+:(training-job|processing-job|model-package|model-package-group)\/\*$/,
    reason: 'Jobs and packages are named by run, step and attempt, because SageMaker takes no name twice.',
  },
  {
    finding: /^Resource::arn:[^:]+:s3:::[a-z0-9.-]+\/[A-Za-z0-9._/-]+\/\*$/,
    reason:
      'A base model is a folder of files that its makers named; the role is bound to the folder that the stage sets.',
  },
  {
    finding: /^Resource::arn:[^:]+:logs:[^:]+:[^/]+:log-group:\/aws\/sagemaker\/\*$/,
    reason: 'SageMaker names the log streams of its jobs and endpoints itself, below this group.',
  },
  {
    finding: /^Resource::arn:[^:]+:states:[^:]+:[^/]+:execution:.*:\*$/,
    reason: 'Executions are named by run; the role is bound to the ones of one state machine.',
  },
  {
    finding: /^Resource::arn:[^:]+:application-autoscaling:[^:]+:[^/]+:scalable-target\/\*$/,
    reason: 'A scalable target gets its name from the service; the calls name endpoints of ours alone.',
  },
  {
    finding: /^Resource::arn:[^:]+:cloudwatch:[^:]+:[^/]+:alarm:TargetTracking\*$/,
    reason: 'Target tracking makes its own alarms under this prefix.',
  },
  {
    finding: /^Resource::arn:[^:]+:ses:[^:]+:[^/]+:identity\/\*$/,
    reason: 'A shop verifies the sender that it likes, when it likes; the role sends through one configuration set.',
  },
  {
    finding: /^Resource::arn:[^:]+:scheduler:[^:]+:[^/]+:schedule\/[a-z0-9-]+\/\*$/,
    reason: 'Schedules are named by shop and campaign; the role is bound to one group of them.',
  },
  {
    finding: /^Resource::\*$/,
    reason:
      'Actions that have no resources to name: X-Ray segments, CloudWatch metrics, delivery of logs, the token of a registry. Tests list the actions that stand beside it.',
  },
];

/** The AwsSolutions pack, told which patterns have a reason. */
export class ReasonedChecks extends AwsSolutionsChecks {
  protected override applyRule(params: IApplyRule): void {
    super.applyRule({ ...params, rule: (node) => withoutReasoned(params.rule(node)) });
  }
}

/** A rule that answers with a list of findings is content when each of them has a reason. */
function withoutReasoned(result: NagRuleResult): NagRuleResult {
  if (!Array.isArray(result)) return result;
  return result.filter((finding) => !REASONED_PATTERNS.some((pattern) => pattern.finding.test(finding)));
}
