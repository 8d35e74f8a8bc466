/** Makes a document and opens it with its name ready to be written. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { DocumentKind } from '@penstock/domain/workbooks/definition';
import { useLocation } from 'wouter';
import { api } from '../api/client.ts';
import type { Workbook } from '../api/contract.ts';
import { kindWords } from './document-kinds.ts';

export function useNewDocument(folderId: string | null) {
  const [, navigate] = useLocation();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (kind: DocumentKind) => {
      const name = `Untitled ${kindWords[kind].name.toLowerCase()}`;
      return api.post<Workbook>('/workbooks', { name, kind, folderId, documentTimeZone: ownTimeZone() });
    },
    onSuccess: (document) => {
      void queryClient.invalidateQueries({ queryKey: ['workbooks'] });
      navigate(`/workbooks/${document.id}?rename`);
    },
  });
}

/** Days and weeks begin where the maker is, until the document's settings say something else. */
export function ownTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
}
