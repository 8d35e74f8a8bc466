import type { ApiClient } from './api-client.ts';
import { expectSuccess } from './expect-success.ts';

const workbookName = 'Regional sales targets';

/** A workbook of alice's that everybody in the organization may edit. */
export async function addSampleWorkbook(alice: ApiClient, _connectionId: string): Promise<void> {
  const present = expectSuccess(await alice.get('/workbooks')).items as { id: string; name: string }[];
  const known = present.find(({ name }) => name === workbookName);
  const id = known?.id ?? (expectSuccess(await alice.post('/workbooks', { name: workbookName })) as { id: string }).id;
  expectSuccess(await alice.put(`/workbooks/${id}/grants`, { grants: [{ to: 'everyone', right: 'edit' }] }));
}
