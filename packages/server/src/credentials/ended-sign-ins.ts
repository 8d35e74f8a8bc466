/** What a member is told before a query fails: which warehouse sign-ins have ended. */
import type { Connection } from '@penstock/domain/connections/connection';
import type { WarehouseTokens } from './warehouse-tokens.ts';

export interface SessionWarning {
  readonly code: string;
  readonly detail: string;
}

export function endedSignIns(needs: {
  readonly tokens: Pick<WarehouseTokens, 'standing'>;
  readonly connections: { list(): Promise<readonly Connection[]> };
}): (memberId: string) => Promise<readonly SessionWarning[]> {
  return async (memberId) => {
    const personal = (await needs.connections.list()).filter(({ oauth }) => oauth !== null);
    const standings = await Promise.all(personal.map((connection) => needs.tokens.standing(memberId, connection)));
    const ended = personal.filter((_, index) => standings[index]?.state === 'expired').map(({ name }) => name);
    if (ended.length === 0) return [];
    return [
      {
        code: 'warehouse-sign-in-ended',
        detail: `Your sign-in has ended for ${ended.join(', ')}. Sign in again to query and to save edits there.`,
      },
    ];
  };
}
