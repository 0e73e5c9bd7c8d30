/**
 * A dashboard of rows of panels, with the variables and links that all have. In the classic form, which files can provide in every version of
 * Grafana since 10; the SDK calls it deprecated.
 */
/* eslint-disable @typescript-eslint/no-deprecated */
import {
  AnnotationQueryBuilder,
  DashboardBuilder,
  DashboardCursorSync,
  DashboardLinkBuilder,
  DashboardLinkType,
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  RowBuilder,
  VariableRefresh,
  VariableSort,
} from '@grafana/grafana-foundation-sdk/dashboard';
import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { buildPanel, DATASOURCE } from './panel';
import type { PanelSpec } from './panel';
import { createQueries } from './query';

/** Queries of panels: of the chosen instances, rates over Grafana's own window. */
export const QUERIES = createQueries({ only: 'instance=~"$instance"', rateWindow: '$__rate_interval' });

export interface Row {
  title: string;
  panels: readonly PanelSpec[];
}

export interface PageSpec {
  uid: string;
  title: string;
  description: string;
  rows: readonly Row[];
  /** The dashboards that it leads to. */
  links: readonly { uid: string; title: string }[];
}

export function buildPage({ uid, title, description, rows, links }: PageSpec): Dashboard {
  const builder = new DashboardBuilder(title)
    .uid(uid)
    .description(description)
    .tags(['gander'])
    .readonly()
    .tooltip(DashboardCursorSync.Crosshair)
    .timezone('browser')
    .refresh('30s')
    .time({ from: 'now-6h', to: 'now' })
    .withVariable(new DatasourceVariableBuilder('datasource').label('Metrics').type('prometheus'))
    .withVariable(instanceVariable())
    .annotation(criticalAlerts());
  for (const link of links)
    builder.link(
      new DashboardLinkBuilder(link.title)
        .type(DashboardLinkType.Link)
        .url(`/d/${link.uid}`)
        .keepTime(true)
        .includeVars(true),
    );
  let id = 0;
  for (const row of rows) {
    builder.withRow(new RowBuilder(row.title).id(++id));
    for (const panel of row.panels) builder.withPanel(buildPanel(panel, ++id));
  }
  return inSight(builder.build());
}

/** The SDK puts links and annotations into a menu; they belong beside the variables. */
function inSight(page: Dashboard): Dashboard {
  for (const item of [...(page.links ?? []), ...(page.annotations.list ?? [])]) delete item.placement;
  return page;
}

function instanceVariable(): QueryVariableBuilder {
  return new QueryVariableBuilder('instance')
    .label('Gander')
    .datasource(DATASOURCE)
    .query(`label_values(${createQueries({ rateWindow: '' }).series('gander_build_info')}, instance)`)
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.AlphabeticalAsc)
    .multi(true)
    .includeAll(true)
    .allValue('.*')
    .current({ selected: true, text: 'All', value: '$__all' });
}

/** A mark on every course when a critical alert was made. */
function criticalAlerts(): AnnotationQueryBuilder {
  const choice = { by: ['detector'], where: { severity: ['critical'] } } as const;
  return new AnnotationQueryBuilder()
    .name('Critical alerts')
    .datasource(DATASOURCE)
    .enable(true)
    .iconColor('red')
    .expr(`${QUERIES.increase('gander_alerts_total', '1m', choice)} > 0`)
    .step('60s')
    .titleFormat('Critical alert')
    .textFormat('{{detector}}');
}
