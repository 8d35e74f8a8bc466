/** What this person may read in the warehouse: schemas, their tables, and the columns of one. */
import { ActionIcon, TextInput, Tooltip } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { IconChevronDown, IconChevronRight, IconFolder, IconRefresh, IconSearch, IconTable, IconTableShare } from '@tabler/icons-react';
import { useState } from 'react';
import { api } from '../api/client.ts';
import type { CatalogColumn, CatalogItem, Connection } from '../api/contract.ts';
import { Waiting } from '../app/waiting.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import { Empty } from '../ui/page.tsx';
import ui from '../ui/ui.module.css';
import styles from './connection-form.module.css';

interface Catalog {
  readonly items: readonly CatalogItem[];
  readonly truncated?: boolean;
}

type Chosen = (item: CatalogItem) => void;

const lastOf = (item: CatalogItem): string => item.path.at(-1) ?? '';

export function Explorer({ connection }: { connection: Connection }) {
  const [text, setText] = useState('');
  const [search] = useDebouncedValue(text.trim(), 200);
  const [chosen, setChosen] = useState<CatalogItem | null>(null);
  const queryClient = useQueryClient();
  const top = useQuery({
    queryKey: ['catalog', connection.id, '', search],
    queryFn: ({ signal }) => api.get<Catalog>(`/connections/${connection.id}/catalog`, search === '' ? {} : { search }, signal),
  });
  const refresh = async (): Promise<void> => {
    await api.post(`/connections/${connection.id}/catalog/refresh`);
    await queryClient.invalidateQueries({ queryKey: ['catalog', connection.id] });
  };
  return (
    <div className={styles['tree']}>
      <div>
        <div style={{ display: 'flex', gap: 4, marginBottom: 'var(--ps-space-xs)' }}>
          <TextInput
            style={{ flex: 1 }}
            aria-label="Search tables"
            placeholder="Search tables"
            leftSection={<IconSearch size={15} stroke={1.6} />}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Tooltip label="Ask the warehouse again">
            <ActionIcon aria-label="Ask the warehouse again" size={32} onClick={() => void refresh()}>
              <IconRefresh size={16} stroke={1.6} />
            </ActionIcon>
          </Tooltip>
        </div>
        {top.isError && <ProblemNotice error={top.error} />}
        {top.isPending && <Waiting />}
        {top.data !== undefined && top.data.items.length === 0 && (
          <Empty title={search === '' ? 'Nothing to read' : 'Nothing found'}>
            {search === '' ? 'Your warehouse login may not read any schema here.' : `No table that you may read is called “${search}”.`}
          </Empty>
        )}
        <ul className={styles['branch']} aria-label="Catalog">
          {top.data?.items
            .filter((item) => item.kind !== 'database')
            .map((item) =>
              item.kind === 'schema' ? (
                <SchemaBranch key={item.path.join('.')} connection={connection} item={item} chosen={chosen} onChoose={setChosen} />
              ) : (
                <TableLeaf key={item.path.join('.')} item={item} chosen={chosen} onChoose={setChosen} full />
              ),
            )}
        </ul>
        {top.data?.truncated === true && <p className={ui['faint']}>There is more. Search to narrow it.</p>}
      </div>
      <div>
        {chosen === null ? (
          <Empty title="Choose a table">Its columns and their types are shown here. Schemas that Penstock writes to are left out.</Empty>
        ) : (
          <Columns connection={connection} item={chosen} />
        )}
      </div>
    </div>
  );
}

function SchemaBranch({
  connection,
  item,
  chosen,
  onChoose,
}: {
  connection: Connection;
  item: CatalogItem;
  chosen: CatalogItem | null;
  onChoose: Chosen;
}) {
  const [open, setOpen] = useState(false);
  const schema = lastOf(item);
  const tables = useQuery({
    queryKey: ['catalog', connection.id, item.path.join('.'), ''],
    queryFn: ({ signal }) => api.get<Catalog>(`/connections/${connection.id}/catalog`, { schema }, signal),
    enabled: open,
  });
  return (
    <li>
      <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? <IconChevronDown size={14} /> : <IconChevronRight size={14} />}
        <IconFolder size={15} stroke={1.6} />
        {schema}
      </button>
      {open && (
        <ul className={styles['branch']}>
          {tables.isError && <ProblemNotice error={tables.error} />}
          {tables.data?.items
            .filter((table) => table.kind === 'table' || table.kind === 'view')
            .map((table) => (
              <TableLeaf key={table.path.join('.')} item={table} chosen={chosen} onChoose={onChoose} />
            ))}
          {tables.data?.items.length === 0 && <li className={ui['faint']}>Nothing that you may read</li>}
        </ul>
      )}
    </li>
  );
}

function TableLeaf({
  item,
  chosen,
  onChoose,
  full = false,
}: {
  item: CatalogItem;
  chosen: CatalogItem | null;
  onChoose: Chosen;
  full?: boolean;
}) {
  return (
    <li>
      <button type="button" aria-current={chosen?.path.join('.') === item.path.join('.')} onClick={() => onChoose(item)}>
        {item.kind === 'view' ? <IconTableShare size={15} stroke={1.6} /> : <IconTable size={15} stroke={1.6} />}
        {full ? item.path.slice(-2).join('.') : lastOf(item)}
      </button>
    </li>
  );
}

function Columns({ connection, item }: { connection: Connection; item: CatalogItem }) {
  const schema = item.path.at(-2) ?? '';
  const table = lastOf(item);
  const columns = useQuery({
    queryKey: ['catalog', connection.id, 'table', schema, table],
    queryFn: ({ signal }) =>
      api.get<{ columns: readonly CatalogColumn[] }>(`/connections/${connection.id}/catalog/table`, { schema, table }, signal),
  });
  if (columns.isError) return <ProblemNotice error={columns.error} />;
  if (columns.data === undefined) return <Waiting />;
  return (
    <>
      <h2 style={{ fontSize: 'var(--ps-text-md)', margin: '4px 0 var(--ps-space-xs)' }}>
        {schema}.{table} <span className={ui['faint']}>{columns.data.columns.length} columns</span>
      </h2>
      <table className={ui['rows']}>
        <thead>
          <tr>
            <th scope="col">Column</th>
            <th scope="col">Type</th>
            <th scope="col">May be empty</th>
          </tr>
        </thead>
        <tbody>
          {columns.data.columns.map((column) => (
            <tr key={column.name}>
              <td className={ui['primary']}>{column.name}</td>
              <td className={ui['muted']}>{column.type}</td>
              <td className={ui['muted']}>{column.nullable === false ? 'No' : 'Yes'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
