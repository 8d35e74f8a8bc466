/** Values of a plan to SQL, each enclosed so that it can stand beside any operator. */
import type { Expression } from '@penstock/domain/formula/expression';
import { heldValue } from '@penstock/domain/queries/filter-conditions';
import { referenceKey } from '@penstock/domain/queries/plan';
import type { ElementPlan, Labels, Value, WindowNode } from '@penstock/domain/queries/plan';
import { renderExpression } from '../formula/render.ts';
import type { WindowContext } from '../formula/window-clause.ts';
import { joined, parameter, sql, verbatim } from '../sql/fragment.ts';
import type { SqlFragment } from '../sql/fragment.ts';
import type { QueryDialect } from './query-dialect.ts';

export interface ValueContext {
  readonly plan: ElementPlan;
  readonly dialect: QueryDialect;
  /** By input id: what the SELECT calls it, quoted. */
  readonly aliases: ReadonlyMap<string, string>;
  /** Columns are named with their input. */
  readonly qualified: boolean;
}

export function renderValue(value: Value, context: ValueContext): SqlFragment {
  const { dialect, plan } = context;
  switch (value.kind) {
    case 'column':
      return renderName(value.input, value.name, context);
    case 'stored':
      return renderStored(value, context);
    case 'output':
      return verbatim(dialect.quoteName(value.name));
    case 'formula':
      return renderFormula(value, context);
    case 'null':
      return verbatim(`null::${dialect.formulas.types[value.type ?? 'text']}`);
    case 'as-text':
      return sql`${renderPlace(value.value, context)}::${verbatim(dialect.formulas.types.text)}`;
    case 'lowest':
      return sql`${verbatim(value.type === 'logical' ? 'bool_and' : 'min')}(${renderValue(value.value, context)})`;
    case 'count':
      return verbatim('count(*)');
    case 'left-out':
      return sql`grouping(${renderValue(value.key, context)})`;
    case 'position': {
      const { partitionBy, orderBy } = renderWindow(value.window, context);
      const partition = partitionBy.length === 0 ? [] : [sql`partition by ${joined(partitionBy, ', ')}`];
      const order = orderBy.map((one) => sql`${one.sql} ${verbatim(one.direction === 'descending' ? 'desc nulls last' : 'nulls last')}`);
      const clauses = order.length === 0 ? partition : [...partition, sql`order by ${joined(order, ', ')}`];
      return sql`${verbatim(value.ties ? 'dense_rank' : 'row_number')}() over (${joined(clauses, ' ')})`;
    }
  }

  function renderFormula(formula: Extract<Value, { kind: 'formula' }>, around: ValueContext): SqlFragment {
    return renderExpression(formula.expression, {
      dialect: dialect.formulas,
      column: (reference) => {
        const place = formula.places.get(referenceKey(reference));
        if (place === undefined) throw new Error(`a formula names ${referenceKey(reference)}, which is not at hand`);
        return renderPlace(place, around);
      },
      control: (controlId, part) => {
        const state = plan.controls.get(controlId);
        return state === undefined ? null : heldValue(state, part);
      },
      lookup: () => {
        throw new Error('lookups are joined before a formula is rendered');
      },
      window: formula.window === null ? null : renderWindow(formula.window, around),
      timeZone: plan.timeZone,
      weekStart: plan.weekStart,
    });
  }
}

/** Enclosed where it is more than a name or a call. */
function renderPlace(value: Value, context: ValueContext): SqlFragment {
  const rendered = renderValue(value, context);
  const isCompound = value.kind === 'formula' || (value.kind === 'stored' && context.dialect.reading(value.engineType) !== 'as-is');
  return isCompound && !isLone(value) ? sql`(${rendered})` : rendered;
}

function isLone(value: Value): boolean {
  const expression: Expression | null = value.kind === 'formula' ? value.expression : null;
  return expression !== null && expression.node !== 'call';
}

function renderName(input: string, name: string, { aliases, dialect, qualified }: ValueContext): SqlFragment {
  const quoted = dialect.quoteName(name);
  return verbatim(qualified ? `${aliases.get(input) ?? ''}.${quoted}` : quoted);
}

function renderStored(value: Extract<Value, { kind: 'stored' }>, context: ValueContext): SqlFragment {
  const column = renderName(value.input, value.name, context);
  if (value.labels !== null)
    return value.holdsSeveral === true ? renderSeveral(column, value.labels, context) : renderLabels(column, value.labels, context);
  const { types } = context.dialect.formulas;
  switch (context.dialect.reading(value.engineType)) {
    case 'as-is':
      return column;
    case 'to-text':
      return sql`${column}::${verbatim(types.text)}`;
    case 'to-number':
      return sql`${column}::${verbatim(types.number)}`;
    case 'to-datetime':
      return sql`${column}::${verbatim(types.datetime)}`;
    case 'wall-clock':
      return sql`${column} at time zone ${parameter(context.plan.timeZone, types.text)}`;
  }
}

/** An option that was removed is shown by its id. */
function renderLabels(column: SqlFragment, labels: Labels, { dialect }: ValueContext): SqlFragment {
  if (labels.length === 0) return column;
  const { text } = dialect.formulas.types;
  const cases = labels.map(({ id, label }) => sql`when ${parameter(id, text)} then ${parameter(label, text)}`);
  return sql`case ${column} ${joined(cases, ' ')} else ${column} end`;
}

/** Labels of all that are chosen; where none of them is an option any more, what is stored. An id stands in quotes: none is part of another. */
function renderSeveral(column: SqlFragment, labels: Labels, { dialect }: ValueContext): SqlFragment {
  if (labels.length === 0) return column;
  const { text } = dialect.formulas.types;
  const chosen = labels.map(({ id, label }) => {
    return sql`case when strpos(${column}, ${parameter(JSON.stringify(id), text)}) > 0 then ${parameter(label, text)} end`;
  });
  return sql`coalesce(nullif(concat_ws(', ', ${joined(chosen, ', ')}), ''), ${column})`;
}

function renderWindow(window: WindowNode, context: ValueContext): WindowContext {
  return {
    partitionBy: window.partitionBy.map((value) => renderValue(value, context)),
    orderBy: window.orderBy.map(({ value, direction }) => ({ sql: renderValue(value, context), direction })),
  };
}
