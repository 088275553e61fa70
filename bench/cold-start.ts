/** Bundle size and initialisation time of every function: `node bench/cold-start.ts --json`. */
import { execFileSync } from 'node:child_process';
import { globSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundleOf, HANDLER_SUFFIX } from '../infra/bundling.ts';
import { PerennialApp } from '../infra/perennial-app.ts';
import { environmentsOf } from './cold-start/environments.ts';

/** Requires a bundle as Lambda's runtime does and prints the milliseconds that it took. */
const PROBE = `
  const started = process.hrtime.bigint();
  const { handler } = require(process.argv[1]);
  const took = Number(process.hrtime.bigint() - started) / 1e6;
  if (typeof handler !== 'function') throw new Error('no handler');
  console.log(took);
  process.exit(0);
`;
