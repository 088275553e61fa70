import type { APIGatewayProxyEvent } from 'aws-lambda';
import { atField, ValidationError } from './errors.ts';
import { refusal } from './refusal.ts';

/** What the path names. API Gateway hands a REST API's path on as it was sent, escapes and all, unlike the query. */
export function pathOf({ pathParameters }: Pick<APIGatewayProxyEvent, 'pathParameters'>): Record<string, string> {
  const sent = Object.entries(pathParameters ?? {});
  return Object.fromEntries(sent.map(([name, value = '']) => [name, decoded(name, value)]));
}

function decoded(name: string, value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    const refused = refusal('not-url-encoded', { name });
    throw new ValidationError(refused, [atField(`path/${name}`, refused)]);
  }
}
