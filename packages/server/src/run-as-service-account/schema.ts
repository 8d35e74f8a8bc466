import { z } from 'zod';
import { id, time } from '../app/schema.ts';

const source = z.object({
  kind: z.enum(['warehouse-table', 'custom-sql', 'input-table']),
  connectionId: id,
  name: z.string().describe('As people know it; for custom SQL its text'),
});

export const overview = z
  .object({
    offered: z.boolean(),
    reason: z.string().describe('Why it is offered, or what is missing'),
    maySet: z.boolean().describe('Only Admins may'),
    enabled: z.boolean(),
    setBy: z.object({ id, name: z.string() }).nullable(),
    setAt: time.nullable(),
    approvedVersion: z.number().int().nullable().describe('The version that is served'),
    waitingVersion: z.number().int().nullable().describe('Published, but waiting for the approval of an Admin'),
    connections: z.array(
      z.object({
        id,
        name: z.string(),
        qualifies: z.boolean(),
        reason: z.string(),
        runsAsServiceAccount: z.boolean().describe('Whether its parts run as the service account now'),
        serviceAccount: z.string().nullable().describe('Its login'),
      }),
    ),
    reads: z.array(source).describe('All that the published version reads; for those who may edit'),
    newInDraft: z.array(source).describe('What publishing the draft would add to that'),
  })
  .meta({ id: 'RunAsServiceAccount' });

export const change = z.strictObject({ enabled: z.boolean() });

export const approval = z.strictObject({ number: z.number().int().min(1).describe('The waiting version') });

export const setting = z
  .strictObject({ approvalIsAsked: z.boolean().describe('Published versions with new sources wait for an Admin') })
  .meta({ id: 'RunAsServiceAccountSetting' });

export const elementParams = z.object({ id, elementId: id });

export const runsAsQuery = z.object({
  version: z.enum(['draft', 'published']).optional(),
  as: id.optional().describe('A member to look as; for those who may edit'),
});

export const runsAs = z
  .object({
    member: z.object({ id, name: z.string() }),
    version: z.enum(['draft', 'published']),
    row: z
      .enum([
        'static-only',
        'one-oauth-on',
        'one-oauth-off',
        'oauth-and-static-on',
        'oauth-and-static-off',
        'several-oauth-on',
        'several-oauth-off',
      ])
      .describe("The document's sources and its toggle"),
    parts: z
      .array(
        z.object({
          connectionId: id,
          connectionName: z.string(),
          principal: z
            .object({
              kind: z.enum(['person', 'service-account', 'connection-credential']),
              login: z.string().nullable().describe('In the warehouse; null when it is not known'),
              name: z.string(),
              role: z.string().nullable().describe('In which the warehouse is asked; null: in the rights of the login itself'),
            })
            .nullable()
            .describe('null: it does not run'),
          rule: z.string().nullable(),
          refused: z.string().nullable().describe('Why it does not run'),
          reason: z.string(),
          remedy: z.object({
            action: z.enum(['sign-in', 'ask-admin', 'ask-owner', 'ask-warehouse-admin']),
            sentence: z.string(),
            signInUrl: z.string().nullable().describe('Where to send the browser; `returnTo` may be added'),
          }),
        }),
      )
      .describe('One for each connection that the element reads'),
  })
  .meta({ id: 'RunsAs' });
