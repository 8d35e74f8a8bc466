import { rights } from '@penstock/domain/workbooks/rights';
import { z } from 'zod';
import { id, listOf, listQuery, nameText, time } from '../app/schema.ts';

const right = z.enum(rights);

const member = z.object({ id, name: z.string() });

const element = z.object({
  id,
  kind: z.literal('input-table'),
  inputTableId: id,
  name: nameText(200),
  position: z.number().int().min(0).max(100_000),
});

const page = z.object({ id, name: nameText(200), elements: z.array(element).max(200) });

export const workbook = z.object({
  id,
  name: z.string(),
  owner: member,
  documentTimeZone: z.string(),
  version: z.number().int(),
  createdAt: time,
  updatedAt: time,
  myRight: right,
  pages: z.array(page),
});

export const newWorkbook = z.object({ name: nameText(200), documentTimeZone: z.string().max(100).default('UTC') });

export const workbookChange = z.object({
  name: nameText(200).optional(),
  documentTimeZone: z.string().max(100).optional(),
  pages: z.array(page).min(1).max(200).optional(),
  version: z.number().int().optional().describe('The version that the change is based on; a stale one is refused.'),
});

export const workbookListQuery = listQuery.extend({ filter: z.enum(['all', 'mine', 'shared', 'recent']).default('all') });

export const workbookList = listOf(
  z.object({ id, name: z.string(), owner: member, updatedAt: time, visitedAt: time.nullable(), myRight: right }),
);

const recipient = z.union([z.literal('everyone'), z.object({ memberId: id })]);

export const newGrants = z.object({ grants: z.array(z.object({ to: recipient, right })).max(1_000) });

export const grants = z.object({
  grants: z.array(
    z.object({ to: z.union([z.literal('everyone'), z.object({ memberId: id, name: z.string(), email: z.string() })]), right }),
  ),
});

export const searchQuery = z.object({ q: z.string().trim().max(200) });

export const found = z.object({
  items: z.array(
    z.object({ kind: z.enum(['workbook', 'input-table']), id, name: z.string(), workbook: z.object({ id, name: z.string() }) }),
  ),
});
