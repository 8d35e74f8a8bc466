import type { z } from 'zod';
import type * as schema from './schema.ts';
import type { AccountType, Member } from './store.ts';

export function presentMember(member: Member): z.output<typeof schema.member> {
  const { id, name, builtIn } = member.accountType;
  return {
    id: member.id,
    email: member.email,
    name: member.name,
    status: member.status,
    accountType: { id, name, builtIn },
    createdAt: member.createdAt.toISOString(),
  };
}

export function presentAccountType(type: AccountType): z.output<typeof schema.accountType> {
  return { id: type.id, name: type.name, builtIn: type.builtIn, permissions: [...type.permissions] };
}
