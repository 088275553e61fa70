/** The CDK command line on this repository's own pinned version: `node local/cdk.ts synth --all`. */
import { spawnSync } from 'node:child_process';

const result = spawnSync('node_modules/.bin/cdk', process.argv.slice(2), { stdio: 'inherit' });
process.exit(result.status ?? 1);
