import { fromEnv } from '@aws-sdk/credential-provider-env';

/**
 * Stands in for the SDK's own chain of credential providers in a function's bundle. Lambda puts the role's
 * credentials into the environment and has none of the other places, which weigh 50 KB.
 */
export const defaultProvider = fromEnv;
