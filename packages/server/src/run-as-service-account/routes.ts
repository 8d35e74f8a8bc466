import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Installation } from '../app/installation.ts';
import { actorOf } from '../app/authenticate.ts';
import { idParams } from '../app/schema.ts';
import { overviewOf } from './overview.ts';
import type { OverviewNeeds } from './overview.ts';
import { runsAs } from './runs-as.ts';
import type { RunsAsNeeds } from './runs-as.ts';
import * as schema from './schema.ts';
import type { Toggles } from './toggles.ts';

interface RouteNeeds extends OverviewNeeds, RunsAsNeeds {
  readonly connections: OverviewNeeds['connections'] & RunsAsNeeds['connections'];
  readonly workbooks: OverviewNeeds['workbooks'] & RunsAsNeeds['workbooks'];
  readonly toggles: Toggles;
  readonly installation: Installation;
}

const tags = ['Run as service account'];

export const runAsServiceAccountRoutes =
  (needs: RouteNeeds): FastifyPluginAsyncZod =>
  async (app) => {
    const { toggles } = needs;

    app.get(
      '/workbooks/:id/run-as-service-account',
      {
        schema: {
          tags,
          summary: 'Whether the published version runs as the service account, and what that means',
          params: idParams,
          response: { 200: schema.overview },
        },
      },
      async (request) => overviewOf(needs, actorOf(request), request.params.id),
    );

    app.put(
      '/workbooks/:id/run-as-service-account',
      {
        schema: {
          tags,
          summary: 'Switch it on, approving what is published now, or off; from the next query on',
          params: idParams,
          body: schema.change,
          response: { 200: schema.overview },
        },
      },
      async (request) => {
        const actor = actorOf(request);
        const { id } = request.params;
        await (request.body.enabled ? toggles.switchOn(actor, id) : toggles.switchOff(actor, id));
        return overviewOf(needs, actor, id);
      },
    );

    app.post(
      '/workbooks/:id/run-as-service-account/approve',
      {
        schema: {
          tags,
          summary: 'Approve the version that waits: it is served from now on',
          params: idParams,
          body: schema.approval,
          response: { 200: schema.overview },
        },
      },
      async (request) => {
        const actor = actorOf(request);
        const { id } = request.params;
        await toggles.approve(actor, id, request.body.number);
        return overviewOf(needs, actor, id);
      },
    );

    app.get(
      '/workbooks/:id/elements/:elementId/runs-as',
      {
        schema: {
          tags,
          summary: 'Who an element runs as, why, and what to do when that fails',
          params: schema.elementParams,
          querystring: schema.runsAsQuery,
          response: { 200: schema.runsAs },
        },
      },
      async (request) => {
        const { id, elementId } = request.params;
        const { version = null, as = null } = request.query;
        return runsAs(needs, actorOf(request), { workbookId: id, elementId, version, asMemberId: as });
      },
    );

    app.get(
      '/organization/run-as-service-account',
      { schema: { tags, summary: 'Whether new sources wait for an Admin', response: { 200: schema.setting } } },
      async (request) => ({ approvalIsAsked: await toggles.approvalIsAsked(actorOf(request)) }),
    );

    app.put(
      '/organization/run-as-service-account',
      {
        schema: { tags, summary: 'Let new sources wait for an Admin, or not', body: schema.setting, response: { 200: schema.setting } },
      },
      async (request) => {
        const actor = actorOf(request);
        await toggles.askForApproval(actor, needs.installation.id, request.body.approvalIsAsked);
        return { approvalIsAsked: await toggles.approvalIsAsked(actor) };
      },
    );
  };
