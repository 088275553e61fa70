import type { APIGatewayProxyEvent } from 'aws-lambda';
import { ValidationError } from './errors.ts';

/** What the path names. API Gateway hands a REST API's path on as it was sent, escapes and all, unlike the query. */
export function pathOf({ pathParameters }: Pick<APIGatewayProxyEvent, 'pathParameters'>): Record<string, string> {
  const sent = Object.entries(pathParameters ?? {});
  return Object.fromEntries(sent.map(([name, value = '']) => [name, decoded(name, value)]));
}

function decoded(name: string, value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    throw new ValidationError(`path/${name}: This is not URL-encoded`, [
      { pointer: `path/${name}`, detail: 'This is not URL-encoded' },
    ]);
  }
}
