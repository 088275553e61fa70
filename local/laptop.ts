import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DeployOutputs, deploy } from '../infra/deploy.ts';
import { type ApiClient, basicAuthorization, bearerAuthorization, createApiClient } from './api-client.ts';
import { bootstrapLaptop } from './bootstrap.ts';
import { type CloudProcess, startCloud } from './cloud-process.ts';
import { fingerprintOfSources, prepareLocalDeployment } from './prepared-deployment.ts';
import { provisionShop, type ShopAccess } from './provision.ts';
import { saveState } from './saved-state.ts';
import { addressesOf, cloudEnvironment, type LocalAddresses, LocalSettings } from './settings.ts';

export interface LaptopOptions {
  readonly settings?: LocalSettings;
  readonly shop?: string;
  readonly onProgress: (line: string) => void;
  /** More environment for the cloud's process, such as SFN_WAIT_SCALE. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** The platform whole on this machine: cloud, stacks, console, a shop with keys and a login. */
export interface Laptop {
  readonly addresses: LocalAddresses;
  readonly settings: LocalSettings;
  readonly outputs: DeployOutputs;
  readonly access: ShopAccess;
  readonly cloud: CloudProcess;
  /** Signs with the secret key. */
  readonly server: ApiClient;
  /** Signs with the write key, as a tracking client does. */
  readonly tracker: ApiClient;
}

export async function startLaptop({
  settings = LocalSettings.parse(process.env),
  shop = 'demo',
  onProgress,
  environment,
}: LaptopOptions): Promise<Laptop> {
  const addresses = addressesOf(settings);
  Object.assign(process.env, cloudEnvironment(addresses));
  const deployment = deploymentOf(settings, addresses, onProgress);
  onProgress('cloud: starting');
  const cloud = await startCloud(settings, environment);
  try {
    if (cloud.resumed.length) onProgress(`cloud: ${cloud.resumed.length} interrupted runs go on`);
    const outputs = await deployment();
    const url = addresses.apiUrl;
    const access = await provisionShop(shop, outputs, {
      file: join(settings.PERENNIAL_STATE_DIR, 'access.json'),
      save: () => saveState(addresses.emulatorUrl),
    });
    const server = createApiClient({ url, authorization: bearerAuthorization(access.secretKey) });
    const tracker = createApiClient({ url, authorization: basicAuthorization(access.publishableKey) });
    return { addresses, settings, outputs, access, cloud, server, tracker };
  } catch (error) {
    await cloud.stop();
    throw error;
  }
}

/** Deploys when the code differs from what this state folder's cloud was last given; what needs no cloud is begun at once. */
function deploymentOf(
  settings: LocalSettings,
  addresses: LocalAddresses,
  onProgress: (line: string) => void,
): () => Promise<DeployOutputs> {
  const kept = join(settings.PERENNIAL_STATE_DIR, 'deployed.json');
  const sources = fingerprintOfSources();
  const fingerprint = `${sources} ${JSON.stringify(addresses)}`;
  const before = existsSync(kept) ? JSON.parse(readFileSync(kept, 'utf8')) : undefined;
  if (before?.fingerprint === fingerprint) {
    return async () => {
      onProgress('stacks: deployed already');
      return before.outputs;
    };
  }
  const telling = (line: string) => /✅|❌|_FAILED/.test(line) && onProgress(`stacks: ${line.trim()}`);
  const prepared = prepareLocalDeployment(sources, telling);
  prepared.catch(() => {}); // told by whoever deploys; until then the cloud may still be coming up
  return async () => {
    onProgress('stacks: deploying');
    const outputs = await deploy({
      stage: 'local',
      addresses: { apiUrl: addresses.apiUrl, cognitoEndpoint: addresses.emulatorUrl },
      prepared,
      bootstrap: async () => bootstrapLaptop((await prepared).bootstrap),
      onProgress: telling,
    });
    await saveState(addresses.emulatorUrl);
    writeFileSync(kept, JSON.stringify({ fingerprint, outputs }));
    return outputs;
  };
}
