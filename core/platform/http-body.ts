import { gunzipSync } from 'node:zlib';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { atField, PayloadTooLargeError, ValidationError } from './errors.ts';
import { refusal } from './refusal.ts';

/** What an unpacked body may weigh; API Gateway itself takes 10 MB. */
const MAX_BODY_BYTES = 6_000_000;

/**
 * The text of a body. API Gateway unpacks gzip when its API has a minimum compression size; a body that still
 * arrives packed comes base64-encoded and is unpacked here.
 */
export function bodyOf(
  { body, isBase64Encoded }: Pick<APIGatewayProxyEvent, 'body' | 'isBase64Encoded'>,
  maxBytes = MAX_BODY_BYTES,
): string {
  if (!body) return '';
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  const unpacked = isGzip(bytes) ? unpack(bytes, maxBytes) : bytes;
  if (unpacked.length > maxBytes) throw new PayloadTooLargeError(tooLarge(maxBytes));
  return unpacked.toString('utf8');
}

/** JSON as it was sent; nothing at all reads as an empty object, so that the schema names what is missing. */
export function jsonOf(text: string): unknown {
  if (!text) return {};
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw unreadable('not-json', cause);
  }
}

const isGzip = (bytes: Buffer) => bytes[0] === 0x1f && bytes[1] === 0x8b;

function unpack(bytes: Buffer, maxBytes: number): Buffer {
  try {
    return gunzipSync(bytes, { maxOutputLength: maxBytes });
  } catch (cause) {
    if (cause instanceof RangeError) throw new PayloadTooLargeError(tooLarge(maxBytes), { cause });
    throw unreadable('not-gzip', cause);
  }
}

function unreadable(code: 'not-json' | 'not-gzip', cause: unknown): ValidationError {
  const refused = refusal(code, {});
  return new ValidationError(refused, [atField('#', refused)], { cause });
}

const tooLarge = (maxBytes: number) => refusal('body-too-large', { kilobytes: maxBytes / 1000 });
