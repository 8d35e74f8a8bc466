/** All rows of an element as a file; what comes is kept by the browser, which may put it on disk, until it is whole. */
import { api } from '../api/client.ts';
import type { Question } from '../api/queries-contract.ts';

export async function downloadCsv(documentId: string, elementId: string, name: string, question: Question): Promise<void> {
  const csv = await api.file(`/workbooks/${documentId}/elements/${elementId}/export`, question);
  const address = URL.createObjectURL(csv);
  const link = document.createElement('a');
  link.href = address;
  link.download = `${name}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
