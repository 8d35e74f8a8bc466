import { expect, test } from 'vitest';
import { PreparedStatements } from '../src/postgresql/prepared-statements.ts';

const runOnce = (prepared: PreparedStatements, text: string, cameThrough = true) => {
  const planned = prepared.plan(text, []);
  const closed = prepared.surplus();
  prepared.settle(cameThrough);
  return { ...planned, closed };
};

test('a text is prepared when it comes the second time, and then only named', () => {
  const prepared = new PreparedStatements();
  expect(runOnce(prepared, 'a')).toMatchObject({ name: '', parsed: false });
  const second = runOnce(prepared, 'a');
  expect(second).toMatchObject({ name: 'p1', parsed: false });
  expect(runOnce(prepared, 'a')).toMatchObject({ name: 'p1', parsed: true });
});

test('twice in one pipeline is one preparation', () => {
  const prepared = new PreparedStatements();
  runOnce(prepared, 'a');
  expect([prepared.plan('a', []), prepared.plan('a', [])]).toMatchObject([
    { name: 'p1', parsed: false },
    { name: 'p1', parsed: true },
  ]);
});

test('after a failure nothing is believed, and the name that may be there is closed', () => {
  const prepared = new PreparedStatements();
  runOnce(prepared, 'a');
  runOnce(prepared, 'a', false);
  expect(runOnce(prepared, 'a')).toMatchObject({ name: 'p2', parsed: false, closed: ['p1'] });
  prepared.forgetAll();
  expect(runOnce(prepared, 'b').closed).toEqual(['p2']);
});

test('the server never holds many: the least used are closed, long texts are never kept', () => {
  const prepared = new PreparedStatements();
  let open = 0;
  for (let index = 0; index < 200; index += 1) {
    const first = runOnce(prepared, `t${index}`);
    open += 1 - first.closed.length - runOnce(prepared, `t${index}`).closed.length;
  }
  expect(open).toBeLessThanOrEqual(66);
  const long = 'x'.repeat(40_000);
  for (let index = 0; index < 3; index += 1) expect(runOnce(prepared, long).name).toBe('');
});
