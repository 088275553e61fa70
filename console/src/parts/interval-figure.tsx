import { Text } from '@mantine/core';
import { Fragment } from 'react';
import { intervalScale } from './interval-scale.ts';

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
  readonly note: string;
}

export interface IntervalFigureProps {
  readonly caption: string;
  readonly rows: readonly IntervalRow[];
  /** How a mark of the scale is written, to so many digits. */
  readonly tick: (value: number, digits: number) => string;
  /** A value that the scale holds and a line stands at. @default none */
  readonly axis?: number;
  readonly margin: string | number;
}

const ROW_HEIGHT = 28;
const MIDDLE = ROW_HEIGHT / 2;

/** Values with their intervals, one a row on one scale; what stands beside it holds the numbers. */
export function IntervalFigure({ caption, rows, tick, axis, margin }: IntervalFigureProps) {
  const { at, ticks, digits } = intervalScale(rows, axis === undefined ? [] : [axis]);
  const x = (value: number) => `${100 * at(value)}%`;
  // Where every second mark alone has room for its number, the axis keeps its own.
  const main = Math.max(
    0,
    ticks.findIndex((value) => at(value) === at(axis ?? value)),
  );
  return (
    <figure style={{ margin }}>
      <div className="intervals" role="img" aria-label={caption}>
        <svg
          width="100%"
          className="marks"
          aria-hidden="true"
          style={{ gridColumn: 2, gridRow: `1 / ${rows.length + 1}` }}
        >
          {ticks.map((value) => (
            <line key={value} x1={x(value)} x2={x(value)} y1="0" y2="100%" stroke="var(--line)" strokeWidth={1} />
          ))}
          {axis !== undefined && (
            <line x1={x(axis)} x2={x(axis)} y1="0" y2="100%" stroke="var(--mantine-color-dimmed)" strokeWidth={1} />
          )}
        </svg>
        {rows.map((row, index) => (
          <Fragment key={row.key}>
            <span style={{ gridColumn: 1, gridRow: index + 1 }}>{row.label}</span>
            <svg width="100%" height={ROW_HEIGHT} aria-hidden="true" style={{ gridColumn: 2, gridRow: index + 1 }}>
              <Interval row={row} x={x} />
            </svg>
            <span style={{ gridColumn: 3, gridRow: index + 1 }}>{row.note}</span>
          </Fragment>
        ))}
        <div className="ticks" style={{ gridColumn: 2, gridRow: rows.length + 1 }}>
          {ticks.map((value, index) => (
            <span key={value} data-minor={(index - main) % 2 !== 0 || undefined} style={{ insetInlineStart: x(value) }}>
              {tick(value, digits)}
            </span>
          ))}
        </div>
      </div>
      <Text component="figcaption" size="xs" c="dimmed">
        {caption}
      </Text>
    </figure>
  );
}

interface IntervalProps {
  readonly row: IntervalRow;
  /** Of a value, from the left. */
  readonly x: (value: number) => string;
}

function Interval({ row: { colour, isSquare, low, value, high }, x }: IntervalProps) {
  return (
    <g stroke={colour} fill={colour}>
      <line x1={x(low)} x2={x(high)} y1={MIDDLE} y2={MIDDLE} strokeWidth={2} />
      {isSquare ? (
        <rect x={x(value)} y={MIDDLE - 5} width={10} height={10} transform="translate(-5 0)" />
      ) : (
        <circle cx={x(value)} cy={MIDDLE} r={5} />
      )}
    </g>
  );
}
