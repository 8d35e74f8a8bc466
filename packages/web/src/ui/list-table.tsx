/** A list as a table of thin rules: named columns, and where there are any, a last one of actions without a visible name. */
import type { ReactNode } from 'react';
import styles from './ui.module.css';

export function ListTable({
  columns,
  hasActions = false,
  label,
  children,
}: {
  columns: readonly ReactNode[];
  hasActions?: boolean;
  /** Where it may be wider than the screen: what a screen reader calls the region that scrolls. */
  label?: string;
  children: ReactNode;
}) {
  return (
    <div className={styles['scroll']} {...(label === undefined ? {} : { tabIndex: 0, role: 'region', 'aria-label': label })}>
      <table className={styles['rows']}>
        <thead>
          <tr>
            {columns.map((column, index) => (
              <th key={index} scope="col">
                {column}
              </th>
            ))}
            {hasActions && (
              <th scope="col">
                <span className="ps-visually-hidden">Actions</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

/** The cell of a row's actions, at its end. */
export function ActionsCell({ children }: { children: ReactNode }) {
  return <td className={styles['actions']}>{children}</td>;
}

/** A sentence about the list, and the button that adds to it. */
export function ListIntroduction({ action, children }: { action: ReactNode; children: ReactNode }) {
  return (
    <div className={styles['introduction']}>
      <span className={styles['muted']}>{children}</span>
      {action}
    </div>
  );
}
