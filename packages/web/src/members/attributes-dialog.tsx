/** What Admins know of a member: names and values, by which connections with a login of their own choose a role. */
import { ActionIcon, Autocomplete, Button, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { api } from '../api/client.ts';
import type { Connection, List, Member, MemberAttributes } from '../api/contract.ts';
import { Waiting } from '../app/waiting.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import ui from '../ui/ui.module.css';
import styles from './members.module.css';

interface AttributesDialogProps {
  readonly member: Member;
  readonly onClose: () => void;
}

export function AttributesDialog({ member, onClose }: AttributesDialogProps) {
  const stored = useQuery({
    queryKey: ['member-attributes', member.id],
    queryFn: ({ signal }) => api.get<MemberAttributes>(`/members/${member.id}/attributes`, {}, signal),
    staleTime: 0,
    gcTime: 0,
  });
  if (stored.isError) return <ProblemNotice error={stored.error} />;
  if (stored.data === undefined) return <Waiting />;
  return <AttributesForm member={member} stored={stored.data} onClose={onClose} />;
}

interface Line {
  readonly key: string;
  readonly name: string;
  readonly value: string;
}

const newLine = (name = '', value = ''): Line => ({ key: crypto.randomUUID(), name, value });

function AttributesForm({ member, stored, onClose }: AttributesDialogProps & { stored: MemberAttributes }) {
  const queryClient = useQueryClient();
  const [lines, setLines] = useState<readonly Line[]>(() => {
    const known = Object.entries(stored.attributes).map(([name, value]) => newLine(name, value));
    return known.length === 0 ? [newLine()] : known;
  });
  const connections = useQuery({
    queryKey: ['connections'],
    queryFn: ({ signal }) => api.get<List<Connection>>('/connections', {}, signal),
  });
  const used = (connections.data?.items ?? []).filter(({ roleAttribute }) => typeof roleAttribute === 'string');
  const save = useMutation({
    mutationFn: () => {
      const attributes = Object.fromEntries(written.map(({ name, value }) => [name.trim(), value.trim()]));
      return api.put<MemberAttributes>(`/members/${member.id}/attributes`, { attributes });
    },
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: ['member-attributes', member.id] });
      onClose();
    },
  });
  const written = lines.filter(({ name, value }) => name.trim() !== '' || value.trim() !== '');
  const names = written.map(({ name }) => name.trim());
  const repeated = (name: string): boolean => name.trim() !== '' && names.filter((other) => other === name.trim()).length > 1;
  const isWhole = written.every(({ name, value }) => name.trim() !== '' && value.trim() !== '' && !repeated(name));
  const change = (key: string, part: Partial<Line>): void =>
    setLines(lines.map((line) => (line.key === key ? { ...line, ...part } : line)));
  return (
    <FormDialog
      title={`Attributes of ${member.name}`}
      action="Save"
      busy={save.isPending}
      error={save.error}
      onSubmit={() => isWhole && save.mutate()}
      onClose={onClose}
    >
      {used.length === 0 ? (
        <p className={ui['muted']}>
          No connection asks for an attribute. One that has a login of its own can, in its settings: Role from attribute.
        </p>
      ) : (
        used.map((connection) => (
          <p key={connection.id} className={ui['muted']}>
            On {connection.name}, <b>{connection.roleAttribute}</b> is the role in which {member.name} reads.
          </p>
        ))
      )}
      {lines.map((line, index) => (
        <div key={line.key} className={styles['attribute']}>
          <Autocomplete
            aria-label={`Name of attribute ${index + 1}`}
            placeholder="Name"
            maxLength={100}
            data={[...new Set(used.map(({ roleAttribute }) => roleAttribute ?? ''))]}
            value={line.name}
            error={repeated(line.name) ? 'Another attribute has this name.' : null}
            onChange={(name) => change(line.key, { name })}
            data-autofocus={index === 0 || undefined}
          />
          <TextInput
            aria-label={`Value of attribute ${index + 1}`}
            placeholder="Value"
            maxLength={1_000}
            value={line.value}
            onChange={(event) => change(line.key, { value: event.currentTarget.value })}
          />
          <ActionIcon aria-label={`Remove attribute ${index + 1}`} onClick={() => setLines(lines.filter(({ key }) => key !== line.key))}>
            <IconX size={14} />
          </ActionIcon>
        </div>
      ))}
      <Button size="compact-sm" variant="subtle" leftSection={<IconPlus size={14} />} onClick={() => setLines([...lines, newLine()])}>
        Add attribute
      </Button>
    </FormDialog>
  );
}
