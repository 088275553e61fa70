import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import type { Construct } from 'constructs';

/** Calls a function once a night, within half an hour of the time that `cron` gives in UTC, and names the day to it. */
export function callNightly(scope: Construct, handler: IFunction, cron: string): void {
  const role = new Role(scope, 'NightlyRole', { assumedBy: new ServicePrincipal('scheduler.amazonaws.com') });
  role.addToPolicy(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [handler.functionArn] }));
  new CfnSchedule(scope, 'Nightly', {
    scheduleExpression: `cron(${cron})`,
    flexibleTimeWindow: { mode: 'FLEXIBLE', maximumWindowInMinutes: 30 },
    target: {
      arn: handler.functionArn,
      roleArn: role.roleArn,
      input: JSON.stringify({ day: '<aws.scheduler.scheduled-time>' }),
      retryPolicy: { maximumRetryAttempts: 3, maximumEventAgeInSeconds: 3_600 },
    },
  });
}
