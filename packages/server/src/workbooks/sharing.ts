/** Rules of a list of grants, on a document or on a folder. */
import { invalid } from './access.ts';
import type { NewGrant } from './store.ts';

/** Throws `workbook.invalid` for two grants to the same person, team or everyone. */
export function requireOneEach(grants: readonly NewGrant[]): void {
  if (new Set(grants.map(({ memberId, teamId }) => `${memberId} ${teamId}`)).size !== grants.length)
    throw invalid('Two grants go to the same person or team.');
}

/** A foreign key that is violated names nobody that there is; anything else is thrown on. */
export function refuseUnknownRecipients(error: unknown): never {
  if ((error as { code?: unknown }).code === '23503') throw invalid('A grant names a member or a team that does not exist.');
  throw error;
}
