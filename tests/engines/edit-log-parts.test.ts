/** PostgreSQL keeps the contract that the simulation's twins keep: metadata, edit log and data tables. */
import { afterAll, beforeAll, describe, test } from 'vitest';
import { editStoreContract } from '@penstock/testkit/edit-log/store-contract';
import { warehouseContract } from '@penstock/testkit/edit-log/warehouse-contract';
import { startRig } from '../harness/rig.ts';
import type { Rig } from '../harness/rig.ts';
import { realEditLog } from './real-edit-log.ts';
import type { RealEditLog } from './real-edit-log.ts';

let rig: Rig;
let real: RealEditLog;

beforeAll(async () => {
  rig = await startRig();
  real = await realEditLog(rig, await rig.addC1());
  await real.ports.store.registerLog(real.connectionId, async () => {
    await real.ports.log.create(real.connectionId);
  });
});

afterAll(async () => {
  await real.close();
  await rig.stop();
});

describe('P2 P12: PostgreSQL as metadata', () => {
  for (const { title, holds } of editStoreContract) {
    test(title, async () => {
      const table = real.table();
      await real.ports.store.register(table);
      await holds(real.ports.store, table);
    });
  }
});

describe('R22 R23: PostgreSQL as warehouse', () => {
  for (const { title, holds } of warehouseContract) {
    test(title, () => holds({ log: real.ports.log, data: real.ports.data, table: real.table(), memberId: 'alice' }));
  }
});
