/** A chart over a source: bars, lines, areas, points, slices, or one figure. */
import { Button, Menu, useComputedColorScheme } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import type { DataType } from '@penstock/domain/formula/expression';
import type { Reading } from '@penstock/domain/values/format';
import type { ChartElement } from '@penstock/domain/workbooks/definition';
import { useMemo } from 'react';
import type { QueryResult } from '../api/queries-contract.ts';
import { Waiting } from '../app/waiting.tsx';
import { DataActions } from '../queries/data-actions.tsx';
import { useAnswered } from '../queries/use-answered.ts';
import { useDescribed } from '../queries/use-described.ts';
import { useResult } from '../queries/use-result.ts';
import type { ShownElement } from '../tables/data-element-view.tsx';
import { columnOf } from '../tables/element-edits.ts';
import { formatValue } from '../tables/format-value.ts';
import { useReaderTools } from '../tables/reader-tools.tsx';
import tableStyles from '../tables/tables.module.css';
import { darkTokens, lightTokens, seriesHues } from '../theme/theme.ts';
import { ProblemNotice } from '../ui/notice.tsx';
import { EChartsCanvas } from '../workbooks/element-chunks.ts';
import { chartOption } from './chart-option.ts';
import { alongAxis } from './chart-parts.tsx';
import styles from './charts.module.css';
import { HeadChoice, MeasureChoice } from './column-choice.tsx';

const mostPoints = 5_000;
/** Columns of the page. */
const narrow = 6;

export function ChartView(props: ShownElement<ChartElement>) {
  const { element, canShape } = props;
  const missing = missingPart(element);
  if (missing === null) return <WholeChart {...props} />;
  if (!canShape) return <p className={styles['empty']}>This chart is not finished yet.</p>;
  return <Unfinished {...props} question={missing} />;
}

/** `null`: everything is there that this kind of chart needs. */
function missingPart(chart: ChartElement): string | null {
  if (chart.values.length === 0) return chart.chart === 'kpi' ? 'Which figure shall be shown?' : 'What shall be measured?';
  if (chart.chart !== 'kpi' && chart.x === null) return chart.chart === 'pie' ? 'What are the slices?' : 'What lies along the axis?';
  return null;
}

/** What is missing is asked for where the chart will be. */
function Unfinished({ documentId, definition, element, question, onChange }: ShownElement<ChartElement> & { readonly question: string }) {
  const described = useDescribed(documentId, definition, element);
  const typeOf = (columnId: string): DataType | null => {
    const columns = described.element?.kind === 'described' ? described.element.columns : [];
    return columns.find(({ id }) => id === columnId)?.type ?? null;
  };
  const choice = { element, typeOf };
  return (
    <div className={styles['empty']}>
      <Menu width={240} position="bottom">
        <Menu.Target>
          <Button variant="default" rightSection={<IconChevronDown size={15} stroke={1.6} />}>
            {question}
          </Button>
        </Menu.Target>
        <Menu.Dropdown mah={360} style={{ overflowY: 'auto' }}>
          {element.values.length > 0 ? (
            <HeadChoice {...choice} onChoose={(changed, x) => onChange(alongAxis(changed, x, typeOf(x)))} />
          ) : element.chart === 'scatter' ? (
            <HeadChoice {...choice} onChoose={(changed, id) => onChange({ ...changed, values: [id] })} />
          ) : (
            <MeasureChoice {...choice} onChoose={(changed, id) => onChange({ ...changed, values: [id] })} />
          )}
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}

function WholeChart(props: ShownElement<ChartElement>) {
  const { documentId, definition, version, stored, element } = props;
  const result = useResult({ documentId, definition, version, element: stored, shown: element }, mostPoints);
  const reading = useMemo<Reading>(() => ({ locale: navigator.language, timeZone: definition.timeZone }), [definition.timeZone]);
  const first = result.pages?.first ?? null;
  const answered = useAnswered(element, result);
  const tools = useReaderTools(props, first, reading);
  const problem = first?.columns.find((column) => column.problem !== null)?.problem ?? null;
  return (
    <div className={tableStyles['element']}>
      <DataActions
        documentId={documentId}
        elementId={element.id}
        name={element.name}
        result={result}
        compact={element.layout.width < narrow}
      >
        {tools.items}
      </DataActions>
      {tools.chips}
      <div className={styles['chart']} aria-busy={result.isWaiting}>
        {result.pages === null && <Waiting />}
        {result.pages !== null && result.pages.error !== null && (
          <div className={tableStyles['over']}>
            <ProblemNotice
              error={result.pages.error}
              action={
                <Button size="compact-sm" variant="default" mt="xs" onClick={result.refresh}>
                  Try again
                </Button>
              }
            />
          </div>
        )}
        {problem !== null && <p className={styles['empty']}>{problem}</p>}
        {first !== null && problem === null && first.rowCount === 0 && (
          <p className={styles['empty']}>{element.filters.length > 0 ? 'No row passes the filters.' : 'There are no rows yet.'}</p>
        )}
        {first !== null && problem === null && first.rowCount > 0 && (
          <div style={{ height: '100%' }} className={result.isWaiting ? tableStyles['stale'] : undefined}>
            {answered.chart === 'kpi' ? (
              <Figure chart={answered} result={first} reading={reading} />
            ) : (
              <Drawn chart={answered} result={first} reading={reading} />
            )}
          </div>
        )}
      </div>
      {first?.hasMore === true && <p className={styles['note']}>The first {mostPoints} points. Group or filter to see all.</p>}
      {tools.open}
    </div>
  );
}

interface Answered {
  readonly chart: ChartElement;
  readonly result: QueryResult;
  readonly reading: Reading;
}

/** Figures stand beside each other where the frame is wide, and are as large as it lets the longest of them be. */
function Figure({ chart, result, reading }: Answered) {
  const figures = result.columns.map((column, index) => {
    const format = columnOf(chart, column.id)?.format ?? null;
    return { column, text: formatValue(result.values[index]?.[0] ?? null, column.type, format, reading) || '–' };
  });
  const fitting = { '--ps-characters': Math.max(1, ...figures.map(({ text }) => text.length)) } as React.CSSProperties;
  return (
    <div className={styles['figure']} style={fitting}>
      {figures.map(({ column, text }) => (
        <div key={column.id}>
          <b className="ps-numbers" title={text}>
            {text}
          </b>
          <span title={column.name}>{column.name}</span>
        </div>
      ))}
    </div>
  );
}

function Drawn({ chart, result, reading }: Answered) {
  const scheme = useComputedColorScheme('light');
  const option = useMemo(
    () => chartOption(chart, result, reading, { tokens: scheme === 'dark' ? darkTokens : lightTokens, hues: seriesHues[scheme] }),
    [chart, result, reading, scheme],
  );
  const named = (id: string | null): string => (id === null ? '' : (columnOf(chart, id)?.name ?? ''));
  const label = `${chart.name}: a ${chart.chart} chart of ${chart.values.map(named).join(', ')} by ${named(chart.x)}, with ${result.rowCount} points`;
  return <EChartsCanvas option={option} label={label} />;
}
