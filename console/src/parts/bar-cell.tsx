export interface BarCellProps {
  readonly text: string;
  /** Of the column's greatest value, 0 to 1. */
  readonly length: number;
  readonly isBest: boolean;
}

/** A number of a table with a bar that only repeats it, so that a column is compared at a glance. */
export function BarCell({ text, length, isBest }: BarCellProps) {
  return (
    <div className="bar-cell" data-best={isBest || undefined}>
      {text}
      <span className="bar" aria-hidden="true" style={{ inlineSize: `${Math.round(100 * Math.max(0, length))}%` }} />
    </div>
  );
}
