import { adminPermissions, permissions } from '@penstock/domain/members/permissions';
import { z } from 'zod';
import { id, listOf, nameText, time } from '../app/schema.ts';

const permission = z.enum(permissions);

export const accountType = z.object({
  id,
  name: z.string(),
  builtIn: z.enum(['view', 'build', 'admin']).nullable(),
  permissions: z.array(permission),
});

export const accountTypeList = z.object({ items: z.array(accountType) });

const customPermissions = z
  .array(permission)
  .max(permissions.length)
  .refine((chosen) => !chosen.some((one) => adminPermissions.has(one)), `only the Admin type has ${[...adminPermissions].join(', ')}`);

export const newAccountType = z.object({ name: nameText(100), permissions: customPermissions });

export const accountTypeChange = z.object({ name: nameText(100).optional(), permissions: customPermissions.optional() });

export const member = z.object({
  id,
  email: z.string(),
  name: z.string(),
  status: z.enum(['active', 'deactivated']),
  accountType: z.object({ id, name: z.string(), builtIn: z.enum(['view', 'build', 'admin']).nullable() }),
  createdAt: time,
});

export const memberList = listOf(member);

export const newMember = z.object({ email: z.email().max(254), name: nameText(200), accountTypeId: id.optional() });

export const memberChange = z.object({ accountTypeId: id.optional(), status: z.enum(['active', 'deactivated']).optional() });

export const attributes = z
  .strictObject({
    attributes: z
      .record(nameText(100), nameText(1_000))
      .refine((all) => Object.keys(all).length <= 100, 'are at most 100')
      .describe('By name; a static connection may take the role in the warehouse from one of them'),
  })
  .meta({ id: 'MemberAttributes' });
