import { IconChevronRight } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { Folder } from '../api/contract.ts';
import styles from './home.module.css';

/** Where a folder lies, from the top. */
export function FolderPath({ folder, folders }: { folder: Folder; folders: readonly Folder[] }) {
  const above: Folder[] = [];
  for (let parent = folders.find(({ id }) => id === folder.parentId); parent !== undefined;) {
    const { parentId } = parent;
    above.unshift(parent);
    parent = folders.find(({ id }) => id === parentId && !above.some((seen) => seen.id === id));
  }
  return (
    <nav className={styles['path']} aria-label="Folder">
      <Link href="/">Workbooks</Link>
      {above.map(({ id, name }) => (
        <span key={id}>
          <IconChevronRight size={13} stroke={1.6} />
          <Link href={`/?folder=${id}`}>{name}</Link>
        </span>
      ))}
    </nav>
  );
}
