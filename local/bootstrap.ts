import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { CloudFormationClient, CreateStackCommand, waitUntilStackCreateComplete } from '@aws-sdk/client-cloudformation';
import { BOOTSTRAP_STACK } from '../infra/deploy.ts';

/** The template of the CDK's own bucket and roles, which is the same for every account. */
export async function writeBootstrapTemplate(file: string): Promise<void> {
  const { stdout } = await promisify(execFile)('node_modules/.bin/cdk', ['bootstrap', '--show-template']);
  writeFileSync(file, stdout);
}

/**
 * The CDK's own bucket and roles on the laptop's cloud. `cdk bootstrap` would make the same stack from the same template,
 * but looks only every 5 seconds whether it stands.
 */
export async function bootstrapLaptop(templateFile: string): Promise<void> {
  const client = new CloudFormationClient();
  await client.send(
    new CreateStackCommand({
      StackName: BOOTSTRAP_STACK,
      TemplateBody: readFileSync(templateFile, 'utf8'),
      Capabilities: ['CAPABILITY_NAMED_IAM'],
    }),
  );
  await waitUntilStackCreateComplete(
    { client, maxWaitTime: 60, minDelay: 0.1, maxDelay: 1 },
    { StackName: BOOTSTRAP_STACK },
  );
}
