/** As whom each element of the published version would run for somebody else, without asking anything of the warehouse. */
import { Button, Group, Modal, Select } from '@mantine/core';
import { useQueries, useQuery } from '@tanstack/react-query';
import type { Definition, Element } from '@penstock/domain/workbooks/definition';
import { elementsOf, isDataElement } from '@penstock/domain/workbooks/references';
import { useState } from 'react';
import { Link } from 'wouter';
import { api } from '../api/client.ts';
import type { List, Member, RunsAsOverview, Workbook } from '../api/contract.ts';
import { useSession } from '../app/session.tsx';
import { Waiting } from '../app/waiting.tsx';
import { ListTable } from '../ui/list-table.tsx';
import { ProblemNotice, Tag } from '../ui/notice.tsx';
import ui from '../ui/ui.module.css';
import { runsAsQuery } from './use-runs-as.ts';

export function PreviewAs({ workbook, onClose }: { workbook: Workbook; onClose: () => void }) {
  const { member } = useSession();
  const [memberId, setMemberId] = useState<string>(member.id);
  const members = useQuery({ queryKey: ['members'], queryFn: ({ signal }) => api.get<List<Member>>('/members', { limit: 200 }, signal) });
  const version = workbook.published === null ? 'draft' : 'published';
  const shown = useQuery({
    queryKey: ['workbook', workbook.id, version, workbook.published?.number],
    queryFn: ({ signal }) => api.get<Workbook>(`/workbooks/${workbook.id}`, { version }, signal),
  });
  const people = members.data?.items.filter(({ status }) => status === 'active') ?? [];
  return (
    <Modal opened onClose={onClose} title="Preview as" size="xl">
      <p className={ui['muted']}>
        As whom {version === 'draft' ? 'the draft' : 'the published version'} would run when somebody else opens it, and what would keep it
        from running. What their own login reads is not shown to you.
      </p>
      <Group align="flex-end" mb="md">
        <Select
          label="Member"
          searchable
          allowDeselect={false}
          data={people.map(({ id, name, email }) => ({ value: id, label: `${name} · ${email}` }))}
          value={memberId}
          onChange={(id) => id !== null && setMemberId(id)}
          w={360}
        />
        <Button component={Link} href={`/workbooks/${workbook.id}?as=${memberId}`} onClick={onClose}>
          Look at it as {memberId === member.id ? 'yourself' : (people.find(({ id }) => id === memberId)?.name ?? 'them')}
        </Button>
      </Group>
      {(shown.isError || members.isError) && <ProblemNotice error={shown.error ?? members.error} />}
      {shown.isPending && <Waiting />}
      {shown.data !== undefined && (
        <Parts key={memberId} workbookId={workbook.id} definition={shown.data.definition} version={version} memberId={memberId} />
      )}
    </Modal>
  );
}

function Parts({
  workbookId,
  definition,
  version,
  memberId,
}: {
  workbookId: string;
  definition: Definition;
  version: 'draft' | 'published';
  memberId: string;
}) {
  const elements = elementsOf(definition).filter((element) => isDataElement(element) || element.kind === 'input-table');
  const answers = useQueries({
    queries: elements.map(({ id }) => runsAsQuery({ documentId: workbookId, elementId: id, version, memberId })),
  });
  const error = answers.find((answer) => answer.isError)?.error;
  if (error !== undefined && error !== null) return <ProblemNotice error={error} />;
  if (answers.some((answer) => answer.isPending)) return <Waiting />;
  if (elements.length === 0) return <p className={ui['muted']}>No element here asks a warehouse.</p>;
  return (
    <ListTable columns={['Element', 'Connection', 'Runs as', 'Why']} label="As whom elements run">
      {elements.map((element, index) => (
        <ElementParts key={element.id} element={element} parts={answers[index]?.data?.parts ?? []} />
      ))}
    </ListTable>
  );
}

function ElementParts({ element, parts }: { element: Element; parts: RunsAsOverview['parts'] }) {
  return parts.map((part, index) => (
    <tr key={part.connectionId}>
      <td>{index === 0 ? element.name : ''}</td>
      <td>{part.connectionName}</td>
      <td>{part.principal === null ? <Tag tone="danger">Does not run</Tag> : (part.principal.login ?? part.principal.name)}</td>
      <td>
        {part.reason}
        {part.principal === null && part.remedy.sentence !== '' && <div className={ui['muted']}>{part.remedy.sentence}</div>}
      </td>
    </tr>
  ));
}
