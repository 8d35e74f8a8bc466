/**
 * P13: the execution identity is exactly the documented table. Every combination of facts is asked of `decide` and of an
 * oracle that is kept as data and was written from the requirements' text alone; the two must agree.
 */
import { decide } from '@penstock/domain/execution-identity/decide';
import type { Decision } from '@penstock/domain/execution-identity/decide';
import type { DecidingFacts, DocumentFacts, PersonFacts, Question } from '@penstock/domain/execution-identity/facts';
import {
  documentPurposes,
  examinationPurposes,
  logPurposes,
  lookPurposes,
  writePurposes,
} from '@penstock/domain/execution-identity/purpose';
import type { DocumentPurpose, LookPurpose, ProductPurpose, Purpose, WritePurpose } from '@penstock/domain/execution-identity/purpose';
import { tableRowOf } from '@penstock/domain/execution-identity/table-row';
import { expect, test } from 'vitest';
import { expected, expectedRow } from './identity-oracle.ts';
import type { Expected, OracleFacts } from './identity-oracle.ts';

const documents: ReadonlySet<Purpose> = new Set(documentPurposes);
const products: ReadonlySet<Purpose> = new Set([...logPurposes, ...examinationPurposes]);
const purposes: readonly Purpose[] = [...documentPurposes, ...writePurposes, ...lookPurposes, ...logPurposes, ...examinationPurposes];

const bothWays = [true, false] as const;

/** Every value of every dimension. How the person came is one of them: it must make no difference (D17). */
const dimensions = {
  connection: ['static', 'oauth-organization', 'oauth-independent'],
  serviceAccount: bothWays,
  writeAccess: bothWays,
  editLog: bothWays,
  toggle: ['on', 'off'],
  version: ['draft', 'published'],
  approved: bothWays,
  covered: bothWays,
  interaction: ['as-published', 'visible', 'other'],
  right: ['none', 'view', 'explore', 'edit'],
  ownerMayRead: bothWays,
  personMayRead: bothWays,
  personMayWrite: bothWays,
  signIn: ['live', 'ended', 'none'],
  through: ['session', 'api-key'],
} as const satisfies { readonly [Name in Exclude<keyof OracleFacts, 'purpose'>]: readonly OracleFacts[Name][] };

/** The full product of the dimensions, counted through like the digits of a number. */
function* combinations(purpose: Purpose): Generator<OracleFacts> {
  const names = Object.keys(dimensions) as (keyof typeof dimensions)[];
  const total = names.reduce((count, name) => count * dimensions[name].length, 1);
  for (let number = 0; number < total; number += 1) {
    const facts: Record<string, unknown> = { purpose };
    let rest = number;
    for (const name of names) {
      const values = dimensions[name];
      facts[name] = values[rest % values.length];
      rest = Math.floor(rest / values.length);
    }
    yield facts as unknown as OracleFacts;
  }
}

function questionOf(purpose: Purpose, facts: OracleFacts): Question {
  const connection: DecidingFacts = {
    id: 'c',
    generation: 7,
    authentication: facts.connection === 'static' ? 'static' : 'oauth',
    oauth:
      facts.connection === 'static'
        ? null
        : { level: facts.connection === 'oauth-organization' ? 'organization' : 'independent', audience: 'a', scopes: [] },
    hasServiceAccount: facts.serviceAccount,
    roleAttribute: null,
    writeAccess: facts.writeAccess,
    editLogDestination: facts.editLog ? { database: 'd', schema: 'log' } : null,
  };
  if (products.has(purpose)) return { purpose: purpose as ProductPurpose, connection };
  const dataPermission = { use: facts.personMayRead, write: facts.personMayWrite };
  const person: PersonFacts = { memberId: 'asking', signIn: facts.signIn, dataPermission, role: null };
  if (!documents.has(purpose)) return { purpose: purpose as WritePurpose | LookPurpose, connection, person };
  const document: DocumentFacts = {
    runsAsServiceAccount: facts.toggle === 'on',
    version: facts.version,
    approved: facts.approved,
    covered: facts.covered,
    interaction: facts.interaction,
    right: facts.right === 'none' ? null : facts.right,
    ownerMayRead: facts.ownerMayRead,
  };
  return { purpose: purpose as DocumentPurpose, connection, person, document };
}

/** What is wrong with a decision; `null`: nothing. */
function difference(decision: Decision, wanted: Expected, facts: OracleFacts): string | null {
  if (decision.kind === 'refuse') {
    const justified: readonly string[] = 'refuse' in wanted ? wanted.refuse : [];
    if (justified.includes(decision.why)) return null;
    return `refused with ${decision.why}, expected ${JSON.stringify(wanted)}`;
  }
  const { principal, connectionId, connectionGeneration, purpose, reason } = decision.identity;
  if (!('run' in wanted) || wanted.run !== principal.kind) return `runs as ${principal.kind}, expected ${JSON.stringify(wanted)}`;
  if (principal.kind === 'person' && principal.memberId !== 'asking') return `runs as somebody else: ${principal.memberId}`;
  if (connectionId !== 'c' || connectionGeneration !== 7 || purpose !== facts.purpose) return 'is bound to something else';
  return reason === '' || decision.remedy.sentence === '' ? 'says nothing' : null;
}

test.each(purposes)('P13: %s runs as the table of the requirements says, whatever the facts', (purpose) => {
  const differences: string[] = [];
  let asked = 0;
  for (const facts of combinations(purpose)) {
    asked += 1;
    const found = difference(decide(questionOf(purpose, facts)), expected(facts), facts);
    if (found !== null && differences.length < 5) differences.push(`${found}, for ${JSON.stringify(facts)}`);
  }
  expect(differences).toEqual([]);
  expect(asked).toBe(Object.values(dimensions).reduce((count, values) => count * values.length, 1));
});

test('P13: the sources of a document and its toggle name the row of the table', () => {
  for (const oauthConnections of [0, 1, 2, 3]) {
    for (const staticConnections of [0, 1, 2]) {
      for (const on of bothWays) {
        const toggle = on ? 'on' : 'off';
        expect(tableRowOf({ oauthConnections, staticConnections, runsAsServiceAccount: on })).toBe(
          expectedRow({ oauthConnections, staticConnections, toggle }),
        );
      }
    }
  }
});
