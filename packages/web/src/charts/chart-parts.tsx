/** What a chart shows: its kind, its axis, what is measured, and what splits it into series. */
import { Switch } from '@mantine/core';
import { IconChartArea, IconChartBar, IconChartDonut, IconChartDots, IconChartLine, IconNumber123 } from '@tabler/icons-react';
import type { DataType } from '@penstock/domain/formula/expression';
import type { ChartElement, ChartKind } from '@penstock/domain/workbooks/definition';
import { AddMenu, Line, Part, TypeIcon } from '../queries/inspector-parts.tsx';
import type { PartProps } from '../queries/inspector.tsx';
import styles from '../queries/queries.module.css';
import { columnOf } from '../tables/element-edits.ts';
import { HeadChoice, MeasureChoice, measures } from './column-choice.tsx';

const kinds: readonly { readonly kind: ChartKind; readonly label: string; readonly Icon: typeof IconChartBar }[] = [
  { kind: 'bar', label: 'Bars', Icon: IconChartBar },
  { kind: 'line', label: 'Line', Icon: IconChartLine },
  { kind: 'area', label: 'Area', Icon: IconChartArea },
  { kind: 'scatter', label: 'Points', Icon: IconChartDots },
  { kind: 'pie', label: 'Pie', Icon: IconChartDonut },
  { kind: 'kpi', label: 'Figure', Icon: IconNumber123 },
];

export function ChartParts({ element, typeOf, onChange }: PartProps<ChartElement>) {
  const nameOf = (id: string): string => columnOf(element, id)?.name ?? '';
  const hasAxis = element.chart !== 'kpi';
  const hasSeries = element.chart === 'bar' || element.chart === 'line' || element.chart === 'area';
  return (
    <>
      <Part title="Kind of chart">
        <div className={styles['kinds']}>
          {kinds.map(({ kind, label, Icon }) => (
            <button key={kind} type="button" aria-pressed={element.chart === kind} onClick={() => onChange(ofKind(element, kind))}>
              <Icon size={18} stroke={1.5} />
              {label}
            </button>
          ))}
        </div>
      </Part>
      {hasAxis && (
        <Part
          title={element.chart === 'pie' ? 'Slices' : 'Along the axis'}
          action={
            <AddMenu label={element.chart === 'pie' ? 'Choose the slices' : 'Choose the axis'}>
              <HeadChoice {...{ element, typeOf }} onChoose={(changed, x) => onChange(alongAxis(changed, x, typeOf(x)))} />
            </AddMenu>
          }
        >
          {element.x !== null && (
            <Line
              icon={<TypeIcon type={typeOf(element.x)} />}
              label={nameOf(element.x)}
              remove={`Take ${nameOf(element.x)} off the axis`}
              onRemove={() => onChange({ ...element, x: null })}
            />
          )}
        </Part>
      )}
      <Part
        title={element.chart === 'kpi' ? 'Figure' : 'Measured'}
        action={
          <AddMenu label="Choose what to measure">
            {element.chart === 'scatter' ? (
              <HeadChoice {...{ element, typeOf }} onChoose={(changed, id) => onChange(withValue(changed, id))} />
            ) : (
              <MeasureChoice {...{ element, typeOf }} onChoose={(changed, id) => onChange(withValue(changed, id))} />
            )}
          </AddMenu>
        }
      >
        {element.values.map((id) => (
          <Line
            key={id}
            icon={<TypeIcon type={typeOf(id)} />}
            label={nameOf(id)}
            remove={`Do not measure ${nameOf(id)}`}
            onRemove={() => onChange({ ...element, values: element.values.filter((other) => other !== id) })}
          />
        ))}
      </Part>
      {hasSeries && (
        <Part
          title="Split into series"
          action={
            <AddMenu label="Split by">
              <HeadChoice {...{ element, typeOf }} onChoose={(changed, series) => onChange({ ...changed, series })} />
            </AddMenu>
          }
        >
          {element.series !== null && (
            <Line
              icon={<TypeIcon type={typeOf(element.series)} />}
              label={nameOf(element.series)}
              remove={`Do not split by ${nameOf(element.series)}`}
              onRemove={() => onChange({ ...element, series: null })}
            />
          )}
          {(element.series !== null || element.values.length > 1) && (
            <Switch
              size="xs"
              mt={4}
              label="Stacked"
              checked={element.stacked}
              onChange={(event) => onChange({ ...element, stacked: event.currentTarget.checked })}
            />
          )}
        </Part>
      )}
    </>
  );
}

/** Names have no order of their own: bars and slices of names begin with the largest. */
export function alongAxis(element: ChartElement, x: string, type: DataType | null): ChartElement {
  const [measure] = element.values;
  const byMeasure = type === 'text' && element.sorts.length === 0 && (element.chart === 'bar' || element.chart === 'pie');
  return { ...element, x, ...(byMeasure && measure !== undefined ? { sorts: [{ columnId: measure, direction: 'descending' }] } : {}) };
}

/** A pie has one measure, as has a figure; points have no aggregates. */
function ofKind(element: ChartElement, chart: ChartKind): ChartElement {
  const fitting = element.values.filter((id) => (chart === 'scatter') !== measures(columnOf(element, id)?.formula ?? ''));
  const one = chart === 'pie' || chart === 'kpi';
  return { ...element, chart, values: one ? fitting.slice(0, 1) : fitting, series: one || chart === 'scatter' ? null : element.series };
}

/** Pies and figures show one, so another takes its place. */
function withValue(element: ChartElement, id: string): ChartElement {
  if (element.chart === 'pie' || element.chart === 'kpi') return { ...element, values: [id] };
  return element.values.includes(id) ? element : { ...element, values: [...element.values, id] };
}
