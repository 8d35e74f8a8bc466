/**
 * Local accounts. Every attempt costs the same and is answered the same, whether there is such an account or not, so
 * that nobody learns who has one; attempts are limited.
 */
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import type { RandomSource } from '@penstock/domain/ports/random';
import type { PoolClient } from 'pg';
import type { Database } from '../metadata/database.ts';
import type { Members } from '../members/members.ts';
import type { Member } from '../members/store.ts';
import type { AttemptLimits } from './attempt-limits.ts';
import { hashPassword, isPassword } from './password-hash.ts';

export interface Passwords {
  /** Throws `sign-in.too-many-attempts`, `.wrong-password`, `.deactivated` (only to who knows the password). */
  signIn(email: string, password: string, address: string): Promise<Member>;
  /** Sets or replaces; throws `sign-in.weak-password`. */
  set(memberId: string, password: string, client?: PoolClient): Promise<void>;
}

const shortest = 12;
const longest = 200;

export function makePasswords(needs: {
  readonly database: Database;
  readonly members: Members;
  readonly limits: AttemptLimits;
  readonly random: RandomSource;
}): Passwords {
  const { database, members, limits, random } = needs;
  // Checked in place of the hash that an unknown account does not have.
  const nobodysHash = hashPassword(Buffer.from(random.bytes(32)).toString('base64'), random);
  nobodysHash.catch(() => {});

  async function hashOf(memberId: string | null): Promise<string | null> {
    const { rows } = await database.pool.query<{ password_hash: string }>(
      'select password_hash from member_passwords where member_id = $1',
      [memberId],
    );
    return rows[0]?.password_hash ?? null;
  }

  return {
    async signIn(email, password, address) {
      const account = email.trim().toLowerCase();
      const waitSeconds = await limits.count(account, address);
      if (waitSeconds !== null) {
        throw new PenstockError('sign-in.too-many-attempts', `Wait ${waitSeconds} seconds before the next attempt.`, {
          facts: { retryAfterSeconds: waitSeconds },
        });
      }
      const member = await members.byEmail(account);
      const hash = await hashOf(member?.id ?? null);
      const fits = await isPassword(password, hash ?? (await nobodysHash));
      if (member === null || hash === null || !fits) {
        throw new PenstockError('sign-in.wrong-password', 'No account fits this e-mail address and password.');
      }
      if (member.status !== 'active') throw new PenstockError('sign-in.deactivated', `The account of ${member.email} is deactivated.`);
      await limits.forgive(account, address);
      return member;
    },
    async set(memberId, password, client) {
      if (password.length < shortest || password.length > longest) {
        throw new PenstockError(
          'sign-in.weak-password',
          `The password has ${password.length} characters; ${shortest} to ${longest} are needed.`,
          {
            fields: [{ pointer: '/body/password', message: `needs ${shortest} to ${longest} characters` }],
          },
        );
      }
      await (client ?? database.pool).query(
        `insert into member_passwords (member_id, password_hash) values ($1, $2)
         on conflict (member_id) do update set password_hash = excluded.password_hash, changed_at = now()`,
        [memberId, await hashPassword(password, random)],
      );
    },
  };
}
