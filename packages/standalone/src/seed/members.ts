import { accounts } from '../identity-provider/accounts.ts';
import { idWhere, textOf } from './answer-shape.ts';
import type { ApiClient } from './api-client.ts';
import { expectSuccess } from './expect-success.ts';

/** walt is unknown to the identity provider; he signs in with a password of the product. */
export const localAccount = {
  name: 'Walt Okafor',
  email: 'walt@penstock.example',
  note: 'Signs in with the password walt-likes-tables',
} as const;
export const localPassword = 'walt-likes-tables';

const builders = new Set(['alice', 'bob', 'carol']);

/** alice, bob, carol and walt may build, vera may view; ada is the first Admin already. Adds who is missing. */
export async function addMembers(admin: ApiClient): Promise<void> {
  const types = expectSuccess(await admin.get('/account-types'));
  const present = expectSuccess(await admin.get('/members?limit=200'));
  const add = async (email: string, name: string, builtIn: string): Promise<string> => {
    const known = idWhere(present, 'email', email);
    if (known !== undefined) return known;
    return textOf(expectSuccess(await admin.post('/members', { email, name, accountTypeId: idWhere(types, 'builtIn', builtIn) })), 'id');
  };
  for (const { id, email, name } of accounts) {
    if (id !== 'ada') await add(email, name, builders.has(id) ? 'build' : 'view');
  }
  const walt = await add(localAccount.email, localAccount.name, 'build');
  expectSuccess(await admin.put(`/members/${walt}/password`, { password: localPassword }));
}
