import { accounts } from '../identity-provider/accounts.ts';
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
  const types = expectSuccess(await admin.get('/account-types')).items as { id: string; builtIn: string | null }[];
  const present = expectSuccess(await admin.get('/members?limit=200')).items as { id: string; email: string }[];
  const typeId = (builtIn: string): string => types.find((type) => type.builtIn === builtIn)?.id ?? '';
  const add = async (email: string, name: string, builtIn: string): Promise<string> => {
    const known = present.find((member) => member.email === email);
    if (known !== undefined) return known.id;
    const { id } = expectSuccess(await admin.post('/members', { email, name, accountTypeId: typeId(builtIn) })) as { id: string };
    return id;
  };
  for (const { id, email, name } of accounts) {
    if (id !== 'ada') await add(email, name, builders.has(id) ? 'build' : 'view');
  }
  const walt = await add(localAccount.email, localAccount.name, 'build');
  expectSuccess(await admin.put(`/members/${walt}/password`, { password: localPassword }));
}
