/** Changes of a document, as sentences for those who read it. */
import type { DocumentChange } from '../api/contract.ts';
import ui from '../ui/ui.module.css';
import styles from './workbook.module.css';

const things: Readonly<Record<DocumentChange['of'], string>> = {
  document: 'Document',
  page: 'Page',
  table: 'Table',
  pivot: 'Pivot table',
  chart: 'Chart',
  'input-table': 'Input table',
  text: 'Text',
  image: 'Image',
  control: 'Control',
};

const happened: Readonly<Record<DocumentChange['change'], string>> = {
  added: 'added',
  removed: 'removed',
  renamed: 'renamed',
  reordered: 'in another order',
  'settings-changed': 'settings changed',
  moved: 'moved',
  'source-changed': 'reads another source',
  'columns-added': 'columns added',
  'columns-removed': 'columns removed',
  'columns-changed': 'columns changed',
  'filters-changed': 'filters changed',
  'content-changed': 'content changed',
};

export function ChangeList({ changes }: { changes: readonly DocumentChange[] }) {
  return (
    <ul className={styles['changes']}>
      {changes.map((change, index) => (
        <li key={index}>
          <span className={ui['muted']}>{things[change.of]}</span> {change.of !== 'document' && <b>{change.name}</b>}{' '}
          {happened[change.change]}
          {change.details.length > 0 && <span className={ui['muted']}>: {change.details.join(', ')}</span>}
        </li>
      ))}
    </ul>
  );
}
