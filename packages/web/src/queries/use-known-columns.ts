/** Columns of sources outside the document, as far as the screen has asked for them. */
import { useQueryClient } from '@tanstack/react-query';
import type { ResolvedSource } from '@penstock/domain/queries/resolved-source';
import type { ColumnsOf } from '../workbooks/element-changes.ts';
import { describedKey } from './use-described.ts';

export function useKnownColumns(documentId: string): ColumnsOf {
  const queryClient = useQueryClient();
  return (source) => {
    const resolved = queryClient.getQueryData<ResolvedSource>(describedKey(documentId, source));
    return resolved === undefined || resolved.kind === 'element' ? undefined : resolved.columns.map(({ name }) => name);
  };
}
