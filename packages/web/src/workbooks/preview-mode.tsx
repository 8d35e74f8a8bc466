/**
 * What readers see, as another member would see it. Rows are shown where they are the same for both, because the same
 * principal reads them in the same role; what somebody reads with a login of their own is theirs alone.
 */
import { Button } from '@mantine/core';
import { useQueries, useQuery } from '@tanstack/react-query';
import { IconEyeOff, IconUser, IconX } from '@tabler/icons-react';
import type { Definition, Element } from '@penstock/domain/workbooks/definition';
import { elementsOf, isDataElement } from '@penstock/domain/workbooks/references';
import type { ReactNode } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import { api } from '../api/client.ts';
import type { List, Member, RunsAsOverview, Workbook } from '../api/contract.ts';
import { useSession } from '../app/session.tsx';
import { Waiting } from '../app/waiting.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import { Empty } from '../ui/page.tsx';
import { EmptyPage } from './add-menu.tsx';
import { AsideFrame } from './aside-frame.tsx';
import { Canvas } from './canvas.tsx';
import { ControlValuesProvider } from './control-values.tsx';
import { pageAt } from './element-chunks.ts';
import { ElementView } from './element-view.tsx';
import { runsAsQuery } from './use-runs-as.ts';

export function PreviewMode({ workbook, memberId }: { workbook: Workbook; memberId: string }) {
  const version = workbook.published === null ? 'draft' : 'published';
  const shown = useQuery({
    queryKey: ['workbook', workbook.id, version, workbook.published?.number],
    queryFn: ({ signal }) => api.get<Workbook>(`/workbooks/${workbook.id}`, { version }, signal),
  });
  if (shown.isError) return <ProblemNotice error={shown.error} />;
  if (shown.data === undefined) return <Waiting />;
  return <Shown workbook={workbook} definition={shown.data.definition} version={version} memberId={memberId} />;
}

interface ShownProps {
  readonly workbook: Workbook;
  readonly definition: Definition;
  readonly version: 'draft' | 'published';
  readonly memberId: string;
}

function Shown({ workbook, definition, version, memberId }: ShownProps) {
  const { member: me } = useSession();
  const [, navigate] = useLocation();
  const search = new URLSearchParams(useSearch());
  const page = pageAt(definition, search);
  const asking = elementsOf(definition).filter(asksWarehouse);
  const of = (elementId: string, who: string) => runsAsQuery({ documentId: workbook.id, elementId, version, memberId: who });
  const theirs = useQueries({ queries: asking.map(({ id }) => of(id, memberId)) });
  const mine = useQueries({ queries: asking.map(({ id }) => of(id, me.id)) });
  const error = [...theirs, ...mine].find((answer) => answer.isError)?.error;
  const members = useQuery({ queryKey: ['members'], queryFn: ({ signal }) => api.get<List<Member>>('/members', { limit: 200 }, signal) });
  const name = members.data?.items.find(({ id }) => id === memberId)?.name ?? '…';
  const isShared = !theirs.some((answer) => answer.data?.parts.some(({ refused }) => refused === 'no-right-on-document') === true);
  const content = (element: Element, alone: boolean): ReactNode => {
    const index = asking.indexOf(element);
    const [their, own] = [theirs[index]?.data, mine[index]?.data];
    if (index >= 0 && (their === undefined || own === undefined)) return <Waiting />;
    const kept = their === undefined || own === undefined ? null : keptFrom(their, own, memberId === me.id);
    if (kept !== null) return kept;
    return (
      <ElementView
        element={element}
        alone={alone}
        documentId={workbook.id}
        definition={definition}
        version={version}
        mode="view"
        onChange={null}
        connectionName={undefined}
      />
    );
  };
  return (
    <ControlValuesProvider definition={definition}>
      <AsideFrame
        name={workbook.name}
        what={`As ${name} sees ${version === 'draft' ? 'the draft' : `version ${workbook.published?.number}`}`}
        actions={
          <Button
            component={Link}
            href={`/workbooks/${workbook.id}?mode=published`}
            variant="default"
            leftSection={<IconX size={15} stroke={1.6} />}
          >
            Stop the preview
          </Button>
        }
        pages={definition.pages}
        open={page?.id}
        onOpen={(id) => navigate(`/workbooks/${workbook.id}?as=${memberId}&page=${id}`)}
      >
        {error != null && <ProblemNotice error={error} />}
        {error == null && !isShared && (
          <div style={{ flex: 1 }}>
            <Empty icon={<IconEyeOff size={28} stroke={1.5} />} title={`${name} cannot open “${workbook.name}”`}>
              It is not shared with them. Share it, and look again.
            </Empty>
          </div>
        )}
        {error == null && isShared && page !== undefined && (
          <Canvas key={page.id} page={page} empty={<EmptyPage kind={workbook.kind} onAdd={null} />} editing={null}>
            {content}
          </Canvas>
        )}
      </AsideFrame>
    </ControlValuesProvider>
  );
}

const asksWarehouse = (element: Element): boolean => isDataElement(element) || element.kind === 'input-table';

/** What stands in place of an element's rows; `null`: they are the same for both. */
function keptFrom(theirs: RunsAsOverview, mine: RunsAsOverview, isMe: boolean): ReactNode {
  const { name } = theirs.member;
  const refused = theirs.parts.find(({ principal }) => principal === null);
  if (refused !== undefined)
    return (
      <Empty icon={<IconEyeOff size={28} stroke={1.5} />} title={`Does not run for ${name}`}>
        {name} is told: “{refused.reason} {refused.remedy.sentence}”
      </Empty>
    );
  const own = theirs.parts.find(({ principal }) => principal?.kind === 'person')?.principal;
  const principals = ({ parts }: RunsAsOverview): string => JSON.stringify(parts.map(({ principal }) => principal));
  if (isMe || (own === undefined && principals(theirs) === principals(mine))) return null;
  return (
    <Empty icon={<IconUser size={28} stroke={1.5} />} title={`Runs as ${own?.login ?? name}`}>
      What {name} sees here is read with their own rights in the warehouse, so it is not shown to you.
    </Empty>
  );
}
