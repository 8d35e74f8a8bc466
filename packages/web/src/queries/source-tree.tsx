/** Everything that rows may come from, as a tree to choose from: this document, warehouses, data models. */
import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import {
  IconChevronDown,
  IconChevronRight,
  IconCode,
  IconDatabase,
  IconFolder,
  IconSearch,
  IconStack2,
  IconTable,
  IconTableShare,
} from '@tabler/icons-react';
import type { Definition, Source } from '@penstock/domain/workbooks/definition';
import { elementsOf, isDataElement } from '@penstock/domain/workbooks/references';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { api } from '../api/client.ts';
import type { CatalogItem, Connection, List, ListedWorkbook, Workbook } from '../api/contract.ts';
import { Waiting } from '../app/waiting.tsx';
import { modelsQuery } from '../home/models-query.ts';
import { ProblemNotice } from '../ui/notice.tsx';
import styles from './queries.module.css';
import { sameJson } from './question.ts';

export interface SourceTreeProps {
  readonly documentId: string;
  readonly definition: Definition;
  /** An element that shall not read from itself. */
  readonly elementId: string | null;
  readonly chosen: Source | null;
  readonly onChoose: (source: Source) => void;
}

const iconOf = { size: 15, stroke: 1.6 } as const;

export function SourceTree(props: SourceTreeProps) {
  const [text, setText] = useState('');
  const [search] = useDebouncedValue(text.trim(), 200);
  const connections = useQuery({
    queryKey: ['connections'],
    queryFn: ({ signal }) => api.get<List<Connection>>('/connections', {}, signal),
  });
  const models = useQuery({ ...modelsQuery, select: (all) => all.filter(({ id }) => id !== props.documentId) });
  const items = connections.data?.items ?? [];
  return (
    <>
      <TextInput
        aria-label="Search tables"
        placeholder="Search tables"
        leftSection={<IconSearch {...iconOf} />}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        mb="xs"
        data-autofocus
      />
      {connections.isError && <ProblemNotice error={connections.error} />}
      {connections.isPending && <Waiting />}
      <ul className={styles['list']} aria-label="Sources">
        <OwnElements {...props} search={search} />
        {items.map((connection) => (
          <ConnectionBranch key={connection.id} {...props} connection={connection} search={search} alone={items.length === 1} />
        ))}
        {(models.data ?? [])
          .filter(({ name }) => name.toLowerCase().includes(search.toLowerCase()) || search === '')
          .map((model) => (
            <ModelBranch key={model.id} {...props} model={model} />
          ))}
      </ul>
      {connections.isSuccess && items.length === 0 && (
        <p className={styles['faint']}>There is no connection yet. An administrator can add one under Connections.</p>
      )}
    </>
  );
}

function Branch({
  icon,
  name,
  open,
  onOpen,
  children,
}: {
  icon: ReactNode;
  name: string;
  open: boolean;
  onOpen: () => void;
  children: ReactNode;
}) {
  return (
    <li>
      <button type="button" aria-expanded={open} onClick={onOpen}>
        {open ? <IconChevronDown size={14} /> : <IconChevronRight size={14} />}
        {icon}
        <span>{name}</span>
      </button>
      {open && <ul className={styles['list']}>{children}</ul>}
    </li>
  );
}

function Leaf({
  icon,
  name,
  source,
  chosen,
  onChoose,
}: Pick<SourceTreeProps, 'chosen' | 'onChoose'> & { icon: ReactNode; name: string; source: Source }) {
  return (
    <li>
      <button type="button" aria-pressed={sameJson(source, chosen)} title={name} onClick={() => onChoose(source)}>
        {icon}
        <span>{name}</span>
      </button>
    </li>
  );
}

function OwnElements({ definition, elementId, search, ...choice }: SourceTreeProps & { search: string }) {
  const elements = elementsOf(definition).filter(
    (element) =>
      (isDataElement(element) || element.kind === 'input-table') &&
      element.id !== elementId &&
      element.name.toLowerCase().includes(search.toLowerCase()),
  );
  return elements.map((element) => (
    <Leaf
      key={element.id}
      icon={<IconTable {...iconOf} />}
      name={element.name}
      source={
        element.kind === 'input-table'
          ? { kind: 'input-table', inputTableId: element.inputTableId }
          : { kind: 'element', elementId: element.id }
      }
      {...choice}
    />
  ));
}

interface Catalog {
  readonly items: readonly CatalogItem[];
}
interface InConnection extends SourceTreeProps {
  readonly connection: Connection;
}

function ConnectionBranch({ connection, search, alone, ...props }: InConnection & { search: string; alone: boolean }) {
  const [opened, setOpened] = useState<boolean | null>(null);
  const open = opened ?? (alone || search !== '');
  const top = useQuery({
    queryKey: ['catalog', connection.id, '', search],
    queryFn: ({ signal }) => api.get<Catalog>(`/connections/${connection.id}/catalog`, search === '' ? {} : { search }, signal),
    enabled: open,
  });
  const items = (top.data?.items ?? []).filter(({ kind }) => kind !== 'database');
  const schemas = items.filter(({ kind }) => kind === 'schema');
  return (
    <Branch icon={<IconDatabase {...iconOf} />} name={connection.name} open={open} onOpen={() => setOpened(!open)}>
      {top.isError && <ProblemNotice error={top.error} />}
      {top.isPending && <li className={styles['faint']}>Looking…</li>}
      {schemas.map((item) => (
        <SchemaBranch key={item.path.join('.')} {...props} connection={connection} item={item} alone={schemas.length === 1} />
      ))}
      {items
        .filter(({ kind }) => kind !== 'schema')
        .map((item) => (
          <TableLeaf key={item.path.join('.')} {...props} connection={connection} item={item} full />
        ))}
      {top.isSuccess && items.length === 0 && (
        <li className={styles['faint']}>{search === '' ? 'Nothing that you may read' : 'Nothing of this name'}</li>
      )}
      {search === '' && (
        <Leaf
          icon={<IconCode {...iconOf} />}
          name="Write SQL"
          source={{ kind: 'custom-sql', connectionId: connection.id, sql: '' }}
          chosen={
            props.chosen?.kind === 'custom-sql' && props.chosen.connectionId === connection.id ? { ...props.chosen, sql: '' } : props.chosen
          }
          onChoose={props.onChoose}
        />
      )}
    </Branch>
  );
}

function SchemaBranch({ connection, item, alone, ...props }: InConnection & { item: CatalogItem; alone: boolean }) {
  const [open, setOpen] = useState(alone);
  const schema = item.path.at(-1) ?? '';
  const tables = useQuery({
    queryKey: ['catalog', connection.id, item.path.join('.'), ''],
    queryFn: ({ signal }) => api.get<Catalog>(`/connections/${connection.id}/catalog`, { schema }, signal),
    enabled: open,
  });
  return (
    <Branch icon={<IconFolder {...iconOf} />} name={schema} open={open} onOpen={() => setOpen(!open)}>
      {tables.isError && <ProblemNotice error={tables.error} />}
      {(tables.data?.items ?? [])
        .filter(({ kind }) => kind === 'table' || kind === 'view')
        .map((table) => (
          <TableLeaf key={table.path.join('.')} {...props} connection={connection} item={table} />
        ))}
      {tables.data?.items.length === 0 && <li className={styles['faint']}>Nothing that you may read</li>}
    </Branch>
  );
}

function TableLeaf({ connection, item, full = false, ...props }: InConnection & { item: CatalogItem; full?: boolean }) {
  const schema = item.path.at(-2) ?? '';
  const table = item.path.at(-1) ?? '';
  return (
    <Leaf
      icon={item.kind === 'view' ? <IconTableShare {...iconOf} /> : <IconTable {...iconOf} />}
      name={full ? `${schema}.${table}` : table}
      source={{ kind: 'warehouse-table', connectionId: connection.id, schema, table }}
      chosen={props.chosen}
      onChoose={props.onChoose}
    />
  );
}

/** Of a data model, what is published: its tables, pivots and charts. */
function ModelBranch({ model, ...props }: SourceTreeProps & { model: ListedWorkbook }) {
  const [open, setOpen] = useState(false);
  const document = useQuery({
    queryKey: ['workbook', model.id, 'published'],
    queryFn: ({ signal }) => api.get<Workbook>(`/workbooks/${model.id}`, { version: 'published' }, signal),
    enabled: open && model.publishedNumber !== null,
  });
  const elements = document.data === undefined ? [] : elementsOf(document.data.definition).filter(isDataElement);
  return (
    <Branch icon={<IconStack2 {...iconOf} />} name={model.name} open={open} onOpen={() => setOpen(!open)}>
      {model.publishedNumber === null && <li className={styles['faint']}>Not published yet</li>}
      {document.isError && <ProblemNotice error={document.error} />}
      {elements.map((element) => (
        <Leaf
          key={element.id}
          icon={<IconTable {...iconOf} />}
          name={element.name}
          source={{ kind: 'data-model', documentId: model.id, elementId: element.id }}
          chosen={props.chosen}
          onChoose={props.onChoose}
        />
      ))}
    </Branch>
  );
}
