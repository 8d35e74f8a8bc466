/** In which of the roles of their login a person reads on one connection. */
import { Select } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import type { RoleChoice, WarehouseSignIn } from '../api/contract.ts';
import { asProblem } from '../api/problem.ts';
import { ProblemNotice } from '../ui/notice.tsx';
import ui from '../ui/ui.module.css';

const ownRights = '';

export function RoleSelect({ connection: { connectionId, connectionName } }: { connection: WarehouseSignIn }) {
  const queryClient = useQueryClient();
  const queryKey = ['role-choice', connectionId] as const;
  const address = `/connections/${connectionId}/role`;
  const roles = useQuery({ queryKey, queryFn: ({ signal }) => api.get<RoleChoice>(address, {}, signal), retry: false });
  const choose = useMutation({
    mutationFn: (role: string | null) => api.put<RoleChoice>(address, { role }),
    onSuccess: (chosen) => {
      queryClient.setQueryData(queryKey, chosen);
      // What was read in another role is not what this one sees.
      void queryClient.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'role-choice' });
    },
  });
  // Most often somebody without a login there: the page is about other things.
  if (roles.isError) {
    return (
      <span className={ui['muted']} title={asProblem(roles.error).message}>
        Not known
      </span>
    );
  }
  if (roles.data === undefined) return <span className={ui['faint']}>…</span>;
  const { chosen, available } = roles.data;
  if (available.length === 0 && chosen === null) return <span className={ui['muted']}>All your rights</span>;
  const offered = chosen === null || available.includes(chosen) ? available : [chosen, ...available];
  return (
    <>
      <Select
        size="xs"
        w={180}
        aria-label={`Role on ${connectionName}`}
        allowDeselect={false}
        disabled={choose.isPending}
        value={chosen ?? ownRights}
        data={[{ value: ownRights, label: 'All your rights' }, ...offered.map((role) => ({ value: role, label: role }))]}
        error={chosen !== null && !available.includes(chosen) ? 'The warehouse took this role away' : undefined}
        onChange={(role) => choose.mutate(role === null || role === ownRights ? null : role)}
      />
      {choose.isError && <ProblemNotice error={choose.error} />}
    </>
  );
}
