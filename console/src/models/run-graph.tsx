import { useTranslation } from 'react-i18next';
import type { RunDetail } from '../../../core/models/contract.ts';
import { faultWords } from '../parts/fault-words.ts';
import { useFormats } from '../parts/use-formats.ts';
import { useNow } from '../parts/use-now.ts';
import { type GraphEdge, type GraphNode, layOutRun } from './run-graph-layout.ts';

const BOX = { width: 112, height: 64, gapX: 14, gapY: 12, margin: 4 } as const;
const x = (column: number) => BOX.margin + column * (BOX.width + BOX.gapX);
const y = (row: number) => BOX.margin + row * (BOX.height + BOX.gapY);

/** The workflow as it runs. The table of steps below it says the same in words. */
export function RunGraph({ run }: { readonly run: RunDetail }) {
  const { t } = useTranslation();
  const graph = layOutRun(run);
  const width = x(graph.columns) - BOX.gapX + BOX.margin;
  const height = y(graph.rows) - BOX.gapY + BOX.margin;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide picture scrolls sideways, and keys must be able to do it
    <div className="scroller" tabIndex={0}>
      <svg
        className="graph"
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={t('run.graph.title')}
      >
        {graph.edges.map((edge) => (
          <Edge key={`${edge.from.id} ${edge.to.id}`} edge={edge} />
        ))}
        {graph.nodes.map((node) => (
          <Box key={node.id} node={node} isOver={run.status !== 'running'} />
        ))}
      </svg>
    </div>
  );
}

function Edge({ edge: { from, to } }: { readonly edge: GraphEdge }) {
  const startX = x(from.column) + BOX.width;
  const startY = y(from.row) + BOX.height / 2;
  const endX = x(to.column);
  const endY = y(to.row) + BOX.height / 2;
  const bend = endX - BOX.gapX / 2;
  const path = `M${startX} ${startY} H${bend} V${endY} H${endX}`;
  return <path d={path} data-taken={to.state !== 'waiting'} />;
}

interface BoxProps {
  readonly node: GraphNode;
  /** The run goes no further: what waits was not reached. */
  readonly isOver: boolean;
}

function Box({ node, isOver }: BoxProps) {
  const { t } = useTranslation();
  const { duration } = useFormats();
  const now = useNow();
  const took =
    node.startedAt && node.state !== 'waiting'
      ? duration((node.endedAt ? Date.parse(node.endedAt) : now) - Date.parse(node.startedAt))
      : '';
  const left = x(node.column);
  const top = y(node.row);
  const label = t(`run.graph.${node.label}`);
  const state = t(isOver && node.state === 'waiting' ? 'run.graph.unreached' : `state.${node.state}`);
  const why = node.failed && faultWords(t, node.failed);
  return (
    <g data-state={node.state}>
      <title>{[label, node.subject, state, took, why].filter(Boolean).join(' · ')}</title>
      <rect x={left} y={top} width={BOX.width} height={BOX.height} rx={8} />
      <rect className="mark" x={left} y={top + 12} width={4} height={BOX.height - 24} />
      <text x={left + 12} y={top + 20} fontWeight={600}>
        {label}
      </text>
      {[node.subject && shortened(node.subject), took || state].filter(Boolean).map((line, index) => (
        <text key={line} className="detail" x={left + 12} y={top + 37 + index * 16}>
          {line}
        </text>
      ))}
    </g>
  );
}

const shortened = (name: string) => (name.length > 14 ? `${name.slice(0, 13)}…` : name);
