import type { ReactNode } from 'react';
import type { ColourRole } from '../theme.ts';

export type Progress = 'waiting' | 'running' | 'done' | 'failed';

/** A state in words; its shape and colour only repeat them. */
export function StateMark({ state, children }: { readonly state: Progress; readonly children: ReactNode }) {
  return (
    <span className="state" data-state={state}>
      {children}
    </span>
  );
}

/** Treatment, holdout, champion, challenger: each in the colour that it has in every chart. */
export function RoleMark({ kind, children }: { readonly kind: ColourRole; readonly children: ReactNode }) {
  return (
    <span className="role" data-role={kind}>
      {children}
    </span>
  );
}
