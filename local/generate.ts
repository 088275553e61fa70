/**
 * `node local/generate.ts [--check]`: writes every file that is made from another one. With `--check` nothing is written,
 * and a file that is not as it would be written is named.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Generator } from './generate/generator.ts';
import { messageTemplates } from './generate/message-templates.ts';
import { openapi } from './generate/openapi.ts';
import { outdatedFiles } from './generate/outdated-files.ts';
import { plainWords } from './generate/plain-words.ts';
import { pythonSchemas } from './generate/python-schemas.ts';

/** Whoever derives a file from a contract adds its generator here. */
const GENERATORS: readonly Generator[] = [pythonSchemas, openapi, messageTemplates, plainWords];

const outdated = await outdatedFiles(GENERATORS, (path) => readFileSync(path, 'utf8'));
if (process.argv.includes('--check')) {
  for (const { path } of outdated) process.stderr.write(`${path} is not what its contract says\n`);
  process.exit(outdated.length ? 1 : 0);
}
for (const { path, text } of outdated) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  process.stdout.write(`wrote ${path}\n`);
}
