/** Finds, links or makes the member that a signed-in person is; the rules are in `whose-identity.ts`. */
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import type { Database } from '../metadata/database.ts';
import type { Members } from '../members/members.ts';
import { memberByEmail, memberById } from '../members/store.ts';
import type { Member } from '../members/store.ts';
import type { SignedInPerson } from './authorization-code-flow.ts';
import { whoseIdentity } from './whose-identity.ts';

/** Throws `sign-in.email-unverified`, `.identity-taken`, `.deactivated`. */
export async function memberOfPerson(database: Database, members: Members, person: SignedInPerson): Promise<Member> {
  const { issuer } = person.client;
  const member = await database.transaction(async ({ client }) => {
    // Two first sign-ins of one person at once would both find nobody.
    await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `${issuer} ${person.email?.toLowerCase() ?? person.subject}`,
    ]);
    const linked = await client.query<{ member_id: string }>('select member_id from member_identities where issuer = $1 and subject = $2', [
      issuer,
      person.subject,
    ]);
    const withEmail = person.email === null ? null : await memberByEmail(client, person.email);
    const others = await client.query('select 1 from member_identities where issuer = $1 and member_id = $2', [
      issuer,
      withEmail?.id ?? null,
    ]);
    const decision = whoseIdentity({
      linkedMemberId: linked.rows[0]?.member_id ?? null,
      emailVerified: person.email !== null && (person.emailVerified || person.client.trustsEmail),
      memberWithEmail: withEmail === null ? null : { id: withEmail.id, hasIdentityAtIssuer: others.rowCount !== 0 },
    });
    if (decision.kind === 'refuse')
      throw new PenstockError(decision.code, `${person.client.name} signed you in, but not as a member of this installation.`);
    if (decision.kind === 'member') return memberById(client, decision.memberId);
    const found =
      decision.kind === 'link'
        ? withEmail
        : await members.create(
            { email: person.email ?? '', name: (person.name ?? person.email ?? '').slice(0, 200), accountType: 'lowest' },
            client,
          );
    await client.query('insert into member_identities (issuer, subject, member_id) values ($1, $2, $3)', [
      issuer,
      person.subject,
      found?.id,
    ]);
    return found;
  });
  if (member === null) throw new Error('a linked member is gone');
  if (member.status !== 'active') throw new PenstockError('sign-in.deactivated', `The account of ${member.email} is deactivated.`);
  return member;
}
