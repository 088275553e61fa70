import * as z from 'zod';

/** `/config.json`, which the deploy step writes beside the console: where its API and its sign-in are. */
export const ConsoleConfig = z.object({
  apiUrl: z.string().min(1),
  region: z.string().min(1),
  clientId: z.string().min(1),
  /** @default Cognito of the region */
  cognitoEndpoint: z.string().min(1).optional(),
});
export type ConsoleConfig = z.infer<typeof ConsoleConfig>;

export async function loadConfig(fetcher: typeof fetch = fetch): Promise<ConsoleConfig> {
  const response = await fetcher('/config.json', { cache: 'no-cache' });
  if (!response.ok) throw new Error(`config.json answered ${response.status}`);
  return ConsoleConfig.parse(await response.json());
}

export const cognitoUrl = ({ cognitoEndpoint, region }: ConsoleConfig) =>
  cognitoEndpoint ?? `https://cognito-idp.${region}.amazonaws.com/`;
