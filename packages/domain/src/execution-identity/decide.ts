/**
 * Who runs a statement, and why. `decide` is pure and total: each purpose has a list of rules, the first that holds
 * decides, and the last always holds. Nothing here ever picks a second principal because the first would fail: a part
 * that should run as the service account and cannot is refused with the reason (P14).
 *
 * The document rules are the requirements' table of rows R41-R49 with what R54 and D10-D14 add; each rule names where
 * it comes from.
 */
import { isEnough } from '../workbooks/rights.ts';
import type { DecidingFacts, DocumentFacts, PersonFacts, Question } from './facts.ts';
import type { Principal, Purpose } from './purpose.ts';
import { reasons, refusals } from './sentences.ts';
import type { Remedy, Rule, WhyRefused } from './sentences.ts';

/** Proof that `decide` chose the principal: only this file can make one. */
declare const decided: unique symbol;

export interface ExecutionIdentity {
  readonly [decided]: true;
  readonly purpose: Purpose;
  readonly principal: Principal;
  readonly connectionId: string;
  readonly connectionGeneration: number;
  /** The role that the session takes; `null`: the principal's own rights. */
  readonly role: string | null;
  /** Which rule chose. */
  readonly rule: Rule;
  /** Why this principal, in a sentence for the "runs as" badge and the audit. */
  readonly reason: string;
}

export type Decision =
  | {
      readonly kind: 'run';
      readonly identity: ExecutionIdentity;
      /** What to do when the warehouse refuses this principal. */
      readonly remedy: Remedy;
    }
  | { readonly kind: 'refuse'; readonly why: WhyRefused; readonly reason: string; readonly remedy: Remedy };

/** What a rule chooses: whom the statement runs as and by which rule, or why it does not run. */
type Choice = { readonly as: Principal['kind']; readonly by: Rule; readonly inRole?: true } | WhyRefused;

interface Facts {
  readonly purpose: Purpose;
  readonly connection: DecidingFacts;
  readonly person: PersonFacts;
  readonly document: DocumentFacts;
}

type Row<Known> = readonly [when: (facts: Known) => boolean, then: Choice];

const asPerson = (by: Rule): Choice => ({ as: 'person', by });
const asPersonInRole = (by: Rule): Choice => ({ as: 'person', by, inRole: true });
const asServiceAccount = (by: Rule): Choice => ({ as: 'service-account', by });
const asConnection = (by: Rule): Choice => ({ as: 'connection-credential', by });
const asConnectionInRole = (by: Rule): Choice => ({ as: 'connection-credential', by, inRole: true });

const isStatic = ({ connection }: Pick<Facts, 'connection'>): boolean => connection.authentication === 'static';
const isOrganizationOauth = ({ connection }: Pick<Facts, 'connection'>): boolean => connection.oauth?.level === 'organization';
const lacksRole = ({ connection, person }: Pick<Facts, 'connection' | 'person'>): boolean =>
  connection.roleAttribute !== null && person.role === null;
const writeAccessIsOff = ({ connection }: Pick<Facts, 'connection'>): boolean => !connection.writeAccess;
const always = (): boolean => true;

const explores = ({ purpose, document }: Facts): boolean => purpose === 'explore' || document.interaction === 'other';

const isOfTheLog = ({ purpose }: Pick<Facts, 'purpose'>): boolean => purpose === 'apply' || purpose === 'rebuild';

// prettier-ignore
const documentRules: readonly Row<Facts>[] = [
  // R44, R55: the right on the document comes before everything.
  [({ document }) => document.right === null, 'no-right-on-document'],
  [(facts) => explores(facts) && facts.document.right !== null && !isEnough(facts.document.right, 'explore'), 'explore-right-needed'],
  // D12: with the toggle on, only what an Admin approved is served as published.
  [({ document }) => document.runsAsServiceAccount && document.version === 'published' && !document.approved, 'version-awaits-approval'],
  [(facts) => facts.purpose === 'materialize' && writeAccessIsOff(facts), 'write-access-off'],
  // R41, R46, R47: a static part rests on the owner's data permission, whatever the toggle says.
  [(facts) => isStatic(facts) && !facts.document.ownerMayRead, 'owner-lacks-data-permission'],
  [(facts) => isStatic(facts) && facts.purpose === 'materialize' && !facts.person.dataPermission.write, 'no-data-permission'],
  [(facts) => isStatic(facts) && lacksRole(facts), 'no-role'],
  [isStatic, asConnectionInRole('owner-permission')],
  // R45, R47, R49, R54, D10, D14: the person's own credential, whoever owns the document.
  [({ document }) => !document.runsAsServiceAccount, asPersonInRole('toggle-off')],
  [({ document }) => document.version === 'draft', asPersonInRole('draft')],
  [explores, asPersonInRole('exploration')],
  [({ purpose }) => purpose === 'history', asPersonInRole('past-values')],
  [({ document }) => !document.covered, asPersonInRole('not-covered')],
  // R42, R43, R46, R48, R52: the connection's own service account, or nobody.
  [(facts) => !isOrganizationOauth(facts), 'service-account-not-applicable'],
  [({ connection }) => !connection.hasServiceAccount, 'no-service-account'],
  [always, asServiceAccount('approved-version')],
];

/** R8, R61, D11: what a person writes is written with their own credential, also in a service-account workbook. */
const writeRules: readonly Row<Omit<Facts, 'document'>>[] = [
  // R10: what a probe left behind is removed also after write access was switched off.
  [(facts) => facts.purpose !== 'sweep' && writeAccessIsOff(facts), 'write-access-off'],
  // I1, R21: the data of an input table is written where there is a log that holds it.
  [(facts) => isOfTheLog(facts) && facts.connection.editLogDestination === null, 'no-edit-log'],
  [(facts) => isOfTheLog(facts) && !isStatic(facts) && !facts.connection.hasServiceAccount, 'no-service-account'],
  [(facts) => isStatic(facts) && !facts.person.dataPermission.write, 'no-data-permission'],
  [isStatic, asConnection('static-connection')],
  [always, asPerson('own-write')],
];

const lookRules: readonly Row<Omit<Facts, 'document'>>[] = [
  // R61: who may write what the product keeps there may also look at it.
  [(facts) => isStatic(facts) && !mayLook(facts), 'no-data-permission'],
  [(facts) => isStatic(facts) && isWithoutRole(facts), asConnection('static-connection')],
  [(facts) => isStatic(facts) && lacksRole(facts), 'no-role'],
  [isStatic, asConnectionInRole('static-connection')],
  [isWithoutRole, asPerson('own-look')],
  [always, asPersonInRole('own-look')],
];

function mayLook({ purpose, person }: Pick<Facts, 'purpose' | 'person'>): boolean {
  return person.dataPermission.use || (purpose === 'read-input-table' && person.dataPermission.write);
}

/** What the product keeps in the warehouse is reached with the login's own rights, and so are the roles to choose from. */
function isWithoutRole({ purpose }: Pick<Facts, 'purpose'>): boolean {
  return purpose === 'read-input-table' || purpose === 'list-roles';
}

/** I7: only the service account touches the edit log. */
const logRules: readonly Row<Pick<Facts, 'purpose' | 'connection'>>[] = [
  // Nothing is acknowledged that could not be written to its table afterwards.
  [(facts) => facts.purpose === 'log-append' && writeAccessIsOff(facts), 'write-access-off'],
  [({ connection }) => connection.editLogDestination === null, 'no-edit-log'],
  [isStatic, asConnection('static-connection')],
  [({ connection }) => !connection.hasServiceAccount, 'no-service-account'],
  [always, asServiceAccount('edit-log')],
];

const examinationRules: readonly Row<Pick<Facts, 'connection'>>[] = [
  [isStatic, asConnection('static-connection')],
  [({ connection }) => !connection.hasServiceAccount, 'no-service-account'],
  [always, asServiceAccount('examination')],
];

/** Chooses the principal of a statement, or refuses with the reason and what can be done about it. */
export function decide(question: Question): Decision {
  switch (question.purpose) {
    case 'view':
    case 'page':
    case 'explore':
    case 'export':
    case 'schedule':
    case 'materialize':
    case 'overlay':
    case 'history':
      return decisionOf(question, firstThatHolds(documentRules, question), question.person);
    case 'upload':
    case 'create-view':
    case 'probe':
    case 'sweep':
    case 'apply':
    case 'rebuild':
      return decisionOf(question, firstThatHolds(writeRules, question), question.person);
    case 'catalog':
    case 'describe-source':
    case 'read-input-table':
    case 'list-roles':
      return decisionOf(question, firstThatHolds(lookRules, question), question.person);
    case 'log-append':
    case 'log-read':
      return decisionOf(question, firstThatHolds(logRules, question), null);
    case 'connection-test':
    case 'governance':
      return decisionOf(question, firstThatHolds(examinationRules, question), null);
  }
}

function firstThatHolds<Known>(rules: readonly Row<Known>[], facts: Known): Choice {
  const row = rules.find(([when]) => when(facts));
  if (row === undefined) throw new Error('The last rule of a list holds always.');
  return row[1];
}

function decisionOf({ purpose, connection }: Pick<Facts, 'purpose' | 'connection'>, choice: Choice, person: PersonFacts | null): Decision {
  if (typeof choice === 'string') return refused(choice);
  // Who cannot sign in runs nothing: there is nobody else who could run it for them.
  if (choice.as === 'person' && (person?.signIn === 'ended' || person?.signIn === 'none')) return refused('sign-in-needed');
  const { reason, remedy } = reasons[choice.by];
  const principal = principalOf(choice.as, person?.memberId ?? null);
  const identity = {
    purpose,
    principal,
    connectionId: connection.id,
    connectionGeneration: connection.generation,
    role: choice.inRole === true && takesRole({ purpose, connection }, choice.as) ? (person?.role ?? null) : null,
    rule: choice.by,
    reason,
  };
  // The brand exists only in the type: this assertion is the one place where an identity comes to be.
  return { kind: 'run', identity: identity as ExecutionIdentity, remedy };
}

/** A person sees an input table with the rights that they write it with, whatever role they chose for reading. */
function takesRole({ purpose, connection }: Pick<Facts, 'purpose' | 'connection'>, as: Principal['kind']): boolean {
  return as === 'person' ? purpose !== 'overlay' && purpose !== 'history' : connection.roleAttribute !== null;
}

function refused(why: WhyRefused): Decision {
  return { kind: 'refuse', why, ...refusals[why] };
}

function principalOf(kind: Principal['kind'], memberId: string | null): Principal {
  if (kind !== 'person') return { kind };
  if (memberId === null) throw new Error('The product itself never acts as a person.');
  return { kind, memberId };
}
