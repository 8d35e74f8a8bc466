/** At the right of an element's title: as whom it asked, how old the answer is, and what can be had besides the rows. */
import { ActionIcon, Loader, Menu, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconChartHistogram, IconCode, IconDatabase, IconDownload, IconFileSpreadsheet, IconRefresh } from '@tabler/icons-react';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { api } from '../api/client.ts';
import { asProblem } from '../api/problem.ts';
import { MoreMenu, menuIcon } from '../ui/menus.tsx';
import { ago } from '../ui/moment.tsx';
import { FrameActions } from '../workbooks/frame-bar.tsx';
import { downloadCsv } from './download.ts';
import type { ExportedTexts } from './download.ts';
import { EditsMissingBadge } from './edits-missing-badge.tsx';
import { RunsAsBadge } from './runs-as-badge.tsx';
import { SqlDialog } from './sql-dialog.tsx';
import type { Result } from './use-result.ts';

interface DataActionsProps {
  readonly documentId: string;
  readonly elementId: string;
  readonly name: string;
  readonly result: Result;
  /** The title bar has no room but for one button. */
  readonly compact?: boolean;
  /** Items of its own that an element has. */
  readonly children?: ReactNode;
}

/** Tells a refusal where the screen has no place for it. */
export function tell(error: unknown): void {
  const problem = asProblem(error);
  notifications.show({ title: problem.title, message: `${problem.message} ${problem.nextStep}`, color: 'red' });
}

export function DataActions({ documentId, elementId, name, result, compact = false, children }: DataActionsProps) {
  const [showsSql, setShowsSql] = useState(false);
  const { pages, question } = result;
  const first = pages?.first ?? null;
  const count = async (): Promise<void> => {
    if (question === null || pages === null) return;
    const { rows } = await api.post<{ readonly rows: number }>(`/workbooks/${documentId}/elements/${elementId}/count`, question);
    pages.endsAt(rows);
  };
  const download = (texts: ExportedTexts): void => {
    if (question !== null) void downloadCsv(documentId, elementId, name, question, texts).catch(tell);
  };
  return (
    <FrameActions>
      {first !== null && (first.editsMissing ?? 0) > 0 && <EditsMissingBadge edits={first.editsMissing ?? 0} compact={compact} />}
      {first !== null && <RunsAsBadge runsAs={first.runsAs} compact={compact} />}
      {!compact && (
        <Tooltip label={first?.cachedAt == null ? 'Ask the warehouse again' : `Computed ${ago(first.cachedAt)}. Ask again`}>
          <ActionIcon aria-label={`Refresh ${name}`} size={24} onClick={result.refresh}>
            {result.isWaiting ? <Loader size={13} /> : <IconRefresh size={15} stroke={1.6} />}
          </ActionIcon>
        </Tooltip>
      )}
      <MoreMenu label={`Data of ${name}`} icon={<IconDatabase size={15} stroke={1.6} />}>
        {children}
        {compact && (
          <Menu.Item leftSection={<IconRefresh {...menuIcon} />} onClick={result.refresh}>
            Refresh
          </Menu.Item>
        )}
        <Menu.Item
          leftSection={<IconChartHistogram {...menuIcon} />}
          disabled={question === null || pages?.end != null}
          onClick={() => void count().catch(tell)}
        >
          Count rows
        </Menu.Item>
        <Menu.Item leftSection={<IconDownload {...menuIcon} />} disabled={question === null} onClick={() => download('as-they-are')}>
          Download CSV
        </Menu.Item>
        <Menu.Item
          leftSection={<IconFileSpreadsheet {...menuIcon} />}
          disabled={question === null}
          onClick={() => download('inert')}
          title="Texts that begin like a formula get an apostrophe"
        >
          CSV for a spreadsheet
        </Menu.Item>
        <Menu.Item leftSection={<IconCode {...menuIcon} />} disabled={question === null} onClick={() => setShowsSql(true)}>
          View SQL
        </Menu.Item>
      </MoreMenu>
      {showsSql && question !== null && (
        <SqlDialog documentId={documentId} elementId={elementId} question={question} onClose={() => setShowsSql(false)} />
      )}
    </FrameActions>
  );
}
