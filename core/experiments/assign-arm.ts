import { createHash } from 'node:crypto';

/** `holdout` is never acted on; `treated` is. Further experiments split the treated only. */
export type Arm = 'treated' | 'holdout';

/**
 * A number in [0, 1) that a salt and a subject always share: the first 48 bits of SHA-256, uniform over subjects and
 * independent between salts (the scheme of Kohavi et al., Trustworthy Online Controlled Experiments, ch. 14).
 */
export function shareOf(salt: string, subject: string): number {
  return createHash('sha256').update(`${salt}\n${subject}`).digest().readUIntBE(0, 6) / 2 ** 48;
}

export interface Assignment {
  readonly salt: string;
  /** 0.01 to 0.1, locked once a shop is live. */
  readonly holdoutShare: number;
}

/**
 * The arm of a person, who may be known by several names (a customer and their browsers). One held-out name holds the
 * whole person out, so that a sign-in never moves anybody from the holdout into treatment.
 */
export function assignArm(subjects: readonly string[], { salt, holdoutShare }: Assignment): Arm {
  const isHeldOut = subjects.some((subject) => shareOf(`holdout:${salt}`, subject) < holdoutShare);
  return isHeldOut ? 'holdout' : 'treated';
}
