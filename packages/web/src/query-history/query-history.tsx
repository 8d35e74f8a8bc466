/** What elements asked of warehouses: when, for whom, as whom, for how long; for one document or, for Admins, for all. */
import { Button, SegmentedControl } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { IconHistory } from '@tabler/icons-react';
import { Fragment, useState } from 'react';
import { Link, useParams } from 'wouter';
import { api, isStatus } from '../api/client.ts';
import type { List, QueryHistoryItem, Workbook } from '../api/contract.ts';
import { elementsOf } from '@penstock/domain/workbooks/references';
import { NotFound } from '../app/not-found.tsx';
import { Waiting } from '../app/waiting.tsx';
import { ListTable } from '../ui/list-table.tsx';
import { Moment } from '../ui/moment.tsx';
import { Copyable, ProblemNotice, Tag } from '../ui/notice.tsx';
import type { Tone } from '../ui/notice.tsx';
import { Empty, Page } from '../ui/page.tsx';
import ui from '../ui/ui.module.css';
import styles from './query-history.module.css';

type State = QueryHistoryItem['state'] | 'all';

const states: Readonly<Record<QueryHistoryItem['state'], { readonly label: string; readonly tone: Tone }>> = {
  running: { label: 'Running', tone: 'info' },
  done: { label: 'Done', tone: 'good' },
  failed: { label: 'Failed', tone: 'danger' },
  cancelled: { label: 'Cancelled', tone: 'warning' },
};

const principals: Readonly<Record<QueryHistoryItem['principal'], string>> = {
  person: 'the person',
  'service-account': 'service account',
  'connection-credential': 'connection',
};

/** Of all documents; for Admins. */
export function QueryHistory() {
  return <History title="Query history" path="/query-history" elementName={() => null} showsDocument />;
}

/** Of one document; for who edits it. */
export function DocumentQueryHistory() {
  const { id = '' } = useParams<{ id: string }>();
  const workbook = useQuery({ queryKey: ['workbook', id], queryFn: ({ signal }) => api.get<Workbook>(`/workbooks/${id}`, {}, signal) });
  if (isStatus(workbook.error, 404) || isStatus(workbook.error, 400)) return <NotFound what="workbook" />;
  if (workbook.data === undefined) return <Waiting />;
  const names = new Map(elementsOf(workbook.data.definition).map((element) => [element.id, element.name]));
  return (
    <History
      title={`Queries of ${workbook.data.name}`}
      path={`/workbooks/${id}/query-history`}
      elementName={(elementId) => names.get(elementId) ?? 'Element that is gone'}
      back={`/workbooks/${id}`}
    />
  );
}

interface HistoryProps {
  readonly title: string;
  readonly path: string;
  readonly elementName: (elementId: string) => string | null;
  readonly showsDocument?: boolean;
  readonly back?: string;
}

function History({ title, path, elementName, showsDocument = false, back }: HistoryProps) {
  const [state, setState] = useState<State>('all');
  const [open, setOpen] = useState<string | null>(null);
  const history = useInfiniteQuery({
    queryKey: ['query-history', path, state],
    queryFn: ({ signal, pageParam }) =>
      api.get<List<QueryHistoryItem>>(path, { limit: 50, cursor: pageParam, state: state === 'all' ? undefined : state }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    staleTime: 0,
  });
  const items = history.data?.pages.flatMap((page) => page.items) ?? [];
  const columns = ['When', showsDocument ? 'Document' : 'Element', 'Who', 'Ran as', 'Rows', 'Time', 'State'];
  return (
    <Page
      title={title}
      lead="Each statement carries the same facts in a comment, so that the warehouse's own history tells who asked."
      actions={
        <>
          {back !== undefined && (
            <Button component={Link} href={back} variant="default">
              Back to the workbook
            </Button>
          )}
          <Button variant="default" loading={history.isRefetching} onClick={() => void history.refetch()}>
            Refresh
          </Button>
        </>
      }
    >
      <SegmentedControl
        size="xs"
        mb="sm"
        aria-label="State"
        value={state}
        onChange={(value) => setState(value as State)}
        data={[{ value: 'all', label: 'All' }, ...Object.entries(states).map(([value, { label }]) => ({ value, label }))]}
      />
      {history.isError && <ProblemNotice error={history.error} />}
      {history.isPending && <Waiting />}
      {history.isSuccess && items.length === 0 && (
        <Empty icon={<IconHistory size={28} stroke={1.5} />} title="No queries here">
          {state === 'all' ? 'What elements ask of a warehouse is listed here, newest first.' : 'No query is in this state.'}
        </Empty>
      )}
      {items.length > 0 && (
        <ListTable columns={columns} label={title}>
          {items.map((item) => (
            <Fragment key={item.id}>
              <tr>
                <td>
                  <button
                    type="button"
                    className={styles['when']}
                    aria-expanded={open === item.id}
                    onClick={() => setOpen(open === item.id ? null : item.id)}
                  >
                    <Moment at={item.at} />
                  </button>
                </td>
                <td>{showsDocument ? <DocumentName item={item} /> : (elementName(item.elementId ?? '') ?? '')}</td>
                <td>{item.member.name ?? 'A former member'}</td>
                <td>
                  {item.login ?? principals[item.principal]}
                  <div className={ui['faint']}>{principals[item.principal]}</div>
                </td>
                <td className="ps-numbers">{item.rowCount ?? '–'}</td>
                <td className="ps-numbers">{timeOf(item)}</td>
                <td>
                  <Tag tone={states[item.state].tone}>{states[item.state].label}</Tag>
                </td>
              </tr>
              {open === item.id && (
                <tr>
                  <td colSpan={columns.length}>
                    <Details item={item} />
                  </td>
                </tr>
              )}
            </Fragment>
          ))}
        </ListTable>
      )}
      {history.hasNextPage && (
        <Button variant="subtle" mt="sm" loading={history.isFetchingNextPage} onClick={() => void history.fetchNextPage()}>
          Earlier queries
        </Button>
      )}
    </Page>
  );
}

function DocumentName({ item }: { item: QueryHistoryItem }) {
  if (item.workbook === null) return '–';
  if (item.workbook.name === null) return 'A document that is gone';
  return <Link href={`/workbooks/${item.workbook.id}`}>{item.workbook.name}</Link>;
}

function Details({ item }: { item: QueryHistoryItem }) {
  return (
    <div className={styles['details']}>
      <p>{item.reason}</p>
      {item.failure !== null && (
        <p className={styles['failure']}>
          {item.failure.kind}
          {item.failure.detail !== null && `: ${item.failure.detail}`}
        </p>
      )}
      <p className={ui['muted']}>
        {item.connection.name ?? 'A connection that is gone'} · {item.purpose}
        {item.version !== null && ` of the ${item.version === 'draft' ? 'draft' : 'published version'}`} · waited {msOf(item.queueMs)},
        warehouse {msOf(item.warehouseMs)}, fetched {msOf(item.fetchMs)} · request {item.requestId}
      </p>
      {item.statement === null ? (
        <p className={ui['muted']}>What somebody else explores is shown to them and to Admins.</p>
      ) : (
        <Copyable text={item.statement} label="Copy the statement" />
      )}
    </div>
  );
}

const msOf = (ms: number | null): string => {
  if (ms === null) return '–';
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
};

const timeOf = ({ queueMs, warehouseMs, fetchMs }: QueryHistoryItem): string =>
  warehouseMs === null ? '–' : msOf((queueMs ?? 0) + warehouseMs + (fetchMs ?? 0));
