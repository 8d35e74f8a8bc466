/** Whom something can be given to: everyone, a team, a member. */
import { useQuery } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import type { List, Member, Recipient, Team } from '../api/contract.ts';

export interface RecipientChoice {
  readonly value: string;
  readonly label: string;
  readonly name: string;
  readonly to: Recipient;
}

const everyone = 'Everyone in the organization';

export const recipientKey = (to: Recipient): string => (to === 'everyone' ? to : 'memberId' in to ? to.memberId : to.teamId);

export function useRecipients() {
  const members = useQuery({ queryKey: ['members'], queryFn: ({ signal }) => api.get<List<Member>>('/members', { limit: 200 }, signal) });
  const teams = useQuery({ queryKey: ['teams'], queryFn: ({ signal }) => api.get<{ items: readonly Team[] }>('/teams', {}, signal) });
  const people = members.data?.items ?? [];
  const choices: readonly RecipientChoice[] = [
    { value: 'everyone', label: everyone, name: everyone, to: 'everyone' },
    ...(teams.data?.items ?? []).map(({ id, name }) => ({ value: id, label: `${name} · team`, name, to: { teamId: id } })),
    ...people
      .filter(({ status }) => status === 'active')
      .map(({ id, name, email }) => ({ value: id, label: `${name} · ${email}`, name, to: { memberId: id } })),
  ];
  const names = new Map([
    ...people.map(({ id, name }) => [id, name] as const),
    ...choices.map(({ value, name }) => [value, name] as const),
  ]);
  return {
    choices,
    nameOf: (to: Recipient): string => names.get(recipientKey(to)) ?? 'A former member',
    isPending: members.isPending || teams.isPending,
    error: members.error ?? teams.error,
  };
}
