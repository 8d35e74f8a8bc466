/** In the side panel: whose rows a linked input table has, and what tells them apart. Both stay as they were chosen. */
import { IconKey, IconLink } from '@tabler/icons-react';
import { Line, Part } from '../queries/inspector-parts.tsx';
import type { PartProps } from '../queries/inspector.tsx';
import styles from '../queries/queries.module.css';
import { sourceWords } from '../queries/source-words.ts';
import { inputColumnIdOf } from './linked-source.ts';
import type { LinkedElement } from './linked-source.ts';

const icon = { size: 14, stroke: 1.6 } as const;

export function LinkedPart({ element, definition }: Pick<PartProps, 'definition'> & { readonly element: LinkedElement }) {
  const { source, keys } = element.source;
  const typed = element.columns.filter((column) => inputColumnIdOf(column) !== null);
  return (
    <Part title="Linked to">
      <Line icon={<IconLink {...icon} />} label={sourceWords(definition, source)} />
      {keys.map(({ column }) => (
        <Line key={column} icon={<IconKey {...icon} />} label={`by ${column}`} />
      ))}
      <div className={styles['faint']}>
        What is typed into {typed.map(({ name }) => name).join(', ')} belongs to {keys.length === 1 ? 'this key' : 'these keys'} and is kept
        when the row goes. Input columns have their menu in the grid.
      </div>
    </Part>
  );
}
