/** Deploys a stage and fills its console: `npm run deploy -- --stage dev`. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import * as z from 'zod';
import { StageName } from './settings.ts';
import { type ConsoleAddresses, uploadConsole } from './upload-console.ts';

/** What the stacks tell a person or a script. */
export const DeployOutputs = z.object({
  Region: z.string(),
  ApiUrl: z.url(),
  RestApiId: z.string(),
  UserPoolId: z.string(),
  ClientId: z.string(),
  ConsoleUrl: z.url(),
  ConsoleBucketName: z.string(),
  LakeBucketName: z.string(),
  ArtifactsBucketName: z.string(),
  EventsQueueUrl: z.url(),
  CreateShopFunctionName: z.string(),
  TrainModelStateMachineArn: z.string(),
});
export type DeployOutputs = z.infer<typeof DeployOutputs>;

export const BOOTSTRAP_STACK = 'CDKToolkit';

export interface DeployOptions {
  readonly stage: StageName;

  /**
   * Where the console finds the API and Cognito.
   *
   * @default the API behind the console's own address, and Cognito of the region
   */
  readonly addresses?: ConsoleAddresses;

  /** @default prepared on the way */
  readonly prepared?: Promise<PreparedDeployment>;

  /** Makes the CDK's own bucket and roles where they are missing. @default `cdk bootstrap` */
  readonly bootstrap?: () => Promise<void>;
  readonly onProgress: (line: string) => void;
}

/** What a deployment takes to the cloud: a folder of templates and assets, and one of built pages. */
export interface PreparedDeployment {
  readonly assembly: string;
  readonly pages: string;
}

export const preparedIn = (folder: string): PreparedDeployment => ({
  assembly: join(folder, 'assembly'),
  pages: join(folder, 'pages'),
});

/** Synthesises the stacks and builds the pages into `folder`, for which no cloud is needed. */
export async function prepareDeployment({
  stage,
  folder,
  onProgress,
}: Pick<DeployOptions, 'stage' | 'onProgress'> & { readonly folder: string }): Promise<PreparedDeployment> {
  const prepared = preparedIn(folder);
  const synthesis = ['synth', '--all', '--quiet', '-c', `stage=${stage}`, '--output', prepared.assembly];
  await Promise.all([cdk(synthesis, onProgress), buildPages(prepared.pages, onProgress)]);
  return prepared;
}

export async function deploy({
  stage,
  addresses,
  prepared,
  bootstrap = () => cdk(['bootstrap', '-c', `stage=${stage}`], onProgress),
  onProgress,
}: DeployOptions): Promise<DeployOutputs> {
  const folder = mkdtempSync(join(tmpdir(), 'perennial-deploy-'));
  try {
    const [{ assembly, pages }] = await Promise.all([
      prepared ?? prepareDeployment({ stage, folder, onProgress }),
      isBootstrapped().then((is) => (is ? undefined : bootstrap())),
    ]);
    const outputs = await deployStacks(stage, assembly, join(folder, 'outputs.json'), onProgress);
    await uploadConsole({ outputs, addresses: addresses ?? addressesOnAws(outputs.Region), folder: pages });
    onProgress(`console: ${outputs.ConsoleUrl}`);
    return outputs;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The console, and beside it the chat that shops embed: one file without modules, as a foreign page must load it. */
async function buildPages(folder: string, onProgress: DeployOptions['onProgress']): Promise<void> {
  const pages = resolve(folder);
  await run('node_modules/.bin/vite', ['build', 'console', '--outDir', pages, '--logLevel', 'warn'], onProgress);
  const widget = ['console/widget/widget.ts', '--bundle', '--minify', '--format=iife', '--target=es2023'];
  const out = ['--loader:.css=text', `--outfile=${pages}/chat-widget.js`, '--log-level=warning'];
  await run('node_modules/.bin/esbuild', [...widget, ...out], onProgress);
}

/** The CDK needs its own bucket and roles in an account, once a region. */
async function isBootstrapped(): Promise<boolean> {
  try {
    await new CloudFormationClient().send(new DescribeStacksCommand({ StackName: BOOTSTRAP_STACK }));
    return true;
  } catch (error) {
    if (error instanceof Error && error.message.includes('does not exist')) return false;
    throw error;
  }
}

async function deployStacks(
  stage: StageName,
  assembly: string,
  outputsFile: string,
  onProgress: DeployOptions['onProgress'],
): Promise<DeployOutputs> {
  const method = stage === 'prod' ? [] : ['--method', 'direct'];
  const options = ['--all', '--require-approval', 'never', '--concurrency', '4', '--outputs-file', outputsFile];
  await cdk(['deploy', '--app', assembly, ...method, ...options, '--progress', 'events'], onProgress);
  const byStack = z
    .record(z.string(), z.record(z.string(), z.string()))
    .parse(JSON.parse(readFileSync(outputsFile, 'utf8')));
  return DeployOutputs.parse(Object.assign({}, ...Object.values(byStack)));
}

const addressesOnAws = (region: string): ConsoleAddresses => ({
  apiUrl: '/v1',
  cognitoEndpoint: `https://cognito-idp.${region}.amazonaws.com`,
});

const cdk = (args: readonly string[], onProgress: DeployOptions['onProgress']) =>
  run('node_modules/.bin/cdk', [...args, '--ci'], onProgress);

function run(command: string, args: readonly string[], onProgress: DeployOptions['onProgress']): Promise<void> {
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, CDK_DISABLE_CLI_TELEMETRY: 'true' },
  });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      onProgress(line);
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) return resolve();
      reject(new Error(`${command} ${args[0]} ended with ${code}:\n${lines.slice(-25).join('\n')}`));
    });
  });
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { stage: { type: 'string', default: 'dev' } } });
  const outputs = await deploy({ stage: StageName.parse(values.stage), onProgress: (line) => console.error(line) });
  console.log(JSON.stringify(outputs, null, 2));
}
