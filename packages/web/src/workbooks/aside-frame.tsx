/** The frame of a document that is looked at otherwise than it is worked on: what it is, a way out, and the pages below. */
import { Group } from '@mantine/core';
import type { Page } from '@penstock/domain/workbooks/definition';
import type { ReactNode } from 'react';
import { PageTabs } from './page-tabs.tsx';
import styles from './workbook.module.css';

interface AsideFrameProps {
  readonly name: string;
  /** What is looked at, beside the name. */
  readonly what: ReactNode;
  readonly actions: ReactNode;
  readonly pages: readonly Page[];
  readonly open: string | undefined;
  readonly onOpen: (pageId: string) => void;
  readonly children: ReactNode;
}

export function AsideFrame({ name, what, actions, pages, open, onOpen, children }: AsideFrameProps) {
  return (
    <div className={styles['workbook']}>
      <header className={styles['bar']} data-aside>
        <div className={styles['title']}>
          <h1>{name}</h1>
        </div>
        <span className={styles['what']}>{what}</span>
        <Group gap="xs" wrap="nowrap" className={styles['push'] ?? ''}>
          {actions}
        </Group>
      </header>
      <div className={styles['middle']}>{children}</div>
      <PageTabs pages={pages} open={open} onOpen={onOpen} onChange={null} />
    </div>
  );
}
