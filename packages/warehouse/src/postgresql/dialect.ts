/** PostgreSQL's dialect: a table of contents. */
import type { Dialect } from '../dialect.ts';
import { applyPlan } from './apply-statements.ts';
import { sqlType } from './cell-values.ts';
import {
  appendToEditLog,
  createEditLog,
  decodeLogRow,
  editLogExists,
  readEditLog,
  readHighestNum,
  readInputTablesOfLog,
} from './edit-log-statements.ts';
import {
  addColumns,
  countLiveRows,
  createDataTable,
  decodeStoredRow,
  decodeTableFacts,
  describeColumns,
  grantOnTable,
  inspectTable,
  readAllRows,
  readAnchors,
  readPage,
  readRowsById,
  removeRows,
} from './input-table-statements.ts';

export const postgresqlDialect: Dialect = {
  editLog: {
    createTable: createEditLog,
    exists: editLogExists,
    append: appendToEditLog,
    read: readEditLog,
    decodeRow: decodeLogRow,
    readHighestNum,
    readInputTables: readInputTablesOfLog,
  },
  inputTables: {
    createTable: createDataTable,
    addColumns,
    apply: applyPlan,
    removeRows,
    readPage,
    readRowsById,
    readAllRows,
    decodeRow: decodeStoredRow,
    readAnchors,
    countLiveRows,
    inspectTable,
    decodeTableFacts,
    describeColumns,
    sqlType,
    grant: grantOnTable,
  },
};
