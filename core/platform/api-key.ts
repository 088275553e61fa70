import { createHash, randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const SECRET_CHARACTERS = 32;
const CHECK_CHARACTERS = 6;

export type ApiKeyKind = 'secret' | 'publishable';

const PREFIX = { secret: 'sk_live_', publishable: 'pk_live_' } as const satisfies Record<ApiKeyKind, string>;

/** `sk_live_` + 190 random bits + a checksum, so that a scanner or a typo is told without asking the database. */
export function createApiKey(kind: ApiKeyKind): string {
  const secret = Array.from({ length: SECRET_CHARACTERS }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join('');
  return PREFIX[kind] + secret + checksumOf(secret);
}

/** The kind of a well-formed key; undefined for anything that we never made. */
export function apiKeyKind(key: string): ApiKeyKind | undefined {
  const kind = kinds.find((candidate) => key.startsWith(PREFIX[candidate]));
  if (!kind) return undefined;
  const rest = key.slice(PREFIX[kind].length);
  if (rest.length !== SECRET_CHARACTERS + CHECK_CHARACTERS) return undefined;
  const secret = rest.slice(0, SECRET_CHARACTERS);
  return rest.slice(SECRET_CHARACTERS) === checksumOf(secret) ? kind : undefined;
}

/** What is stored of a key. It has 190 random bits, so a plain hash cannot be searched backwards. */
export const hashApiKey = (key: string) => createHash('sha256').update(key).digest('hex');

const kinds: readonly ApiKeyKind[] = ['secret', 'publishable'];

function checksumOf(text: string): string {
  let rest = crc32(text);
  let digits = '';
  for (let place = 0; place < CHECK_CHARACTERS; place++) {
    digits = ALPHABET.charAt(rest % ALPHABET.length) + digits;
    rest = Math.floor(rest / ALPHABET.length);
  }
  return digits;
}
