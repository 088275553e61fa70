import { setTimeout as sleep } from 'node:timers/promises';

/** Waits before the nth further attempt: twice as long each time, with jitter, so that two who collided part. */
export const backOff = (attempt: number, firstMs = 20) => sleep(firstMs * 2 ** (attempt - 1) * (0.5 + Math.random()));
