/** How an open document is asked for, also before its screen is there. */
import { queryOptions } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import type { Workbook } from '../api/contract.ts';
import { pageAt, preloadElements } from './element-chunks.ts';

export const workbookQuery = (id: string) =>
  queryOptions({
    queryKey: ['workbook', id],
    queryFn: async ({ signal }) => {
      const workbook = await api.get<Workbook>(`/workbooks/${id}`, {}, signal);
      preloadElements(pageAt(workbook.definition, new URLSearchParams(location.search))?.elements ?? []);
      return workbook;
    },
  });
