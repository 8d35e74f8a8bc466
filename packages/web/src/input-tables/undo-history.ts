/** What can be taken back, and what was. Each step is made of ordinary edits; what takes an undo back is the redo. */
import type { ClientOperation } from '@penstock/domain/input-tables/operation';
import type { WaitingEdit } from './edit-store.ts';

export interface UndoNeeds {
  /** The operations that would take this one back, as the table is now. */
  readonly inverse: (operation: ClientOperation) => readonly ClientOperation[];
  /** Makes an edit that holds only where the named one still stands. */
  readonly make: (operation: ClientOperation, onlyWhileEditId: string | null) => WaitingEdit;
}

interface Step {
  readonly editIds: readonly string[];
  readonly back: readonly { readonly operation: ClientOperation; readonly onlyWhileEditId: string | null }[];
  readonly label: string;
}

const longest = 200;

export class UndoHistory {
  readonly #needs: UndoNeeds;
  #undo: Step[] = [];
  #redo: Step[] = [];

  constructor(needs: UndoNeeds) {
    this.#needs = needs;
  }

  /** What an undo would take back; `null`: nothing. */
  get canUndo(): string | null {
    return this.#undo.at(-1)?.label ?? null;
  }
  get canRedo(): string | null {
    return this.#redo.at(-1)?.label ?? null;
  }

  /** Makes an edit that can be taken back. */
  do(operation: ClientOperation, label: string): WaitingEdit {
    const back = this.#needs.inverse(operation);
    const made = this.#needs.make(operation, null);
    remember(this.#undo, { editIds: [made.editId], back: back.map((step) => bound(step, made.editId)), label });
    this.#redo = [];
    return made;
  }

  undo(): boolean {
    return this.#takeBack(this.#undo, this.#redo);
  }
  redo(): boolean {
    return this.#takeBack(this.#redo, this.#undo);
  }

  /** An edit that was refused has nothing to be taken back. */
  forget(editId: string): void {
    this.#undo = this.#undo.filter((step) => !step.editIds.includes(editId));
  }

  #takeBack(from: Step[], to: Step[]): boolean {
    const step = from.pop();
    if (step === undefined) return false;
    const made: { readonly edit: WaitingEdit; readonly back: readonly ClientOperation[] }[] = [];
    for (const { operation, onlyWhileEditId } of step.back) {
      const back = this.#needs.inverse(operation);
      made.push({ edit: this.#needs.make(operation, onlyWhileEditId), back });
    }
    const back = made.toReversed().flatMap(({ edit, back: steps }) => steps.map((operation) => bound(operation, edit.editId)));
    remember(to, { editIds: made.map(({ edit }) => edit.editId), back, label: step.label });
    return true;
  }
}

function bound(operation: ClientOperation, editId: string): Step['back'][number] {
  const isUpdate = operation.op === 'updateCells' || operation.op === 'updateKeyedCells';
  return { operation, onlyWhileEditId: isUpdate && operation.rows.length > 0 ? editId : null };
}

function remember(stack: Step[], step: Step): void {
  if (step.back.length === 0) return;
  stack.push(step);
  if (stack.length > longest) stack.shift();
}
