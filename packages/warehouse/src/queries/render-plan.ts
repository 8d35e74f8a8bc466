/**
 * A plan to the SQL of one statement, laid out for a person to read: each step a common table expression under the name that
 * people know it by, the answer at the end. Values are parameters; `readable` has them as literals, only to be copied.
 */
import { freeName } from '@penstock/domain/queries/step-list';
import type { ElementPlan, Input, JoinNode, OrderedValue, SelectNode, Step } from '@penstock/domain/queries/plan';
import type { Statement } from '../port.ts';
import { joined, sql, toReadable, toStatement, verbatim } from '../sql/fragment.ts';
import type { SqlFragment } from '../sql/fragment.ts';
import { postgresqlQueries } from './postgresql.ts';
import type { QueryDialect } from './query-dialect.ts';
import { renderCondition } from './render-condition.ts';
import { renderValue } from './render-value.ts';
import type { ValueContext } from './render-value.ts';

export interface RenderedPlan {
  readonly statement: Statement;
  /** The same query with its values as literals, for statements that take no parameters. */
  readonly inlined: string;
  /** The same as a statement for a person to copy. */
  readonly readable: string;
}

export function renderPlan(plan: ElementPlan, dialect: QueryDialect = postgresqlQueries): RenderedPlan {
  const names = new Map(plan.steps.map((step) => [step.id, step.name]));
  const tables: SqlFragment[] = [];
  let answer = verbatim('select null');
  plan.steps.forEach((step, index) => {
    const isAnswer = index === plan.steps.length - 1;
    const query = renderQuery(step.query, { plan, dialect, names, newLine: isAnswer ? '\n' : '\n  ' });
    if (isAnswer) answer = query;
    else tables.push(sql`${verbatim(`${dialect.quoteName(step.name)} ${dialect.asStep(step.readAgain ?? false)} (`)}\n  ${query}\n)`);
  });
  const fragment = tables.length === 0 ? answer : sql`with ${joined(tables, ',\n')}\n${answer}`;
  const inlined = toReadable(fragment, (parameter) => dialect.formulas.literal(parameter));
  return { statement: toStatement(fragment), inlined, readable: `${inlined};` };
}

interface PlanContext {
  readonly plan: ElementPlan;
  readonly dialect: QueryDialect;
  readonly names: ReadonlyMap<string, string>;
  /** With the indentation of the step: texts and names may hold line breaks, so nothing is indented afterwards. */
  readonly newLine: string;
}

function renderQuery(query: Step['query'], context: PlanContext): SqlFragment {
  if (query.node === 'select') return renderSelect(query, context);
  return joined(
    query.selects.map((select) => renderSelect(select, context)),
    `${context.newLine}union all${context.newLine}`,
  );
}

function renderSelect(select: SelectNode, context: PlanContext): SqlFragment {
  const { dialect, newLine } = context;
  const aliases = aliasesOf(select, context);
  const values: ValueContext = { plan: context.plan, dialect, aliases, qualified: select.joins.length > 0 };
  const columns = select.columns.map(({ name, value }) => {
    const rendered = renderValue(value, values);
    const quoted = dialect.quoteName(name);
    return isText(rendered, quoted) ? rendered : sql`${rendered} as ${verbatim(quoted)}`;
  });
  const clauses = [
    sql`${verbatim(`select${newLine}  `)}${joined(columns.length === 0 ? [verbatim('null')] : columns, `,${newLine}  `)}`,
    sql`from ${renderInput(select.from, aliases, context)}`,
    ...select.joins.map((join) => renderJoin(join, values, context)),
  ];
  if (select.where.length > 0) {
    clauses.push(
      sql`where ${joined(
        select.where.map((condition) => renderCondition(condition, values)),
        `${newLine}  and `,
      )}`,
    );
  }
  if (select.groupBy !== null && select.groupBy.length > 0) {
    const places = (names: readonly string[]): string =>
      names.map((name) => String(select.columns.findIndex((column) => column.name === name) + 1)).join(', ');
    const sets = [select.groupBy, ...(select.alsoGroupBy ?? [])].map((names) => `(${places(names)})`);
    clauses.push(verbatim(`group by ${sets.length === 1 ? places(select.groupBy) : `grouping sets (${sets.join(', ')})`}`));
  }
  if (select.orderBy.length > 0) {
    // The name of an output column would come before an input's of the same name: so inputs are named in full.
    const inputs = { ...values, qualified: true };
    clauses.push(
      sql`order by ${joined(
        select.orderBy.map((order) => renderOrder(order, inputs)),
        ', ',
      )}`,
    );
  }
  if (select.limit !== null) clauses.push(verbatim(`limit ${wholeNumber(select.limit)}`));
  if (select.offset > 0) clauses.push(verbatim(`offset ${wholeNumber(select.offset)}`));
  return joined(clauses, newLine);
}

function renderOrder({ value, direction }: OrderedValue, context: ValueContext): SqlFragment {
  return sql`${renderValue(value, context)}${verbatim(direction === 'descending' ? ' desc nulls last' : ' nulls last')}`;
}

function renderInput(input: Input, aliases: ReadonlyMap<string, string>, { dialect, names }: PlanContext): SqlFragment {
  const alias = aliases.get(input.id) ?? '';
  const { relation } = input;
  switch (relation.kind) {
    case 'step': {
      const name = dialect.quoteName(names.get(relation.stepId) ?? '');
      return verbatim(name === alias ? name : `${name} as ${alias}`);
    }
    case 'table': {
      const table = dialect.quoteRelation(relation.path);
      return verbatim(dialect.quoteName(relation.path.table) === alias ? table : `${table} as ${alias}`);
    }
    case 'sql':
      // Its last line may be a comment.
      return verbatim(`(\n${relation.text}\n) as ${alias}`);
  }
}

function renderJoin(join: JoinNode, values: ValueContext, context: PlanContext): SqlFragment {
  const input = renderInput(join.input, values.aliases, context);
  if (join.on.length === 0) return sql`cross join ${input}`;
  const pairs = join.on.map((pair) => {
    const [left, right] = [renderValue(pair.left, values), renderValue(pair.right, values)];
    if (pair.exact === true) return context.dialect.sameValue(left, right, pair.type);
    return pair.nullsEqual ? context.dialect.sameKey(left, right, pair.type) : sql`${left} = ${right}`;
  });
  const type = join.type === 'inner' ? 'join' : `${join.type} join`;
  return sql`${verbatim(type)} ${input} on ${joined(pairs, `${context.newLine}  and `)}`;
}

/** What each input of a SELECT is called in it, quoted. */
function aliasesOf(select: SelectNode, { dialect, names }: PlanContext): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  const aliases = new Map<string, string>();
  for (const { id, relation } of [select.from, ...select.joins.map((join) => join.input)]) {
    const label =
      relation.kind === 'step' ? (names.get(relation.stepId) ?? '') : relation.kind === 'table' ? relation.path.table : 'custom sql';
    aliases.set(id, dialect.quoteName(freeName(label, taken)));
  }
  return aliases;
}

function isText(fragment: SqlFragment, text: string): boolean {
  return fragment.parts.length === 1 && fragment.parts[0] === text;
}

function wholeNumber(value: number): string {
  if (!Number.isSafeInteger(value) || value < 0) throw new Error('a page begins and ends at whole numbers');
  return String(value);
}
