import type { GeneratedFile, Generator } from './generator.ts';

/** The files that are missing or differ from what the generators would write. Two generators never share a file. */
export async function outdatedFiles(
  generators: readonly Generator[],
  read: (path: string) => string,
): Promise<readonly GeneratedFile[]> {
  const files = (await Promise.all(generators.map((generate) => generate()))).flat();
  const twice = files.find(({ path }, index) => files.findIndex((other) => other.path === path) !== index);
  if (twice) throw new Error(`two generators write ${twice.path}`);
  return files.filter(({ path, text }) => textOf(path, read) !== text);
}

function textOf(path: string, read: (path: string) => string): string | undefined {
  try {
    return read(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
