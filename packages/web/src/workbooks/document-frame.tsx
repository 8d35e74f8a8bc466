/** The frame of an open document: its bar, the canvas with a panel beside it, and the pages. */
import { SegmentedControl } from '@mantine/core';
import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import type { Workbook } from '../api/contract.ts';
import { kindWords } from '../home/document-kinds.ts';
import { Tag } from '../ui/notice.tsx';
import { DocumentMenu } from './document-menu.tsx';
import type { DocumentMode } from './document-menu.tsx';
import { DocumentTitle } from './document-title.tsx';
import styles from './workbook.module.css';

interface DocumentFrameProps {
  readonly workbook: Workbook;
  readonly mode: DocumentMode;
  readonly onSettings?: () => void;
  /** What can be done, at the right of the bar. */
  readonly actions: ReactNode;
  readonly notice?: ReactNode;
  readonly panel?: ReactNode;
  readonly tabs: ReactNode;
  readonly children: ReactNode;
}

export function DocumentFrame({ workbook, mode, onSettings, actions, notice, panel, tabs, children }: DocumentFrameProps) {
  const [, navigate] = useLocation();
  const mayEdit = workbook.myRight === 'edit';
  const kind = workbook.kind === 'workbook' ? null : kindWords[workbook.kind].name;
  return (
    <div className={styles['workbook']}>
      <header className={styles['bar']}>
        <DocumentTitle workbook={workbook} editable={mayEdit && mode === 'edit'} />
        <DocumentMenu workbook={workbook} mode={mode} onSettings={onSettings ?? null} />
        {kind !== null && <Tag>{kind}</Tag>}
        {mayEdit && (
          <SegmentedControl
            size="xs"
            aria-label="Mode"
            value={mode}
            onChange={(wanted) => navigate(`/workbooks/${workbook.id}${wanted === 'published' ? '?mode=published' : ''}`)}
            data={[
              { value: 'edit', label: 'Edit' },
              { value: 'published', label: 'Published' },
            ]}
          />
        )}
        {!mayEdit && <Tag>{workbook.myRight === 'view' ? 'View only' : 'Explore'}</Tag>}
        <div className={styles['push']}>{actions}</div>
      </header>
      {notice}
      <div className={styles['middle']}>
        {children}
        {panel}
      </div>
      {tabs}
    </div>
  );
}
