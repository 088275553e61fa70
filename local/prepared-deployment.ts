/** The local stage's templates and pages, made when the project is installed: `node local/prepared-deployment.ts`. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type DeployOptions, type PreparedDeployment, prepareDeployment, preparedIn } from '../infra/deploy.ts';
import { writeBootstrapTemplate } from './bootstrap.ts';
import { addressesOf, cloudEnvironment, LocalSettings } from './settings.ts';

const SOURCES = [
  'infra',
  'functions',
  'core',
  'workflows',
  'console',
  'cdk.json',
  'package-lock.json',
  'local/bootstrap.ts',
];
const KEPT_IN = 'cdk.out';
const PREFIX = 'local-';
const MAKING = 'making-';
/** After so long nobody is making anything any more: that program was killed. */
const ABANDONED_MS = 60 * 60_000;

/** What a laptop's cloud is given; the file `bootstrap` is the template of the CDK's own stack. */
interface LocalDeployment extends PreparedDeployment {
  readonly bootstrap: string;
}

const localIn = (folder: string): LocalDeployment => ({
  ...preparedIn(folder),
  bootstrap: join(folder, 'bootstrap.yaml'),
});

/** Digest of all that decides what is deployed on a laptop; addresses do not, for the cloud hands them to functions itself. */
export function fingerprintOfSources(): string {
  const digest = createHash('sha256');
  for (const file of SOURCES.flatMap(filesOf)) digest.update(file).update(readFileSync(file));
  return digest.digest('hex');
}

function filesOf(source: string): string[] {
  if (source.includes('.')) return [source];
  return readdirSync(source, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('/dist'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** Made once for each state of the code. Needs no cloud: it may be still coming up. */
export async function prepareLocalDeployment(
  fingerprint: string,
  onProgress: DeployOptions['onProgress'],
): Promise<LocalDeployment> {
  const name = `${PREFIX}${fingerprint.slice(0, 16)}`;
  const folder = join(KEPT_IN, name);
  if (existsSync(folder)) return localIn(folder);
  // Templates are checked where they change, by `npm run synth` and the tests, not at each start.
  process.env.CDK_VALIDATION = 'false';
  mkdirSync(KEPT_IN, { recursive: true });
  const making = mkdtempSync(join(KEPT_IN, MAKING));
  try {
    await Promise.all([
      prepareDeployment({ stage: 'local', folder: making, onProgress }),
      writeBootstrapTemplate(localIn(making).bootstrap),
    ]);
    for (const older of readdirSync(KEPT_IN))
      if (isLeft(older, name)) rmSync(join(KEPT_IN, older), { recursive: true, force: true });
    renameSync(making, folder);
  } catch (error) {
    rmSync(making, { recursive: true, force: true });
    if (!existsSync(folder)) throw error; // another program was quicker
  }
  return localIn(folder);
}

/** What an older state of the code, or a program that was killed, has left. */
function isLeft(folder: string, current: string): boolean {
  if (folder.startsWith(PREFIX)) return folder !== current;
  const made = statSync(join(KEPT_IN, folder), { throwIfNoEntry: false });
  return folder.startsWith(MAKING) && made !== undefined && Date.now() - made.mtimeMs > ABANDONED_MS;
}

if (import.meta.main) {
  Object.assign(process.env, cloudEnvironment(addressesOf(LocalSettings.parse(process.env))));
  await prepareLocalDeployment(fingerprintOfSources(), () => {});
}
