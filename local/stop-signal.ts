import type { EventEmitter } from 'node:events';

/** A terminal and the program that set us up both hand on the same Ctrl-C. */
const SAME_SIGNAL_MS = 1_000;

/** The first Ctrl-C stops in order; one that comes later than its own echo, 1 s, `leave`s at once. */
export function stopSignal(
  signals: Pick<EventEmitter, 'on'> = process,
  leave: () => void = () => process.exit(130),
  now: () => number = Date.now,
): AbortSignal {
  const controller = new AbortController();
  let first: number | undefined;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    signals.on(signal, () => {
      first ??= now();
      if (now() - first > SAME_SIGNAL_MS) leave();
      controller.abort();
    });
  }
  return controller.signal;
}
