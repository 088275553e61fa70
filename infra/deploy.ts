/**
 * Puts a stage into the account that the environment's credentials name: builds the console, deploys every
 * stack, uploads the console's files. `npm run deploy -- --stage dev`. `npm start` calls it for the laptop's cloud.
 */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';

/** What the stacks tell the world: the names that a deployer, the console and the laptop's start need. */
export const DeployOutputs = z.object({
  ApiUrl: z.string(),
  RestApiId: z.string(),
  UserPoolId: z.string(),
  UserPoolClientId: z.string(),
  ConsoleBucketName: z.string(),
  ConsoleUrl: z.string().optional(),
  LakeBucketName: z.string(),
  ArtifactsBucketName: z.string(),
  CreateShopFunctionName: z.string(),
  TrainModelStateMachineArn: z.string(),
});
export type DeployOutputs = z.infer<typeof DeployOutputs>;

export interface DeployOptions {
  readonly stage: string;
  /** Where the console's browser finds API and sign-in. @default what the stacks say, which is right on AWS */
  readonly addresses?: { readonly apiUrl: string; readonly cognitoEndpoint: string };
  readonly onProgress: (line: string) => void;
}

export async function deploy({ stage, addresses, onProgress }: DeployOptions): Promise<DeployOutputs> {
  const assembly = `cdk.out/${stage}`;
  const context = ['--context', `stage=${stage}`, '--output', assembly];
  const outputsFile = `${assembly}-outputs.json`;
  const console = run('node_modules/.bin/vite', ['build', 'console', '--logLevel', 'warn'], () => {});
  await run('node_modules/.bin/cdk', ['bootstrap', ...context], () => {});
  const flags = ['--all', '--require-approval', 'never', '--outputs-file', outputsFile, '--progress', 'events'];
  await run('node_modules/.bin/cdk', ['deploy', ...flags, ...context], onProgress);
  await console;
  const outputs = readOutputs(outputsFile);
  const files = await uploadConsole(outputs, addresses);
  onProgress(`console: ${files} files uploaded`);
  return outputs;
}

/** Every stack's outputs in one object; CDK writes them by stack. */
function readOutputs(file: string): DeployOutputs {
  const byStack = z.record(z.string(), z.record(z.string(), z.string())).parse(JSON.parse(readFileSync(file, 'utf8')));
  return DeployOutputs.parse(Object.assign({}, ...Object.values(byStack)));
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json',
  svg: 'image/svg+xml',
  woff2: 'font/woff2',
  png: 'image/png',
  ico: 'image/x-icon',
};

async function uploadConsole(outputs: DeployOutputs, addresses: DeployOptions['addresses']): Promise<number> {
  const s3 = new S3Client({ forcePathStyle: true });
  const dist = 'console/dist';
  const files = readdirSync(dist, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const put = (key: string, body: Buffer | string) =>
    s3.send(
      new PutObjectCommand({
        Bucket: outputs.ConsoleBucketName,
        Key: key,
        Body: body,
        ContentType: CONTENT_TYPES[key.split('.').pop() ?? ''] ?? 'application/octet-stream',
        // Built files carry their digest in the name; the page and its settings do not.
        CacheControl: key.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      }),
    );
  for (const file of files) {
    const path = join(file.parentPath, file.name);
    await put(relative(dist, path), readFileSync(path));
  }
  const settings = {
    apiUrl: addresses?.apiUrl ?? outputs.ApiUrl.replace(/\/$/, ''),
    region: process.env.AWS_REGION ?? process.env.CDK_DEFAULT_REGION ?? 'us-east-1',
    userPoolId: outputs.UserPoolId,
    userPoolClientId: outputs.UserPoolClientId,
    cognitoEndpoint: addresses?.cognitoEndpoint,
  };
  await put('config.json', JSON.stringify(settings));
  return files.length + 1;
}

/** Runs one tool; its last lines are the error message when it fails. */
function run(command: string, args: readonly string[], onLine: (line: string) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const lines: string[] = [];
    const read = (chunk: Buffer) => {
      for (const line of chunk.toString().split('\n').filter(Boolean)) {
        lines.push(line);
        onLine(line);
      }
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0
        ? resolve()
        : reject(new Error(`${command} ${args[0]} ended with ${code}:\n${lines.slice(-25).join('\n')}`)),
    );
  });
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { stage: { type: 'string', default: 'dev' }, json: { type: 'boolean' } } });
  const outputs = await deploy({ stage: values.stage, onProgress: (line) => process.stderr.write(`${line}\n`) });
  process.stdout.write(
    values.json ? `${JSON.stringify(outputs)}\n` : `API ${outputs.ApiUrl}\nConsole ${outputs.ConsoleUrl ?? '-'}\n`,
  );
}
