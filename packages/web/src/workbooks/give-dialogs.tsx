/** A copy of a document, and a new owner for it. */
import { Select, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { api } from '../api/client.ts';
import type { List, Member, Workbook } from '../api/contract.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import ui from '../ui/ui.module.css';

interface DialogProps {
  readonly workbook: Workbook;
  readonly onClose: () => void;
}

export function DuplicateDialog({ workbook, onClose }: DialogProps) {
  const queryClient = useQueryClient();
  const [, navigate] = useLocation();
  const duplicate = useMutation({
    mutationFn: (name: string) => api.post<Workbook>(`/workbooks/${workbook.id}/duplicate`, { name }),
    onSuccess: (copy) => {
      void queryClient.invalidateQueries({ queryKey: ['workbooks'] });
      onClose();
      navigate(`/workbooks/${copy.id}`);
    },
  });
  return (
    <FormDialog
      title={`Duplicate “${workbook.name}”`}
      action="Duplicate"
      busy={duplicate.isPending}
      error={duplicate.error}
      onSubmit={(form) => duplicate.mutate(String(form.get('name') ?? '').trim())}
      onClose={onClose}
    >
      <TextInput
        name="name"
        label="Name of the copy"
        defaultValue={`${workbook.name} copy`.slice(0, 200)}
        maxLength={200}
        required
        data-autofocus
      />
      <p className={ui['muted']}>The copy is yours alone until you share it. Input tables stay in the original.</p>
    </FormDialog>
  );
}

export function TransferDialog({ workbook, onClose }: DialogProps) {
  const [memberId, setMemberId] = useState<string | null>(null);
  const queryClient = useQueryClient();
  const members = useQuery({ queryKey: ['members'], queryFn: ({ signal }) => api.get<List<Member>>('/members', {}, signal) });
  const transfer = useMutation({
    mutationFn: () => api.post(`/workbooks/${workbook.id}/transfer`, { memberId }),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: ['workbook', workbook.id] });
      void queryClient.invalidateQueries({ queryKey: ['workbooks'] });
      void queryClient.invalidateQueries({ queryKey: ['run-as-service-account', workbook.id] });
      onClose();
    },
  });
  const people = members.data?.items.filter((member) => member.status === 'active' && member.id !== workbook.owner.id) ?? [];
  return (
    <FormDialog
      title={`Give “${workbook.name}” to somebody else`}
      action="Transfer"
      busy={transfer.isPending}
      error={transfer.error ?? members.error}
      onSubmit={() => memberId !== null && transfer.mutate()}
      onClose={onClose}
    >
      <Select
        label="New owner"
        searchable
        data={people.map(({ id, name, email }) => ({ value: id, label: `${name} · ${email}` }))}
        value={memberId}
        onChange={setMemberId}
        nothingFoundMessage="Nobody of this name"
        data-autofocus
      />
      <p className={ui['muted']}>
        Connections with credentials of their own then run on what the new owner may read, and Run as service account is switched off.
      </p>
    </FormDialog>
  );
}
