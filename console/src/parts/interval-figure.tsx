import { Text } from '@mantine/core';

export interface IntervalRow {
  readonly key: string;
  readonly label: string;
  readonly colour: string;
  /** A square for what stands out, a circle for the others: colour alone tells nobody apart. */
  readonly isSquare: boolean;
  readonly low: number;
  readonly value: number;
  readonly high: number;
  /** Stands behind the interval. */
  readonly note?: string;
}

export interface IntervalFigureProps {
  readonly caption: string;
  readonly rows: readonly IntervalRow[];
  /** Pixels of a value, from the left. */
  readonly at: (value: number) => number;
  readonly width: number;
  readonly rowHeight: number;
  /** Pixels from the left at which an axis stands. @default none */
  readonly axis?: number;
  readonly margin: string | number;
}

/** Pixels below which its words are too small to read. */
const LEAST_WIDTH = 480;

/** Values with their intervals, one a row on one scale; what stands beside it holds the numbers. */
export function IntervalFigure({ caption, rows, at, width, rowHeight, axis, margin }: IntervalFigureProps) {
  const height = rows.length * rowHeight;
  return (
    <figure style={{ margin }}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: on a small screen it scrolls sideways, and keys must be able to do it */}
      <div className="scroller" tabIndex={0}>
        <svg
          viewBox={`0 0 ${width} ${height}`}
          role="img"
          aria-label={caption}
          style={{ width: '100%', minWidth: Math.min(width, LEAST_WIDTH), maxWidth: width, display: 'block' }}
        >
          {axis !== undefined && (
            <line x1={axis} x2={axis} y1={0} y2={height} stroke="var(--mantine-color-dimmed)" strokeWidth={1} />
          )}
          {rows.map((row, index) => (
            <Interval key={row.key} row={row} at={at} middle={index * rowHeight + rowHeight / 2} />
          ))}
        </svg>
      </div>
      <Text component="figcaption" size="xs" c="dimmed">
        {caption}
      </Text>
    </figure>
  );
}

interface IntervalProps extends Pick<IntervalFigureProps, 'at'> {
  readonly row: IntervalRow;
  readonly middle: number;
}

function Interval({ row: { label, colour, isSquare, low, value, high, note }, at, middle }: IntervalProps) {
  const words = { y: middle + 4, fontSize: 12, stroke: 'none', fill: 'var(--mantine-color-text)' };
  return (
    <g stroke={colour} fill={colour}>
      <text x={0} {...words}>
        {label}
      </text>
      <line x1={at(low)} x2={at(high)} y1={middle} y2={middle} strokeWidth={2} />
      {isSquare ? (
        <rect x={at(value) - 5} y={middle - 5} width={10} height={10} />
      ) : (
        <circle cx={at(value)} cy={middle} r={5} />
      )}
      {note !== undefined && (
        <text x={at(high) + 8} {...words}>
          {note}
        </text>
      )}
    </g>
  );
}
