/** What a document says: its draft, live changes of it, publishing and history. */
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import { definitionLimits } from '@penstock/domain/workbooks/limits';
import type { DraftChange } from '@penstock/domain/workbooks/apply-change';
import { versionFor } from '@penstock/domain/workbooks/versions';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { actorAgain, actorOf } from '../app/authenticate.ts';
import type { Finders } from '../app/authenticate.ts';
import { cursorOf, readCursor } from '../app/cursor.ts';
import { idParams, listQuery } from '../app/schema.ts';
import { openEventStream } from '../input-tables/event-stream.ts';
import type { EventStream } from '../input-tables/event-stream.ts';
import type { WorkbookListener } from './live-events.ts';
import { presentChanges, presentDefinition, presentPublished } from './present.ts';
import * as schema from './schema.ts';
import type { Workbooks } from './workbooks.ts';

export interface DraftServices extends Finders {
  readonly workbooks: Workbooks;
}

const tags = ['Workbooks'];
/** A whole definition may come at once. */
const bodyLimit = definitionLimits.bytes + 1024 * 1024;
/** Levels of objects and lists in a request: a source of the greatest depth within an element within a change. */
const deepestBody = 4 * definitionLimits.sourceDepth;

export const draftRoutes =
  (services: DraftServices): FastifyPluginAsyncZod =>
  async (app) => {
    const { workbooks } = services;

    app.post(
      '/workbooks/:id/draft',
      {
        bodyLimit,
        preValidation: async (request) => refuseDeep(request.body),
        schema: {
          tags,
          summary: 'Save changes of the draft, all or none',
          params: idParams,
          body: schema.draftChanges,
          response: { 200: schema.savedDraft },
        },
      },
      async (request) => {
        const { changes, baseRevision = null } = request.body;
        const saved = await workbooks.drafts.change(actorOf(request), request.params.id, {
          changes: changes satisfies readonly DraftChange[],
          baseRevision,
        });
        return { revision: saved.revision, definition: presentDefinition(saved.definition) };
      },
    );

    app.get(
      '/workbooks/:id/unpublished-changes',
      {
        schema: {
          tags,
          summary: 'What publishing now would change for readers',
          params: idParams,
          response: { 200: schema.unpublishedChanges },
        },
      },
      async (request) => {
        const found = await workbooks.versions.unpublishedChanges(actorOf(request), request.params.id);
        return { ...found, changes: presentChanges(found.changes) };
      },
    );

    app.post(
      '/workbooks/:id/publish',
      {
        schema: {
          tags,
          summary: 'Publish the draft as it stands at a revision',
          params: idParams,
          body: schema.publishing,
          response: { 200: schema.publishedNow },
        },
      },
      async (request) => {
        const { version, awaitsApproval } = await workbooks.versions.publish(actorOf(request), request.params.id, request.body);
        return { ...presentPublished(version), awaitsApproval };
      },
    );

    app.get(
      '/workbooks/:id/versions',
      {
        schema: {
          tags,
          summary: 'Published versions, newest first',
          params: idParams,
          querystring: listQuery,
          response: { 200: schema.versionList },
        },
      },
      async (request) => {
        const { cursor, limit } = request.query;
        const before = cursor === undefined ? null : Number(readCursor(cursor, 1)[0]);
        if (before !== null && !Number.isInteger(before)) throw new PenstockError('request.invalid', 'The cursor is none of this list.');
        const found = await workbooks.versions.list(actorOf(request), request.params.id, before, limit + 1);
        const page = found.slice(0, limit);
        const last = page.at(-1);
        return {
          items: page.map(presentPublished),
          nextCursor: found.length > limit && last !== undefined ? cursorOf([String(last.number)]) : null,
        };
      },
    );

    app.get(
      '/workbooks/:id/versions/:number',
      {
        schema: {
          tags,
          summary: 'A published version, with what it changed',
          params: schema.versionParams,
          response: { 200: schema.versionWithDefinition },
        },
      },
      async (request) => {
        const { version, changes } = await workbooks.versions.one(actorOf(request), request.params.id, request.params.number);
        return { ...presentPublished(version), definition: presentDefinition(version.definition), changes: presentChanges(changes) };
      },
    );

    app.post(
      '/workbooks/:id/versions/:number/restore',
      {
        schema: {
          tags,
          summary: 'Put a published version into the draft',
          params: schema.versionParams,
          response: { 200: schema.savedDraft },
        },
      },
      async (request) => {
        const saved = await workbooks.versions.restore(actorOf(request), request.params.id, request.params.number);
        return { revision: saved.revision, definition: presentDefinition(saved.definition) };
      },
    );

    const streams = new Set<EventStream>();
    app.addHook('preClose', async () => {
      for (const stream of streams) stream.end();
    });
    app.get(
      '/workbooks/:id/events',
      { schema: { tags, summary: 'Changes of a document as server-sent events', params: idParams } },
      async (request, reply) => {
        const { id } = request.params;
        const { revision, publishedNumber } = await workbooks.require(actorOf(request), id, 'view');
        let stop = (): void => {};
        const listener: WorkbookListener = {
          async sight() {
            const actor = await actorAgain(services, request);
            const reached = actor === null ? null : await workbooks.reach(actor, id);
            if (reached === null) return null;
            const version = versionFor(reached.right, null, reached.publishedNumber !== null);
            return { right: reached.right, version: version === 'draft' ? 'draft' : 'published' };
          },
          deliver({ event, ...facts }) {
            stream.send(event, facts);
            if (event === 'ended') stream.end();
          },
        };
        const stream = openEventStream(reply, () => {
          streams.delete(stream);
          stop();
        });
        streams.add(stream);
        stop = workbooks.events.listen(id, listener, { revision, number: publishedNumber });
      },
    );
  };

/** Deeper than any definition goes, so that reading it cannot exhaust the stack. */
function refuseDeep(body: unknown): void {
  let level: readonly unknown[] = [body];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > deepestBody)
      throw new PenstockError('request.invalid', 'The body is nested too deeply.', {
        fields: [{ pointer: '/body', message: 'is nested too deeply' }],
      });
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []));
  }
}
