import { PenstockError } from '../errors/penstock-error.ts';
import type { Actor } from './actor.ts';
import type { Permission } from './permissions.ts';

/** Throws `member.not-permitted`, naming the permission, unless the actor's account type has it. */
export function requirePermission(actor: Actor, permission: Permission): void {
  if (actor.permissions.has(permission)) return;
  throw new PenstockError('member.not-permitted', `This needs the permission "${permission}", which your account type does not have.`, {
    facts: { permission },
    nextStep: `Ask an Admin to give you an account type with the permission "${permission}".`,
  });
}
