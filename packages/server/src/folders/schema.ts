import { rights } from '@penstock/domain/workbooks/rights';
import { z } from 'zod';
import { id, nameText } from '../app/schema.ts';

export const folder = z.object({
  id,
  name: z.string(),
  parentId: id.nullable(),
  owner: z.object({ id, name: z.string() }),
  myRight: z.enum(rights),
});

export const folderList = z.object({ items: z.array(folder) });

export const newFolder = z.object({ name: nameText(200), parentId: id.nullable().default(null) });

export const folderChange = z.object({ name: nameText(200).optional(), parentId: id.nullable().optional() });
