/**
 * The columns of a linked input table as its element shows them: what is added, renamed or deleted changes the table first, in
 * the edit log, and the element when that is saved.
 */
import type { ClientOperation } from '@penstock/domain/input-tables/operation';
import type { DataElement } from '@penstock/domain/workbooks/definition';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { ChangedColumns } from '../input-tables/column-menu.tsx';
import type { WaitingEdit } from '../input-tables/edit-store.ts';
import type { TableStore } from '../input-tables/table-store.ts';
import { addColumn, newColumn, removeColumn, renameColumn } from '../tables/element-edits.ts';
import { inputColumnIdOf, inputFormula } from './linked-source.ts';
import type { LinkedElement } from './linked-source.ts';

/** `behind`: the element's column after which a new one stands. */
export function useColumns(
  store: TableStore,
  element: LinkedElement,
  documentId: string,
  onChange: (element: DataElement) => void,
): (behind: string | null) => ChangedColumns {
  const queryClient = useQueryClient();
  const latest = useRef({ element, onChange });
  useEffect(() => {
    latest.current = { element, onChange };
  });
  return (behind) => ({
    columns: store.columns,
    edit: (operation): WaitingEdit => {
      const made = store.editForGood(operation);
      void store.saved(made).then(async (saved) => {
        if (!saved) return;
        // Formulas are read with the columns that the table has now.
        await queryClient.invalidateQueries({ queryKey: ['describe-source', documentId] });
        latest.current.onChange(elementAfter(latest.current.element, operation, behind));
      });
      return made;
    },
  });
}

function elementAfter(element: LinkedElement, operation: ClientOperation, behind: string | null): LinkedElement {
  switch (operation.op) {
    case 'addColumn':
      return addColumn(element, newColumn(operation.column.name, inputFormula(operation.column.id)), behind);
    case 'changeColumn': {
      const shown = columnThatPassesOn(element, operation.columnId);
      return shown === undefined || operation.name === undefined ? element : renameColumn(element, shown.id, operation.name);
    }
    case 'deleteColumn': {
      const shown = columnThatPassesOn(element, operation.columnId);
      return shown === undefined ? element : removeColumn(element, shown.id);
    }
    default:
      return element;
  }
}

const columnThatPassesOn = (element: LinkedElement, inputColumnId: string) =>
  element.columns.find((column) => inputColumnIdOf(column) === inputColumnId);
