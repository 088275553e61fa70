import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  UsernameExistsException,
} from '@aws-sdk/client-cognito-identity-provider';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import * as z from 'zod';
import type { DeployOutputs } from '../infra/deploy.ts';

/** What a person needs to use the shop on this laptop; kept in a file that only they can read. */
export const ShopAccess = z.object({
  shop: z.string(),
  secretKey: z.string(),
  publishableKey: z.string(),
  login: z.string(),
  password: z.string(),
});
export type ShopAccess = z.infer<typeof ShopAccess>;

const CreatedShop = z.object({ secretKey: z.string(), publishableKey: z.string() });

export interface KeptAccess {
  readonly file: string;
  /** Waits until the cloud has saved what it knows. */
  readonly save: () => Promise<void>;
}

/** Makes the shop, its two keys and a console user, once; later starts read what was kept. */
export async function provisionShop(
  shop: string,
  outputs: DeployOutputs,
  { file, save }: KeptAccess,
): Promise<ShopAccess> {
  if (existsSync(file)) return ShopAccess.parse(JSON.parse(readFileSync(file, 'utf8')));
  const keys = await createShop(shop, outputs.CreateShopFunctionName);
  const login = `owner@${shop}.example`;
  const password = `Pn-${randomBytes(9).toString('base64url')}-7a`;
  await createLogin(outputs.UserPoolId, shop, login, password);
  const access = { shop, ...keys, login, password };
  await save();
  writeFileSync(file, JSON.stringify(access, null, 2), { mode: 0o600 });
  return access;
}

async function createShop(shop: string, functionName: string) {
  const answer = await new LambdaClient().send(
    // A shop made by a start that was cut short has keys nobody knows; new ones replace them.
    new InvokeCommand({
      FunctionName: functionName,
      Payload: JSON.stringify({ shop, name: 'Demo shop', currency: 'EUR', rotate: true }),
    }),
  );
  const payload: unknown = JSON.parse(new TextDecoder().decode(answer.Payload));
  if (answer.FunctionError) throw new Error(`create-shop failed: ${JSON.stringify(payload)}`);
  return CreatedShop.parse(payload);
}

async function createLogin(userPoolId: string, shop: string, login: string, password: string): Promise<void> {
  const cognito = new CognitoIdentityProviderClient();
  const attributes = [
    { Name: 'email', Value: login },
    { Name: 'email_verified', Value: 'true' },
    { Name: 'custom:shop', Value: shop },
  ];
  await cognito
    .send(
      new AdminCreateUserCommand({
        UserPoolId: userPoolId,
        Username: login,
        UserAttributes: attributes,
        MessageAction: 'SUPPRESS',
      }),
    )
    .catch((error: unknown) => {
      if (!(error instanceof UsernameExistsException)) throw error;
    });
  await cognito.send(
    new AdminSetUserPasswordCommand({ UserPoolId: userPoolId, Username: login, Password: password, Permanent: true }),
  );
}
