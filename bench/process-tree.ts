import { readdirSync, readFileSync } from 'node:fs';

export interface RunningProcess {
  readonly pid: number;
  readonly command: string;
}

/** Every living process below `root`, read from /proc (Linux). */
export function descendantsOf(root: number): RunningProcess[] {
  const children = new Map<number, RunningProcess[]>();
  for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const found = readProcess(Number(entry));
    if (found) children.set(found.parent, [...(children.get(found.parent) ?? []), found]);
  }
  const below = (pid: number): RunningProcess[] =>
    (children.get(pid) ?? []).flatMap((child) => [child, ...below(child.pid)]);
  return below(root);
}

function readProcess(pid: number): (RunningProcess & { readonly parent: number }) | undefined {
  try {
    // The name in brackets may itself hold brackets and spaces; the fields follow the last one.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\)\s/s, '')
      .split(' ');
    if (fields[0] === 'Z') return undefined;
    return {
      pid,
      parent: Number(fields[1]),
      command: readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim(),
    };
  } catch {
    return undefined; // ended while we looked
  }
}
