import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { checkDefinition } from '@penstock/domain/workbooks/check-definition';
import { migrate, shippedMigrations } from '@penstock/server/metadata/migrate';
import { definition } from '@penstock/server/workbooks/definition-schema';
import { startRig } from '../harness/rig.ts';

test('P11: a workbook of the version before keeps its pages, input tables and time zone as a draft', async () => {
  await using rig = await startRig({ server: false });
  const url = `postgres://penstock@${encodeURIComponent(String(rig.metadata.host))}/${rig.metadata.database}`;
  const shipped = await shippedMigrations();
  await migrate(
    url,
    shipped.filter(({ name }) => name < '0010'),
  );
  const [owner, workbook, empty, tables] = [randomUUID(), randomUUID(), randomUUID(), [randomUUID(), randomUUID(), randomUUID()]] as const;
  const [first, second] = [randomUUID(), randomUUID()];
  await rig.inMetadata(
    `insert into members (id, email, name, account_type_id) select $1, 'old@penstock.example', 'Old', id from account_types limit 1`,
    [owner],
  );
  await rig.inMetadata(
    `insert into workbooks (id, name, owner_id, document_time_zone, version) values ($1, 'Old', $3, 'Asia/Tokyo', 7), ($2, 'Empty', $3, 'UTC', 1)`,
    [workbook, empty, owner],
  );
  await rig.inMetadata(`insert into workbook_pages (workbook_id, id, name, position) values ($1, $2, 'Second', 1), ($1, $3, 'First', 0)`, [
    workbook,
    second,
    first,
  ]);
  await rig.inMetadata(
    `insert into workbook_elements (workbook_id, id, page_id, kind, input_table_id, name, position)
     values ($1, $4, $2, 'input-table', $4, 'Targets', 5), ($1, $5, $2, 'input-table', $5, 'Costs', 2), ($1, $6, $3, 'input-table', $6, 'TARGETS', 0)`,
    [workbook, first, second, ...tables],
  );
  await migrate(url);

  const [migrated] = await rig.inMetadata('select draft, revision, document_time_zone, published_number from workbooks where id = $1', [
    workbook,
  ]);
  expect(migrated).toMatchObject({ revision: 7, document_time_zone: 'Asia/Tokyo', published_number: null });
  const draft = definition.parse(migrated.draft);
  expect(checkDefinition(draft, 'workbook')).toEqual([]);
  expect(
    draft.pages.map(({ id, name, elements }) => [id, name, elements.map((element) => [element.id, element.name, element.layout.y])]),
  ).toEqual([
    [
      first,
      'First',
      [
        [tables[1], 'Costs', 0],
        [tables[0], 'Targets', 16],
      ],
    ],
    [second, 'Second', [[tables[2], 'TARGETS 2', 0]]],
  ]);
  const [other] = await rig.inMetadata('select draft from workbooks where id = $1', [empty]);
  expect(definition.parse(other.draft)).toMatchObject({ timeZone: 'UTC', pages: [{ name: 'Page 1', elements: [] }] });
});
