import { spawnSync } from 'node:child_process';

/** As `npm run bench -- …` runs it. */
const run = (...args: string[]) => spawnSync(process.execPath, ['bench/run.ts', ...args], { encoding: 'utf8' });

describe('the runner of benches', () => {
  it('explains one in TypeScript by its own description', () => {
    const { status, stdout } = run('chaos', '--help');

    expect(status).toBe(0);
    expect(stdout).toContain('npm run bench -- chaos --events 100000 --kills 200');
    expect(stdout).not.toContain(' * ');
  });

  it('lists all where none is named, and says that this is no answer', () => {
    const { status, stdout } = run('no-such-bench');

    expect(status).toBe(2);
    expect(stdout).toContain('recommend-sessions');
  });
});
