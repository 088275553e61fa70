import { globSync } from 'node:fs';
import { join } from 'node:path';
import { type BuildOptions, buildSync } from 'esbuild';

export const HANDLER_SUFFIX = '.handler.ts';

/**
 * How a handler becomes one file. The AWS SDK goes in, so that the version tested is the version run; `module` comes
 * first, so that what a function does not use is left out.
 */
export const bundleOptions = {
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node24',
  format: 'cjs',
  // A Chinese character takes three bytes as it is and six as an escape.
  charset: 'utf8',
  mainFields: ['module', 'main'],
  conditions: ['module', 'import', 'require'],
  external: [],
  alias: { '@aws-sdk/credential-provider-node': './infra/environment-credentials.ts' },
  sourcemap: false,
  legalComments: 'none',
  loader: { '.html': 'text', '.txt': 'text', '.sql': 'text' },
  logLevel: 'error',
} as const satisfies BuildOptions;

let bundles: ReadonlyMap<string, Uint8Array> | undefined;

/** One handler's bundle. The first call builds all handlers at once, which takes little longer than building one. */
export function bundleOf(entry: string): Uint8Array {
  bundles ??= bundleAll();
  const bundle = bundles.get(entry);
  if (!bundle) throw new Error(`No handler at ${entry}`);
  return bundle;
}

function bundleAll(): ReadonlyMap<string, Uint8Array> {
  const entries = globSync(`functions/**/*${HANDLER_SUFFIX}`);
  const outdir = 'bundles';
  const { outputFiles } = buildSync({ ...bundleOptions, entryPoints: entries, outdir, outbase: '.', write: false });
  return new Map(outputFiles.map(({ path, contents }) => [entryOf(path, outdir), contents]));
}

function entryOf(outputPath: string, outdir: string): string {
  const relative = outputPath.slice(join(process.cwd(), outdir).length + 1);
  return relative.replace(/\.js$/, '.ts');
}
