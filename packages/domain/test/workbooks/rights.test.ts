import { describe, expect, it } from 'vitest';
import { builtInAccountTypes } from '../../src/members/permissions.ts';
import type { Permission } from '../../src/members/permissions.ts';
import { effectiveRight, isEnough, mayDelete, mayTransfer, rights } from '../../src/workbooks/rights.ts';
import type { Right } from '../../src/workbooks/rights.ts';

const accountTypes = {
  nothing: [],
  view: builtInAccountTypes.view.permissions,
  explore: ['workbooks.view', 'workbooks.explore'],
  build: builtInAccountTypes.build.permissions,
  admin: builtInAccountTypes.admin.permissions,
} as const satisfies Record<string, readonly Permission[]>;

/** account type x what the workbook gives: written by hand, not computed. */
const table: Record<keyof typeof accountTypes, Record<'nothing' | 'view' | 'explore' | 'edit' | 'owner', Right | null>> = {
  nothing: { nothing: null, view: null, explore: null, edit: null, owner: null },
  view: { nothing: null, view: 'view', explore: 'view', edit: 'view', owner: 'view' },
  explore: { nothing: null, view: 'view', explore: 'explore', edit: 'explore', owner: 'explore' },
  build: { nothing: null, view: 'view', explore: 'explore', edit: 'edit', owner: 'edit' },
  admin: { nothing: null, view: 'view', explore: 'explore', edit: 'edit', owner: 'edit' },
};

describe('the right on a workbook', () => {
  for (const [accountType, row] of Object.entries(table)) {
    for (const [given, expected] of Object.entries(row)) {
      it(`of account type ${accountType} that is given ${given} is ${expected ?? 'none'}`, () => {
        const permissions = new Set<Permission>(accountTypes[accountType as keyof typeof accountTypes]);
        const granted = rights.filter((right) => right === given);
        const isOwner = given === 'owner';
        expect(effectiveRight({ isOwner, granted, permissions })).toBe(expected);
      });
    }
  }

  it('is the highest of all grants that reach a person', () => {
    const permissions = new Set<Permission>(accountTypes.build);
    for (const mine of rights) {
      for (const everyones of rights) {
        const right = effectiveRight({ isOwner: false, granted: [mine, everyones], permissions });
        expect(right).toBe(rights[Math.max(rights.indexOf(mine), rights.indexOf(everyones))]);
      }
    }
  });

  it('includes every lower right', () => {
    expect(rights.map((right) => rights.map((needed) => isEnough(right, needed)))).toEqual([
      [true, false, false],
      [true, true, false],
      [true, true, true],
    ]);
  });

  it('lets only an owner who may build delete it', () => {
    expect([mayDelete('edit', true), mayDelete('edit', false), mayDelete('view', true)]).toEqual([true, false, false]);
  });

  it('lets its owner, or who manages members, give it away', () => {
    const may = (isOwner: boolean, accountType: keyof typeof accountTypes): boolean =>
      mayTransfer({ isOwner, permissions: new Set<Permission>(accountTypes[accountType]) });
    expect([may(true, 'view'), may(false, 'build'), may(false, 'admin')]).toEqual([true, false, true]);
  });
});
