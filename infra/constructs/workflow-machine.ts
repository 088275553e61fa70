import { ArnFormat, type Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { type IRole, Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { BAD_ENDS } from '../../workflows/cut-off.ts';
import type { Settings } from '../settings.ts';
import type { DataStack } from '../stacks/data-stack.ts';
import { ALERT_PERIOD } from './alerts.ts';
import { sagemakerArn } from './sagemaker-access.ts';

export interface WorkflowMachineProps {
  readonly data: DataStack;
  readonly settings: Settings;
  /** Amazon States Language; its values may be tokens of the CDK. */
  readonly definition: object;
  readonly timeout: Duration;
}

/** The state machine of a workflow, `StateMachine` in its scope: traced, its log kept for a set time under our key. */
export function workflowMachine(scope: Construct, props: WorkflowMachineProps): StateMachine {
  const log = new LogGroup(scope, 'Log', {
    retention: props.settings.logRetentionDays,
    encryptionKey: props.data.keys.data,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  return new StateMachine(scope, 'StateMachine', {
    stateMachineType: StateMachineType.STANDARD,
    definitionBody: DefinitionBody.fromString(Stack.of(scope).toJsonString(props.definition)),
    tracingEnabled: true,
    logs: { destination: log, level: LogLevel.ALL, includeExecutionData: false },
    timeout: props.timeout,
  });
}

/** Allows a workflow to call its own functions. */
export function allowSteps(machine: StateMachine, steps: readonly IFunction[]): void {
  const resources = steps.map(({ functionArn }) => functionArn);
  machine.addToRolePolicy(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources }));
}

/** Allows a workflow to run processing jobs under a role, and to wait for them. */
export function allowProcessingJobs(scope: Construct, machine: StateMachine, role: IRole): void {
  const jobs = [sagemakerArn(scope, 'processing-job', '*')];
  const rule = Stack.of(scope).formatArn({
    service: 'events',
    resource: 'rule',
    resourceName: 'StepFunctionsGetEventsForSageMakerProcessingJobsRule',
  });
  const grant = (actions: string[], resources: string[], conditions?: Record<string, unknown>) =>
    machine.addToRolePolicy(new PolicyStatement({ actions, resources, conditions }));
  grant(['sagemaker:CreateProcessingJob', 'sagemaker:DescribeProcessingJob', 'sagemaker:StopProcessingJob'], jobs);
  allowTagging(machine, jobs);
  grant(['iam:PassRole'], [role.roleArn], { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } });
  grant(['events:PutTargets', 'events:PutRule', 'events:DescribeRule'], [rule]);
}

/**
 * Step Functions tags what its own integrations create (`MANAGED_BY_AWS`), and a role that may not tag may not create
 * (aws-cdk issue 32294).
 */
export function allowTagging(machine: StateMachine, resources: readonly string[]): void {
  machine.addToRolePolicy(new PolicyStatement({ actions: ['sagemaker:AddTags'], resources: [...resources] }));
}

/** A distributed map starts its parts as executions of the machine itself; a policy apart spares a circle. */
export function allowParts(scope: Construct, machine: StateMachine): void {
  const executions = Stack.of(scope).formatArn({
    service: 'states',
    resource: 'execution',
    resourceName: `${machine.stateMachineName}:*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  const policy = new Policy(scope, 'Parts', {
    statements: [
      new PolicyStatement({ actions: ['states:StartExecution'], resources: [machine.stateMachineArn] }),
      new PolicyStatement({ actions: ['states:DescribeExecution', 'states:StopExecution'], resources: [executions] }),
    ],
  });
  policy.attachToRole(machine.role);
}

/**
 * Tells the step that writes down a failure of every execution that ended badly: one that ran out of time, was stopped by
 * hand, or broke where no state catches, has not told it itself.
 */
export function tellCutOff(scope: Construct, machine: StateMachine, step: IFunction): void {
  new Rule(scope, 'CutOff', {
    eventPattern: {
      source: ['aws.states'],
      detailType: ['Step Functions Execution Status Change'],
      detail: { stateMachineArn: [machine.stateMachineArn], status: [...BAD_ENDS] },
    },
    targets: [new LambdaFunction(step, { retryAttempts: 20 })],
  });
}

/** Tells a person when an execution fails or runs out of time. Both are one heading in the runbook, `name`. */
export function tellFailures(
  scope: Construct,
  { alerts }: DataStack,
  machine: StateMachine,
  { name, meaning }: { readonly name: string; readonly meaning: string },
): void {
  // Two alarms, because the laptop's cloud adds no metrics up.
  const watched = { meaning, heading: name, above: 0, missingData: TreatMissingData.NOT_BREACHING };
  const over = { period: ALERT_PERIOD, statistic: 'Sum' };
  alerts.when(scope, { ...watched, name, metric: machine.metricFailed(over) });
  alerts.when(scope, { ...watched, name: `${name}-late`, metric: machine.metricTimedOut(over) });
}
