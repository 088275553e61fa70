import { gunzipSync } from 'node:zlib';
import { GetObjectCommand, NoSuchKey, type S3Client } from '@aws-sdk/client-s3';

export type Artifacts = ReturnType<typeof createArtifacts>;

/** Files that training jobs left in the artifacts bucket. */
export function createArtifacts(client: S3Client, bucket: string) {
  async function read(key: string): Promise<Buffer | undefined> {
    try {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      return Body && Buffer.from(await Body.transformToByteArray());
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  }

  return {
    /** Parsed, or undefined where no such file was written. */
    async json(key: string): Promise<unknown> {
      const bytes = await read(key);
      return bytes && JSON.parse(bytes.toString('utf8'));
    },

    /** The lines of a `.jsonl.gz`, parsed. Throws where the file is not there. */
    async lines(key: string): Promise<unknown[]> {
      const bytes = await read(key);
      if (!bytes) throw new Error(`${key} is not there`);
      const lines = gunzipSync(bytes).toString('utf8').split('\n').filter(Boolean);
      return lines.map((line): unknown => JSON.parse(line));
    },

    /** The files of a `.tar.gz` by their name. Throws where the archive is not there. */
    async archive(url: string): Promise<ReadonlyMap<string, Buffer>> {
      const key = url.replace(`s3://${bucket}/`, '');
      const bytes = await read(key);
      if (!bytes) throw new Error(`${url} is not there`);
      return untar(gunzipSync(bytes));
    },
  };
}

/**
 * Reads a tar archive (POSIX ustar, IEEE 1003.1: 512-byte blocks, size in octal at 124, kind at 156). Throws where it ends
 * inside a file: half of a model is none.
 */
export function untar(archive: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  let longName: string | undefined;
  for (let at = 0; at + 512 <= archive.length; ) {
    const header = archive.subarray(at, at + 512);
    const name = text(header, 0, 100);
    if (!name) break;
    const size = Number.parseInt(text(header, 124, 12), 8);
    if (!(at + 512 + size <= archive.length)) throw new Error(`The archive ends inside ${name}`);
    const kind = text(header, 156, 1);
    const content = archive.subarray(at + 512, at + 512 + size);
    if (kind === '' || kind === '0') {
      const prefix = text(header, 345, 155);
      files.set((longName ?? (prefix ? `${prefix}/${name}` : name)).replace(/^\.\//, ''), content);
    }
    longName = longNameIn(kind, content);
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}

/** A name too long for its header stands in the entry before: in GNU's `L`, or as `path` in POSIX's `x`. */
function longNameIn(kind: string, content: Buffer): string | undefined {
  if (kind === 'L') return text(content, 0, content.length);
  return kind === 'x' ? /^\d+ path=(.*)$/m.exec(content.toString('utf8'))?.[1] : undefined;
}

const text = (block: Buffer, start: number, length: number) =>
  block
    .subarray(start, start + length)
    .toString('utf8')
    .replace(/\0.*$/s, '')
    .trim();
