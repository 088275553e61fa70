import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { CloudFormationClient, CreateStackCommand, waitUntilStackCreateComplete } from '@aws-sdk/client-cloudformation';
import { BOOTSTRAP_STACK } from '../infra/deploy.ts';

/**
 * The CDK's own bucket and roles on the laptop's cloud. `cdk bootstrap` would make the same stack from the same template,
 * but looks only every 5 seconds whether it stands.
 */
export async function bootstrapLaptop(): Promise<void> {
  const client = new CloudFormationClient();
  const { stdout } = await promisify(execFile)('node_modules/.bin/cdk', ['bootstrap', '--show-template']);
  await client.send(
    new CreateStackCommand({
      StackName: BOOTSTRAP_STACK,
      TemplateBody: stdout,
      Capabilities: ['CAPABILITY_NAMED_IAM'],
    }),
  );
  await waitUntilStackCreateComplete(
    { client, maxWaitTime: 60, minDelay: 1, maxDelay: 1 },
    { StackName: BOOTSTRAP_STACK },
  );
}
