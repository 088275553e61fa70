import { gzipSync } from 'node:zlib';
import { GetObjectCommand, NoSuchKey, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { createArtifacts, untar } from '../../../core/models/artifacts.ts';

interface Entry {
  readonly name: string;
  readonly content?: string;
  readonly prefix?: string;
  /** `0` a file, `5` a folder. */
  readonly kind?: string;
}

/** A tar archive as POSIX lays it down: one header block a file, content in whole blocks, two empty blocks at the end. */
function aTar(...entries: Entry[]): Buffer {
  const blocks = entries.flatMap(({ name, content = '', prefix = '', kind = '0' }) => {
    const header = Buffer.alloc(512);
    const bytes = Buffer.from(content);
    header.write(name, 0);
    header.write(`${bytes.length.toString(8).padStart(11, '0')}\0`, 124);
    header.write(kind, 156);
    header.write('ustar\x0000', 257);
    header.write(prefix, 345);
    return [header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1_024)]);
}

const contents = (archive: Buffer) => [...untar(archive)].map(([name, bytes]) => [name, bytes.toString('utf8')]);

describe('untar', () => {
  it('reads files of any length, whole blocks and empty ones too', () => {
    const files = [
      { name: 'empty', content: '' },
      { name: 'short.json', content: '{"a":"中"}' },
      { name: 'block', content: 'b'.repeat(512) },
      { name: 'long', content: 'l'.repeat(1_025) },
    ];

    expect(contents(aTar(...files))).toEqual(files.map(({ name, content }) => [name, content]));
  });

  it('joins a name to the folders that stand in its prefix', () => {
    const prefix = 'deep/'.repeat(20).slice(0, -1);
    const name = 'n'.repeat(100);

    expect(contents(aTar({ name, prefix, content: 'x' }))).toEqual([[`${prefix}/${name}`, 'x']]);
  });

  it.each([
    ['GNU', { name: '././@LongLink', kind: 'L', content: `deep/${'n'.repeat(200)}\0` }],
    ['POSIX', { name: 'PaxHeaders/n', kind: 'x', content: `30 mtime=1.5\n215 path=deep/${'n'.repeat(200)}\n` }],
  ])('takes a name that is too long for its header from the entry before it, as %s writes it', (_who, before) => {
    const archive = aTar(before, { name: 'n'.repeat(100), content: 'x' }, { name: 'next', content: 'y' });

    expect(contents(archive)).toEqual([
      [`deep/${'n'.repeat(200)}`, 'x'],
      ['next', 'y'],
    ]);
  });

  it('leaves out folders and the dot before a name', () => {
    expect(contents(aTar({ name: './', kind: '5' }, { name: './popular.json', content: '[]' }))).toEqual([
      ['popular.json', '[]'],
    ]);
  });

  it('reads nothing after the empty block that ends an archive', () => {
    const archive = Buffer.concat([aTar({ name: 'a', content: '1' }), aTar({ name: 'b', content: '2' })]);

    expect(contents(archive)).toEqual([['a', '1']]);
  });

  it('refuses an archive that ends inside a file, and names the file', () => {
    const archive = aTar({ name: 'a', content: '1' }, { name: 'model.bin', content: 'm'.repeat(900) });

    expect(() => untar(archive.subarray(0, 512 + 512 + 512 + 600))).toThrow('model.bin');
  });

  it('refuses a size that is no number', () => {
    const archive = aTar({ name: 'a', content: '1' });
    archive.write('no octal', 124);

    expect(() => untar(archive)).toThrow('ends inside a');
  });
});

describe('the artifacts of a run', () => {
  const s3 = mockClient(S3Client);
  const artifacts = createArtifacts(new S3Client({ region: 'eu-west-1' }), 'artifacts');
  const holds = (Key: string, bytes: Buffer) => {
    const Body: unknown = { transformToByteArray: async () => new Uint8Array(bytes) };
    s3.on(GetObjectCommand, { Bucket: 'artifacts', Key }).callsFake(() => ({ Body }));
  };
  beforeEach(() => {
    s3.reset();
    s3.on(GetObjectCommand).rejects(new NoSuchKey({ message: 'no such key', $metadata: {} }));
  });

  it('are read as JSON, and are undefined where nothing was written', async () => {
    holds('runs/a.json', Buffer.from('{"a":1}'));

    await expect(artifacts.json('runs/a.json')).resolves.toEqual({ a: 1 });
    await expect(artifacts.json('runs/b.json')).resolves.toBeUndefined();
  });

  it('are read from an archive by its address, and must be there', async () => {
    holds('runs/model.tar.gz', gzipSync(aTar({ name: 'popular.json', content: '[]' })));

    const files = await artifacts.archive('s3://artifacts/runs/model.tar.gz');

    expect([...files.keys()]).toEqual(['popular.json']);
    await expect(artifacts.archive('s3://artifacts/runs/none.tar.gz')).rejects.toThrow('is not there');
  });

  it('let an outage fly', async () => {
    s3.on(GetObjectCommand).rejects(new Error('slow down'));

    await expect(artifacts.json('runs/a.json')).rejects.toThrow('slow down');
  });
});
