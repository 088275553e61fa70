import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { ShopFunction, type ShopFunctionProps } from '../constructs/shop-function.ts';
import type { Settings } from '../settings.ts';
import type { DataStack } from '../stacks/data-stack.ts';

/** What every area of functions is built on. */
export interface AreaProps {
  readonly data: DataStack;
  readonly settings: Settings;
}

export type AreaFunctionProps = Omit<ShopFunctionProps, 'keys' | 'settings'>;

/** `functions/events/collect-events` becomes the function `CollectEvents`. */
export function areaFunction(scope: Construct, { data, settings }: AreaProps, props: AreaFunctionProps): ShopFunction {
  const id = (props.path.split('/').at(-1) ?? '').replace(/(^|-)([a-z])/g, (_, _dash: string, letter: string) =>
    letter.toUpperCase(),
  );
  return new ShopFunction(scope, id, { ...props, keys: data.keys, settings });
}

/** The key that pseudonyms are made with: wrapped in the shop's profile. */
export function allowPseudonyms(grantee: IFunction, { keys, tables }: DataStack): void {
  tables.shops.allow(grantee, 'dynamodb:GetItem');
  keys.allowWrapping(grantee, 'kms:Decrypt');
}

/** Identifiers of customers, in the clear only inside the function. */
export function allowIdentities(grantee: IFunction, { keys, tables }: DataStack, access: 'read' | 'write'): void {
  const isWriter = access === 'write';
  tables.identities.allow(
    grantee,
    'dynamodb:GetItem',
    ...(isWriter ? (['dynamodb:BatchGetItem', 'dynamodb:PutItem'] as const) : (['dynamodb:Query'] as const)),
  );
  const keyActions = ['dynamodb:GetItem', 'dynamodb:BatchGetItem'] as const;
  tables.customerKeys.allow(grantee, ...keyActions, ...(isWriter ? (['dynamodb:PutItem'] as const) : []));
  if (isWriter) keys.allowWrapping(grantee, 'kms:GenerateDataKey');
}

/** Answers kept for an `Idempotency-Key`. */
export function allowLedger(grantee: IFunction, { tables }: DataStack): void {
  tables.requests.allow(grantee, 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem');
}
