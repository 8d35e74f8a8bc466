/** Every room's routes, in one list. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { connectionRoutes } from '../connections/routes.ts';
import { auditRoutes } from '../audit/routes.ts';
import { apiKeyRoutes } from '../api-keys/routes.ts';
import { endedSignIns } from '../credentials/ended-sign-ins.ts';
import { warehouseSignInRoutes } from '../credentials/routes.ts';
import { dataPermissionRoutes } from '../data-permissions/routes.ts';
import { folderRoutes } from '../folders/routes.ts';
import { inputTableRoutes } from '../input-tables/routes.ts';
import { memberRoutes } from '../members/routes.ts';
import { noticeRoutes } from '../notices/routes.ts';
import { roleChoiceRoutes } from '../role-choice/routes.ts';
import { runAsServiceAccountRoutes } from '../run-as-service-account/routes.ts';
import { queryRoutes } from '../queries/routes.ts';
import { sessionRoutes } from '../sessions/routes.ts';
import { signInBrowserRoutes } from '../sign-in/browser-routes.ts';
import { signInRoutes } from '../sign-in/routes.ts';
import { writeDestinationRoutes } from '../write-destinations/routes.ts';
import { teamRoutes } from '../teams/routes.ts';
import { draftRoutes } from '../workbooks/draft-routes.ts';
import { workbookRoutes } from '../workbooks/routes.ts';
import type { Services } from './services.ts';

/** Below `/api/v1`. */
export function apiRoutes(services: Services): readonly FastifyPluginAsyncZod[] {
  return [
    signInRoutes(services),
    sessionRoutes({ ...services, warningsFor: endedSignIns(services) }),
    warehouseSignInRoutes(services),
    memberRoutes(services),
    apiKeyRoutes(services),
    connectionRoutes(services),
    dataPermissionRoutes(services),
    roleChoiceRoutes(services),
    writeDestinationRoutes(services),
    teamRoutes(services),
    folderRoutes(services),
    workbookRoutes(services),
    draftRoutes(services),
    runAsServiceAccountRoutes(services),
    inputTableRoutes(services),
    noticeRoutes(services),
    queryRoutes(services),
    auditRoutes(services),
  ];
}

/** Without a prefix: what browsers are sent to while signing in. */
export function browserRoutes(services: Services): readonly FastifyPluginAsyncZod[] {
  return [signInBrowserRoutes(services)];
}
