/**
 * The staged test of a connection: network, sign-in, read, each destination, edit log (R6, R28). It examines a draft as
 * well as what is saved, with the very accounts that would be used, and names the missing privilege and the GRANT.
 */
import type { Connection } from '@penstock/domain/connections/connection';
import type { RandomSource } from '@penstock/domain/ports/random';
import type { StatementTag, WarehouseFailure, WarehouseSession } from '@penstock/warehouse/port';
import { listTables } from '@penstock/warehouse/postgresql/catalog-statements';
import type { WarehouseTokens } from '../credentials/warehouse-tokens.ts';
import type { RunAs } from '../queries/run-as.ts';
import type { ProbeRegistry } from '../write-destinations/probe-registry.ts';
import { missingRights, probe, sweep } from '../write-destinations/probe.ts';
import { explainRefusal } from '../write-destinations/verdict-of.ts';
import type { Draft } from './draft.ts';
import type { Asker } from './needs.ts';
import type { Stage } from './schema.ts';
import type { Credential } from './store.ts';

export interface ExamineNeeds {
  readonly runAs: Pick<RunAs, 'withDraftSession'>;
  readonly tokens: Pick<WarehouseTokens, 'accessToken'>;
  readonly registry: ProbeRegistry;
  readonly random: RandomSource;
}

/** Which part of the test runs: all of it, or what saving an edit log rests on. */
export type Extent = 'all' | 'edit-log';

/** Somebody who can be signed in as, with the words for it. */
interface Subject {
  readonly who: 'service-account' | 'connection' | 'person';
  readonly words: string;
  readonly credential: Credential;
}

const timeoutMs = 20_000;
const readableTablesShown = 1_000;

/** Runs the stages in order; what cannot be tried because an earlier stage failed is `skipped`. */
export async function examine(needs: ExamineNeeds, draft: Draft, asker: Asker, extent: Extent): Promise<readonly Stage[]> {
  const account = accountOf(draft);
  const person = extent === 'all' ? await personOf(needs, draft, asker.actor.memberId) : null;
  const tag: StatementTag = {
    purpose: 'connection-test',
    requestId: asker.requestId,
    human: asker.actor.email,
    document: null,
    element: null,
  };
  const stages: Stage[] = [];
  if (person !== null && 'stage' in person) stages.push(person);
  const subjects = [account, person !== null && 'who' in person ? person : null].filter((subject) => subject !== null);
  if (subjects.length === 0) {
    stages.push(
      skipped(
        'network',
        draft.host,
        'There is no account to sign in with; give the service account, or sign in to the warehouse yourself.',
      ),
    );
  }
  for (const subject of subjects) stages.push(...(await examineAs(needs, draft, subject, asker, tag, extent)));
  if (draft.writeAccess.enabled && account === null) {
    for (const { schema } of draft.writeAccess.destinations)
      stages.push(skipped('destination', schema, "Each person's right to write here is found out when they sign in."));
  }
  if (account === null && extent === 'all' && draft.writeAccess.enabled) {
    stages.push(skipped('edit-log', 'edit log', 'Without a service account there is no edit log, and input tables are disabled.'));
  }
  return mergeNetwork(stages);
}

async function examineAs(
  needs: ExamineNeeds,
  draft: Draft,
  subject: Subject,
  asker: Asker,
  tag: StatementTag,
  extent: Extent,
): Promise<readonly Stage[]> {
  const target = { host: draft.host, port: draft.port, database: draft.database, tls: draft.tls, ...subject.credential };
  const stages: Stage[] = [];
  const outcome = await needs.runAs.withDraftSession(target, tag, async (session) => {
    stages.push(
      passed('network', addressOf(draft), 'The warehouse answers.'),
      passed('sign-in', subject.words, `Signed in as "${session.login}".`),
    );
    if (extent === 'all') stages.push(await examineReading(session, subject, tag));
    if (subject.who !== 'person' && draft.writeAccess.enabled) {
      if (extent === 'all')
        for (const path of draft.writeAccess.destinations) stages.push(await examineDestination(session, subject, path.schema, tag));
      stages.push(await examineEditLog(needs, session, draft, asker.actor.memberId, tag));
    }
  });
  if (outcome.kind === 'no-session') return [...stages, ...stagesOfFailure(draft, subject, outcome.failure)];
  if (outcome.kind !== 'done') return [...stages, failed('read', subject.words, outcome.failure.message)];
  return stages;
}

async function examineReading(session: WarehouseSession, subject: Subject, tag: StatementTag): Promise<Stage> {
  const tables = await session.run(listTables({ schema: null, search: null, limit: readableTablesShown }), { tag, timeoutMs });
  if (tables.kind !== 'done') return failed('read', subject.words, tables.failure.message);
  const count = tables.value.rows.length;
  if (count > 0)
    return passed('read', subject.words, `Reads ${count === readableTablesShown ? 'at least ' : ''}${count} tables and views.`);
  if (subject.who === 'service-account') return passed('read', subject.words, 'Reads no table yet; it needs none to keep the edit log.');
  return failed('read', subject.words, 'May read no table.', 'SELECT on the tables to be explored', null);
}

/** On OAuth connections people write themselves, so only the schema's existence is the connection's matter. */
async function examineDestination(session: WarehouseSession, subject: Subject, schema: string, tag: StatementTag): Promise<Stage> {
  const missing = await missingRights(session, schema, { tag, timeoutMs });
  if (missing.kind === 'schema' || (missing.kind === 'privileges' && subject.who === 'connection')) {
    const { reason, missingPrivilege, grantSql } = explainRefusal(missing, noFailure, schema, session.login);
    return failed('destination', schema, reason, missingPrivilege, grantSql);
  }
  if (subject.who === 'connection') return passed('destination', schema, `"${session.login}" may create tables here.`);
  return passed('destination', schema, "The schema exists; each person's right to write here is found out when they sign in.");
}

/** Creates and drops an object in the log's schema, as the account that would keep the log; nothing stays behind. */
async function examineEditLog(
  needs: ExamineNeeds,
  session: WarehouseSession,
  draft: Draft,
  memberId: string,
  tag: StatementTag,
): Promise<Stage> {
  const path = draft.writeAccess.editLogDestination;
  if (path === null) return skipped('edit-log', 'edit log', 'No edit log destination is named: input tables are disabled.');
  const reach = { host: draft.host, port: draft.port, database: draft.database };
  await sweep(session, reach, needs.registry, tag);
  const order = { purpose: 'edit-log', reach, schema: path.schema, connectionId: draft.id, memberId } as const;
  const result = await probe(session, order, needs.registry, needs.random, tag);
  switch (result.kind) {
    case 'created':
      return result.dropped
        ? passed('edit-log', path.schema, `"${session.login}" may keep the edit log here.`)
        : failed(
            'edit-log',
            path.schema,
            `"${session.login}" created a check table in "${path.schema}" and could not drop it; it is dropped with the next test.`,
          );
    case 'unknown':
      return failed('edit-log', path.schema, `The warehouse gave no definite answer: ${result.failure.message}`);
    case 'refused': {
      const { reason, missingPrivilege, grantSql } = explainRefusal(result.missing, result.failure, path.schema, session.login);
      return failed('edit-log', path.schema, reason, missingPrivilege, grantSql);
    }
  }
}

function accountOf(draft: Draft): Subject | null {
  if (draft.account === null) return null;
  return draft.authentication === 'static'
    ? { who: 'connection', words: `the connection's account "${draft.account.login}"`, credential: draft.account }
    : { who: 'service-account', words: `service account "${draft.account.login}"`, credential: draft.account };
}

/** The person who runs the test, if the warehouse's provider knows them. An Admin need not have a login of their own. */
async function personOf(needs: ExamineNeeds, draft: Draft, memberId: string): Promise<Subject | Stage | null> {
  if (draft.authentication === 'static' || draft.oauth === null) return null;
  const answer = await needs.tokens.accessToken(memberId, connectionOf(draft, draft.oauth));
  switch (answer.kind) {
    case 'token':
      return { who: 'person', words: `you, as "${answer.login}"`, credential: { login: answer.login, password: answer.token } };
    case 'sign-in-required':
      return skipped('sign-in', 'you', answer.reason);
    case 'unreachable':
      return failed('sign-in', 'you', answer.reason);
  }
}

function connectionOf(draft: Draft, oauth: NonNullable<Draft['oauth']>): Connection {
  return {
    id: draft.id ?? '00000000-0000-0000-0000-000000000000',
    name: '',
    type: 'postgresql',
    authentication: draft.authentication,
    oauth,
    host: draft.host,
    port: draft.port,
    database: draft.database,
    tls: draft.tls,
    hasServiceAccount: draft.account !== null,
    serviceAccountLogin: draft.account?.login ?? null,
    roleAttribute: null,
    writeAccess: draft.writeAccess.enabled,
    editLogDestination: draft.writeAccess.editLogDestination,
    generation: 0,
  };
}

function stagesOfFailure(draft: Draft, subject: Subject, failure: WarehouseFailure): readonly Stage[] {
  if (failure.kind !== 'sign-in' && failure.kind !== 'privilege' && failure.kind !== 'missing-object') {
    return [failed('network', addressOf(draft), failure.message), skipped('sign-in', subject.words, 'The warehouse could not be reached.')];
  }
  const network = passed('network', addressOf(draft), 'The warehouse answers.');
  // An Admin without a login of their own in the warehouse does not make the connection a bad one.
  if (subject.who === 'person')
    return [network, skipped('sign-in', subject.words, `The warehouse does not let you in yourself: ${failure.message}`)];
  const later: Stage[] = [skipped('read', subject.words, 'Not signed in.')];
  if (draft.writeAccess.editLogDestination !== null)
    later.push(skipped('edit-log', draft.writeAccess.editLogDestination.schema, 'Not signed in.'));
  return [network, failed('sign-in', subject.words, failure.message), ...later];
}

/** One network stage, however many accounts were tried. */
function mergeNetwork(stages: readonly Stage[]): readonly Stage[] {
  const network = stages.filter((stage) => stage.stage === 'network');
  const told = network.find((stage) => stage.result === 'passed') ?? network[0];
  const order = ['network', 'sign-in', 'read', 'destination', 'edit-log'];
  const others = stages
    .filter((stage) => stage.stage !== 'network')
    .toSorted((one, other) => order.indexOf(one.stage) - order.indexOf(other.stage));
  return told === undefined ? others : [told, ...others];
}

const noFailure: WarehouseFailure = { kind: 'privilege', message: '', engineCode: null, remedy: null };

function addressOf(draft: Draft): string {
  return `${draft.host}:${draft.port}/${draft.database}`;
}

function passed(stage: Stage['stage'], subject: string, detail: string): Stage {
  return { stage, subject, result: 'passed', detail, missingPrivilege: null, grantSql: null };
}

function failed(
  stage: Stage['stage'],
  subject: string,
  detail: string,
  missingPrivilege: string | null = null,
  grantSql: string | null = null,
): Stage {
  return { stage, subject, result: 'failed', detail, missingPrivilege, grantSql };
}

function skipped(stage: Stage['stage'], subject: string, detail: string): Stage {
  return { stage, subject, result: 'skipped', detail, missingPrivilege: null, grantSql: null };
}
