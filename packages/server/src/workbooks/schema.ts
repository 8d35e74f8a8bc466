import { documentKinds } from '@penstock/domain/workbooks/definition';
import { rights } from '@penstock/domain/workbooks/rights';
import { z } from 'zod';
import { id, listOf, listQuery, nameText, time } from '../app/schema.ts';
import { definition, draftChange } from './definition-schema.ts';
import { listFilters, searchedElementKinds } from './store.ts';

const right = z.enum(rights);
const kind = z.enum(documentKinds);
const documentVersion = z.enum(['draft', 'published']);

const member = z.object({ id, name: z.string() });

const published = z.object({ number: z.int(), publishedAt: time, publishedBy: member, summary: z.string() });

export const workbook = z.object({
  id,
  kind,
  name: z.string(),
  owner: member,
  folderId: id.nullable(),
  createdAt: time,
  updatedAt: time,
  myRight: right,
  version: documentVersion.describe('Which of the two versions `definition` is.'),
  revision: z.int().describe('Of the draft; grows with every change.'),
  definition,
  published: published.nullable(),
  hasUnpublishedChanges: z.boolean(),
  pages: z
    .array(
      z.object({
        id,
        name: z.string(),
        elements: z.array(z.object({ id, kind: z.literal('input-table'), inputTableId: id, name: z.string(), position: z.int() })),
      }),
    )
    .describe('The pages of the definition with their input tables alone.'),
});

export const workbookQuery = z.object({
  version: documentVersion.optional().describe('Without it: the draft for who may edit, what is published for others.'),
});

export const newWorkbook = z.object({
  name: nameText(200),
  kind: kind.default('workbook'),
  folderId: id.nullable().default(null),
  documentTimeZone: z.string().max(100).default('UTC'),
});

export const workbookChange = z.object({ name: nameText(200).optional(), folderId: id.nullable().optional() });

export const workbookListQuery = listQuery.extend({
  filter: z.enum(listFilters).default('all'),
  kind: kind.optional(),
  folderId: id.optional(),
});

export const workbookList = listOf(
  z.object({
    id,
    kind,
    name: z.string(),
    owner: member,
    folderId: id.nullable(),
    publishedNumber: z.int().nullable(),
    updatedAt: time,
    visitedAt: time.nullable(),
    deletedAt: time.nullable(),
    myRight: right,
  }),
);

export const draftChanges = z.object({
  changes: z.array(draftChange).min(1).max(500),
  baseRevision: z
    .int()
    .optional()
    .describe('What the editor saw; a page or element that somebody else has changed since is not overwritten.'),
});

export const savedDraft = z.object({ revision: z.int(), definition });

export const publishing = z.object({
  revision: z.int().describe('Of the draft that the publisher saw.'),
  summary: z
    .string()
    .trim()
    .max(2_000)
    .refine((text) => text.isWellFormed() && !text.includes('\0'), 'has characters that cannot be stored')
    .default(''),
});

const documentChanges = z.array(
  z.object({
    of: z.enum(['document', 'page', 'table', 'pivot', 'chart', 'input-table', 'text', 'image', 'control']),
    id: id.nullable(),
    name: z.string(),
    change: z.enum([
      'added',
      'removed',
      'renamed',
      'reordered',
      'settings-changed',
      'moved',
      'source-changed',
      'columns-added',
      'columns-removed',
      'columns-changed',
      'filters-changed',
      'content-changed',
    ]),
    details: z.array(z.string()),
  }),
);

export const unpublishedChanges = z.object({ revision: z.int(), publishedNumber: z.int().nullable(), changes: documentChanges });

export const publishedNow = published.extend({
  awaitsApproval: z.boolean().describe('Readers see the version before until an Admin approves what the service account would newly read.'),
});

export const versionList = listOf(published);

export const versionParams = z.object({ id, number: z.coerce.number().int().min(1).max(2_147_483_647) });

export const versionWithDefinition = published.extend({ definition, changes: documentChanges });

export const copyRequest = z.object({ name: nameText(200), folderId: id.nullable().default(null) });

export const transferRequest = z.object({ memberId: id });

export const recipient = z.union([z.literal('everyone'), z.object({ memberId: id }), z.object({ teamId: id })]);

export const newGrants = z.object({ grants: z.array(z.object({ to: recipient, right })).max(1_000) });

export const grants = z.object({
  grants: z.array(
    z.object({
      to: z.union([
        z.literal('everyone'),
        z.object({ memberId: id, name: z.string(), email: z.string() }),
        z.object({ teamId: id, name: z.string() }),
      ]),
      right,
    }),
  ),
});

export const searchQuery = z.object({ q: z.string().trim().max(200) });

export const found = z.object({
  items: z.array(
    z.object({
      kind: z.enum([...documentKinds, ...searchedElementKinds]),
      id,
      name: z.string(),
      workbook: z.object({ id, name: z.string() }),
    }),
  ),
});
