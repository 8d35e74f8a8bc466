/** The twins keep the contract that the real parts keep (`tests/engines/edit-log-parts.test.ts`). */
import { randomUUID } from 'node:crypto';
import { describe, test } from 'vitest';
import { MemoryDataStore } from '@penstock/testkit/edit-log/memory-data-store';
import { MemoryEditStore } from '@penstock/testkit/edit-log/memory-edit-store';
import { MemoryLogStore } from '@penstock/testkit/edit-log/memory-log-store';
import { editStoreContract } from '@penstock/testkit/edit-log/store-contract';
import { warehouseContract } from '@penstock/testkit/edit-log/warehouse-contract';
import { connectionId, installationId } from './world.ts';

function freshTable() {
  return { tableId: randomUUID(), connectionId, database: 'db', schema: 'wb_a', table: `sigds_${randomUUID()}` };
}

describe('the metadata twin', () => {
  for (const { title, holds } of editStoreContract) {
    test(title, async () => {
      const store = new MemoryEditStore(installationId, () => Date.now());
      const table = freshTable();
      await store.registerLog(connectionId, async () => {});
      await store.register(table);
      await holds(store, table);
    });
  }
});

describe('the warehouse twin', () => {
  for (const { title, holds } of warehouseContract) {
    test(title, () => holds({ log: new MemoryLogStore(), data: new MemoryDataStore(), table: freshTable(), memberId: 'alice' }));
  }
});
