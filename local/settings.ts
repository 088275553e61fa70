import * as z from 'zod';

/** The laptop's settings, each with a default that suits; every port can be moved. */
export const LocalSettings = z.object({
  PERENNIAL_PORT: z.coerce.number().int().default(8080),
  PERENNIAL_EMULATOR_PORT: z.coerce.number().int().default(4566),
  PERENNIAL_SAGEMAKER_PORT: z.coerce.number().int().default(4567),
  /** Everything that the laptop's cloud remembers lies below this folder. */
  PERENNIAL_STATE_DIR: z.string().default('.perennial'),
});
export type LocalSettings = z.infer<typeof LocalSettings>;

export const LOCAL_REGION = 'us-east-1';

export interface LocalAddresses {
  readonly publicUrl: string;
  readonly apiUrl: string;
  readonly emulatorUrl: string;
  readonly sagemakerUrl: string;
}

export function addressesOf(settings: LocalSettings): LocalAddresses {
  const publicUrl = `http://127.0.0.1:${settings.PERENNIAL_PORT}`;
  return {
    publicUrl,
    apiUrl: `${publicUrl}/v1`,
    emulatorUrl: `http://127.0.0.1:${settings.PERENNIAL_EMULATOR_PORT}`,
    sagemakerUrl: `http://127.0.0.1:${settings.PERENNIAL_SAGEMAKER_PORT}`,
  };
}

/** What an AWS SDK or the CDK needs to speak to the laptop's cloud instead of AWS. */
export function cloudEnvironment({ emulatorUrl, sagemakerUrl }: LocalAddresses): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: emulatorUrl,
    AWS_ENDPOINT_URL_SAGEMAKER: sagemakerUrl,
    AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME: sagemakerUrl,
    AWS_REGION: LOCAL_REGION,
    AWS_DEFAULT_REGION: LOCAL_REGION,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    CDK_DEFAULT_ACCOUNT: '000000000000',
    CDK_DEFAULT_REGION: LOCAL_REGION,
  };
}
