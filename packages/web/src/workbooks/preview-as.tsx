/** As whom each element of the published version would run for somebody else, without asking anything of the warehouse. */
import { Modal, Select } from '@mantine/core';
import { useQueries, useQuery } from '@tanstack/react-query';
import type { DataElement, Definition } from '@penstock/domain/workbooks/definition';
import { elementsOf, isDataElement } from '@penstock/domain/workbooks/references';
import { useState } from 'react';
import { api } from '../api/client.ts';
import type { List, Member, RunsAsOverview, Workbook } from '../api/contract.ts';
import { useSession } from '../app/session.tsx';
import { Waiting } from '../app/waiting.tsx';
import { ListTable } from '../ui/list-table.tsx';
import { ProblemNotice, Tag } from '../ui/notice.tsx';
import ui from '../ui/ui.module.css';

export function PreviewAs({ workbook, onClose }: { workbook: Workbook; onClose: () => void }) {
  const { member } = useSession();
  const [memberId, setMemberId] = useState<string>(member.id);
  const members = useQuery({ queryKey: ['members'], queryFn: ({ signal }) => api.get<List<Member>>('/members', {}, signal) });
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
        from running. Their data is not shown to you.
      </p>
      <Select
        label="Member"
        searchable
        data={people.map(({ id, name, email }) => ({ value: id, label: `${name} · ${email}` }))}
        value={memberId}
        onChange={(id) => id !== null && setMemberId(id)}
        maw={360}
        mb="md"
      />
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
  const elements = elementsOf(definition).filter(isDataElement);
  const answers = useQueries({
    queries: elements.map(({ id }) => ({
      queryKey: ['runs-as', workbookId, version, id, memberId],
      queryFn: ({ signal }: { readonly signal: AbortSignal }) =>
        api.get<RunsAsOverview>(`/workbooks/${workbookId}/elements/${id}/runs-as`, { version, as: memberId }, signal),
      staleTime: 0,
      retry: false,
    })),
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

function ElementParts({ element, parts }: { element: DataElement; parts: RunsAsOverview['parts'] }) {
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
