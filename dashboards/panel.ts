/** The three kinds of panel that the dashboards are made of, as data; the SDK makes them Grafana's. */
import {
  LegendDisplayMode,
  LegendPlacement,
  StackingMode,
  GraphDrawStyle,
  GraphThresholdsStyleMode,
  BigValueColorMode,
  BigValueGraphMode,
  BigValueTextMode,
  ReduceDataOptionsBuilder,
  VizLegendOptionsBuilder,
  StackingConfigBuilder,
  GraphThresholdsStyleConfigBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import { ThresholdsConfigBuilder, ThresholdsMode } from '@grafana/grafana-foundation-sdk/dashboard';
import type { Threshold } from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as TimeSeriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';

/** The data source variable of every dashboard. */
export const DATASOURCE = { type: 'prometheus', uid: '${datasource}' };

export interface PanelSpec {
  /** Lines and bars show the course of time, a number the state now. */
  kind: 'lines' | 'bars' | 'number';
  title: string;
  /** What it shows, and what to do when it is red. */
  description: string;
  /** Grafana's id of the unit. */
  unit: string;
  /** PromQL, and the legend of its series. */
  queries: readonly (readonly [expression: string, legend: string])[];
  /** From here on the value is amber, or red. */
  amber?: number;
  red?: number;
  /** Red is below the bound instead of above. */
  lowIsBad?: boolean;
  /** What stands there when there is nothing to show. */
  empty?: string;
  /** Show the legend instead of the value. */
  showName?: boolean;
}

export type Panel = TimeSeriesBuilder | StatBuilder;

const SEVERITY_COLORS = {
  critical: 'dark-red',
  high: 'orange',
  medium: 'yellow',
  low: 'blue',
  info: 'text',
};

/** `id` is unique in the dashboard. A row holds 24 columns: two lines or bars, or six numbers. */
export function buildPanel(spec: PanelSpec, id: number): Panel {
  const builder = spec.kind === 'number' ? numberPanel(spec) : coursePanel(spec);
  builder
    .id(id)
    .title(spec.title)
    .description(spec.description)
    .datasource(DATASOURCE)
    .unit(spec.unit)
    .noValue(spec.empty ?? 'No data: is Gander running, and scraped?')
    .thresholds(new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps(steps(spec)));
  for (const [index, [expression, legend]] of spec.queries.entries()) {
    const query = new DataqueryBuilder()
      .refId(String.fromCharCode(65 + index))
      .datasource(DATASOURCE)
      .expr(expression)
      .legendFormat(legend);
    builder.withTarget(spec.kind === 'number' ? query.instant() : query.range());
  }
  return builder;
}

function steps({ amber, red, lowIsBad }: PanelSpec): Threshold[] {
  if (lowIsBad)
    return [
      { value: null, color: 'red' },
      { value: red ?? 0, color: 'green' },
    ];
  return [
    { value: null, color: 'green' },
    ...(amber === undefined ? [] : [{ value: amber, color: 'orange' }]),
    ...(red === undefined ? [] : [{ value: red, color: 'red' }]),
  ];
}

function numberPanel({ amber, red, showName }: PanelSpec): StatBuilder {
  return new StatBuilder()
    .span(4)
    .height(4)
    .graphMode(BigValueGraphMode.None)
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(['lastNotNull']))
    .colorMode(amber === undefined && red === undefined ? BigValueColorMode.None : BigValueColorMode.Background)
    .textMode(showName ? BigValueTextMode.Name : BigValueTextMode.Auto);
}

function coursePanel({ kind, queries, amber, red }: PanelSpec): TimeSeriesBuilder {
  const builder = new TimeSeriesBuilder()
    .span(12)
    .height(8)
    .min(0)
    .legend(
      new VizLegendOptionsBuilder()
        .showLegend(true)
        .displayMode(LegendDisplayMode.List)
        .placement(LegendPlacement.Bottom),
    );
  const severities = queries.some(([, legend]) => legend === '{{severity}}') ? Object.entries(SEVERITY_COLORS) : [];
  for (const [severity, fixedColor] of severities)
    builder.overrideByName(severity, [{ id: 'color', value: { mode: 'fixed', fixedColor } }]);
  if (amber !== undefined || red !== undefined)
    builder.thresholdsStyle(new GraphThresholdsStyleConfigBuilder().mode(GraphThresholdsStyleMode.Dashed));
  if (kind === 'lines') return builder.drawStyle(GraphDrawStyle.Line).lineWidth(1).fillOpacity(10);
  // One bar a minute at most, so that what is counted in a bar is counted once.
  return builder
    .interval('1m')
    .drawStyle(GraphDrawStyle.Bars)
    .fillOpacity(80)
    .stacking(new StackingConfigBuilder().mode(StackingMode.Normal));
}
