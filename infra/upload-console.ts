import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { DeployOutputs } from './deploy.ts';

export interface ConsoleAddresses {
  readonly apiUrl: string;
  readonly cognitoEndpoint: string;
}

export interface UploadConsoleOptions {
  readonly outputs: Pick<DeployOutputs, 'ConsoleBucketName' | 'ClientId' | 'Region'>;
  readonly addresses: ConsoleAddresses;

  /** Where the built console lies. */
  readonly folder: string;
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
};

/**
 * Puts the built console into its bucket with a `config.json` of this stage. Files under `assets/` carry a digest in
 * their name and may be kept for ever; the others are asked for anew each time, so that no cache must be emptied.
 */
export async function uploadConsole({ outputs, addresses, folder }: UploadConsoleOptions): Promise<void> {
  const s3 = new S3Client();
  const put = (key: string, body: Uint8Array | string) =>
    s3.send(
      new PutObjectCommand({
        Bucket: outputs.ConsoleBucketName,
        Key: key,
        Body: body,
        ContentType: CONTENT_TYPES[extname(key)] ?? 'application/octet-stream',
        CacheControl: key.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      }),
    );
  const files = filesBelow(folder);
  if (!files.includes('index.html')) throw new Error(`${folder} holds no index.html; build the console first`);
  const last = new Set(['index.html']);
  await Promise.all(files.filter((file) => !last.has(file)).map((file) => put(file, readFileSync(join(folder, file)))));
  await put('config.json', JSON.stringify({ ...addresses, clientId: outputs.ClientId, region: outputs.Region }));
  await put('index.html', readFileSync(join(folder, 'index.html')));
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}
