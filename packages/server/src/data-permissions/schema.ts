import { dataPermissionKinds } from '@penstock/domain/data-permissions/coverage';
import { z } from 'zod';
import { id } from '../app/schema.ts';

const recipient = z.union([z.literal('everyone'), z.strictObject({ memberId: id }), z.strictObject({ teamId: id })]);
const nameInWarehouse = z.string().min(1).max(1_000);

export const dataPermissions = z
  .strictObject({
    permissions: z
      .array(
        z
          .strictObject({
            to: recipient,
            permission: z.enum(dataPermissionKinds),
            schema: nameInWarehouse.nullable().default(null).describe('null: the whole connection'),
            table: nameInWarehouse.nullable().default(null).describe('null: the whole schema'),
          })
          .refine(({ schema, table }) => table === null || schema !== null, { path: ['schema'], message: 'is needed with a table' })
          .refine(({ permission, schema }) => permission === 'can-use' || schema === null, {
            path: ['permission'],
            message: '"can-write-only" is given on the whole connection',
          }),
      )
      .max(10_000),
  })
  .meta({ id: 'DataPermissions' });
