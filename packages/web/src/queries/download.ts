/**
 * All rows of an element as a file. What may be refused is asked first; then the browser follows a link and writes to disk
 * what comes, however much: the page holds nothing of it.
 */
import { api, apiAddress } from '../api/client.ts';
import type { Question } from '../api/queries-contract.ts';

/** `inert`: texts that a spreadsheet would take for formulas get an apostrophe. */
export type ExportedTexts = 'as-they-are' | 'inert';

export async function downloadCsv(
  documentId: string,
  elementId: string,
  name: string,
  question: Question,
  texts: ExportedTexts,
): Promise<void> {
  const asked = { ...question, texts };
  const { path } = await api.post<{ readonly path: string }>(`/workbooks/${documentId}/elements/${elementId}/export/ticket`, asked);
  const link = document.createElement('a');
  link.href = apiAddress(path);
  link.download = `${name}.csv`;
  link.click();
}
