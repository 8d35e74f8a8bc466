/** As whom an element would run for a member, without asking anything of the warehouse. */
import { queryOptions } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import type { RunsAsOverview } from '../api/contract.ts';

interface RunsAsOf {
  readonly documentId: string;
  readonly elementId: string;
  readonly version: 'draft' | 'published';
  readonly memberId: string;
}

export const runsAsQuery = ({ documentId, elementId, version, memberId }: RunsAsOf) =>
  queryOptions({
    queryKey: ['runs-as', documentId, version, elementId, memberId],
    queryFn: ({ signal }) =>
      api.get<RunsAsOverview>(`/workbooks/${documentId}/elements/${elementId}/runs-as`, { version, as: memberId }, signal),
    staleTime: 0,
    retry: false,
  });
