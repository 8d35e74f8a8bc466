/** What others build on, for its own screen and for whoever chooses a source. */
import { api } from '../api/client.ts';
import type { List, ListedWorkbook } from '../api/contract.ts';

/** Data models first. */
export const modelsQuery = {
  queryKey: ['workbooks', 'data-models'],
  queryFn: async ({ signal }: { readonly signal: AbortSignal }): Promise<readonly ListedWorkbook[]> => {
    const kinds = ['data-model', 'dataset'] as const;
    const lists = await Promise.all(kinds.map((kind) => api.get<List<ListedWorkbook>>('/workbooks', { kind, limit: 200 }, signal)));
    return lists.flatMap(({ items }) => items);
  },
};
