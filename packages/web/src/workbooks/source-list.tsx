import type { ReadSource } from '../api/contract.ts';
import ui from '../ui/ui.module.css';
import styles from './workbook.module.css';

const kinds: Readonly<Record<ReadSource['kind'], string>> = {
  'warehouse-table': 'Table',
  'custom-sql': 'SQL',
  'input-table': 'Input table',
};

/** What is read from warehouses. */
export function SourceList({ sources }: { sources: readonly ReadSource[] }) {
  return (
    <ul className={styles['changes']}>
      {sources.map((source, index) => (
        <li key={index}>
          <span className={ui['muted']}>{kinds[source.kind]}</span>{' '}
          {source.kind === 'custom-sql' ? <code className={styles['sql']}>{source.name}</code> : <b>{source.name}</b>}
        </li>
      ))}
    </ul>
  );
}
