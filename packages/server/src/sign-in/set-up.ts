/**
 * The first Admin is made once, by whoever holds the set-up token. That the settings row is there means that it
 * happened; of two set-ups at once, one makes it.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import type { Installations } from '../app/installation.ts';
import type { Database } from '../metadata/database.ts';
import type { Members } from '../members/members.ts';
import type { AuthenticationChange, AuthenticationSettingsStore } from './authentication-settings.ts';
import type { Passwords } from './passwords.ts';

export interface SetUp {
  readonly setUpToken: string;
  readonly organizationName: string;
  readonly admin: { readonly email: string; readonly name: string; readonly password?: string | undefined };
  readonly authentication: AuthenticationChange;
}

/** Throws `set-up.done`, `set-up.wrong-token`, `authentication.invalid`, `sign-in.weak-password`. */
export async function setUp(
  needs: {
    readonly database: Database;
    readonly installation: Pick<Installations, 'rename'>;
    readonly members: Members;
    readonly settings: AuthenticationSettingsStore;
    readonly passwords: Passwords;
    /** `null`: set-up is closed. */
    readonly setUpToken: string | null;
  },
  request: SetUp,
): Promise<void> {
  const { database, members, settings, passwords } = needs;
  if ((await settings.load()) !== null) throw done();
  if (needs.setUpToken === null || !isEqual(request.setUpToken, needs.setUpToken)) {
    throw new PenstockError('set-up.wrong-token', 'This is not the set-up token of this installation.');
  }
  const { email, name, password } = request.admin;
  if (password === undefined && request.authentication.provider === null) {
    throw new PenstockError('authentication.invalid', 'The first Admin would have no way to sign in.', {
      fields: [{ pointer: '/body/admin/password', message: 'is needed without an identity provider' }],
    });
  }
  await settings.check(request.authentication);
  await database.transaction(async ({ client }) => {
    if (!(await settings.first(request.authentication, client))) throw done();
    const admin = await members.create({ email, name, accountType: 'admin' }, client);
    if (password !== undefined) await passwords.set(admin.id, password, client);
  });
  await needs.installation.rename(request.organizationName);
}

function done(): PenstockError {
  return new PenstockError('set-up.done', 'The first Admin of this installation has been made.');
}

/** In constant time, whatever the lengths. */
function isEqual(one: string, other: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
