import { gunzipSync } from 'node:zlib';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { PayloadTooLargeError, ValidationError } from './errors.ts';

/** What an unpacked body may weigh; API Gateway itself takes 10 MB. */
const MAX_BODY_BYTES = 6_000_000;

/**
 * The text of a body. API Gateway unpacks gzip when its API has a minimum compression size; a body that still
 * arrives packed comes base64-encoded and is unpacked here.
 */
export function bodyOf({ body, isBase64Encoded }: Pick<APIGatewayProxyEvent, 'body' | 'isBase64Encoded'>): string {
  if (!body) return '';
  if (!isBase64Encoded) return body;
  const bytes = Buffer.from(body, 'base64');
  return (isGzip(bytes) ? unpack(bytes) : bytes).toString('utf8');
}

/** JSON as it was sent; nothing at all reads as an empty object, so that the schema names what is missing. */
export function jsonOf(text: string): unknown {
  if (!text) return {};
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ValidationError('The body is not JSON', [{ pointer: '#', detail: 'This is not JSON' }], { cause });
  }
}

const isGzip = (bytes: Buffer) => bytes[0] === 0x1f && bytes[1] === 0x8b;

function unpack(bytes: Buffer): Buffer {
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_BODY_BYTES });
  } catch (cause) {
    if (cause instanceof RangeError) throw new PayloadTooLargeError('The unpacked body is larger than 6 MB', { cause });
    throw new ValidationError(
      'The body says it is gzip and cannot be unpacked',
      [{ pointer: '#', detail: 'Broken gzip' }],
      {
        cause,
      },
    );
  }
}
