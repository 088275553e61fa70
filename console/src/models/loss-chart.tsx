import { useComputedColorScheme } from '@mantine/core';
import { LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { LossSeries } from './curve-series.ts';

use([LineChart, GridComponent, LegendComponent, TooltipComponent, SVGRenderer]);

/** Told apart by dash and mark as well as by hue. */
const STYLES = {
  train: { dash: 'solid', symbol: 'circle', colour: { light: '#566072', dark: '#a9b1bf' } },
  validation: { dash: 'dashed', symbol: 'rect', colour: { light: '#0072b2', dark: '#56b4e9' } },
  test: { dash: 'dotted', symbol: 'triangle', colour: { light: '#8f5a00', dark: '#e69f00' } },
} as const;

export interface LossChartProps {
  readonly series: readonly LossSeries[];
  readonly label: string;
}

/** Log loss by epoch. Comes with ECharts, so it is loaded only where a run has curves. */
export default function LossChart({ series, label }: LossChartProps) {
  const { t } = useTranslation();
  const scheme = useComputedColorScheme('light');
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!place.current) return;
    const chart = init(place.current, null, { renderer: 'svg' });
    chart.setOption(
      optionOf(series, scheme, { epoch: t('run.curves.epoch'), loss: t('run.curves.loss') }, (kind) =>
        t(`run.curves.${kind}`),
      ),
    );
    const watcher = new ResizeObserver(() => chart.resize());
    watcher.observe(place.current);
    return () => {
      watcher.disconnect();
      chart.dispose();
    };
  }, [series, scheme, t]);
  return <div ref={place} role="img" aria-label={label} style={{ height: 240 }} />;
}

type Axes = Readonly<Record<'epoch' | 'loss', string>>;

function optionOf(
  series: readonly LossSeries[],
  scheme: 'light' | 'dark',
  axes: Axes,
  nameOf: (kind: LossSeries['kind']) => string,
) {
  const ink = STYLES.train.colour[scheme];
  const line = scheme === 'light' ? '#e2e5ea' : '#2c323d';
  const axis = {
    nameTextStyle: { color: ink },
    axisLabel: { color: ink },
    axisLine: { lineStyle: { color: line } },
    splitLine: { lineStyle: { color: line } },
  };
  return {
    animation: false,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    grid: { left: 68, right: 16, top: 40, bottom: 40 },
    legend: { top: 0, left: 0, itemGap: 20, textStyle: { color: ink }, itemWidth: 32 },
    tooltip: { trigger: 'axis' as const, valueFormatter: (value: unknown) => Number(value).toFixed(4) },
    xAxis: {
      ...axis,
      type: 'value' as const,
      name: axes.epoch,
      nameLocation: 'middle' as const,
      nameGap: 28,
      minInterval: 1,
      min: 'dataMin' as const,
      max: 'dataMax' as const,
    },
    yAxis: {
      ...axis,
      type: 'value' as const,
      name: axes.loss,
      nameLocation: 'middle' as const,
      nameGap: 48,
      scale: true,
    },
    series: series.map(({ kind, points }) => {
      const { dash, symbol, colour } = STYLES[kind];
      return {
        type: 'line' as const,
        name: nameOf(kind),
        data: points.map(([epoch, loss]) => [epoch, loss]),
        symbol,
        symbolSize: 7,
        itemStyle: { color: colour[scheme] },
        lineStyle: { type: dash, width: 2, color: colour[scheme] },
      };
    }),
  };
}
