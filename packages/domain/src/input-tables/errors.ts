import { defineErrors } from '../errors/define.ts';

/** Errors of input tables: creating, editing, reading and recovering them. */
export const inputTableErrors = defineErrors({
  'input-table.not-found': {
    status: 404,
    title: 'There is no such input table',
    nextStep: 'Check the address, or ask for the workbook to be shared with you.',
  },
  'input-table.values-refused': {
    status: 422,
    title: 'Some cells do not fit their columns',
    nextStep: 'Correct the listed cells, or clear them, and send the edit again.',
  },
  'input-table.edit-invalid': {
    status: 422,
    title: 'The edit cannot be made on this table',
    nextStep: 'Reload the table and make the edit on what it shows now.',
  },
  'input-table.edit-too-large': {
    status: 413,
    title: 'The edit has too many cells',
    nextStep: 'Split it: one edit may have up to 50,000 cells.',
  },
  'input-table.row-unknown': {
    status: 422,
    title: 'A row of the edit does not exist',
    nextStep: 'Reload the table; the row may have been deleted.',
  },
  'input-table.column-unknown': {
    status: 422,
    title: 'A column of the edit does not exist',
    nextStep: 'Reload the table; the column may have been deleted.',
  },
  'input-table.not-editable-here': {
    status: 403,
    title: 'The table is edited in the other version of its workbook',
    nextStep: 'Open the version that the reason names, or change where the table is edited and publish.',
  },
  'input-table.column-protected': {
    status: 403,
    title: 'The column is protected',
    nextStep: 'Ask the owner of the table to name you among those who may change the column.',
  },
  'input-table.value-not-listed': {
    status: 422,
    title: 'A value is not in the list of its column',
    nextStep: 'Choose a value of the list, or have the list extended.',
  },
  'input-table.rules-invalid': {
    status: 422,
    title: 'These rules do not fit the column',
    nextStep: 'Correct what the reason names, and save again.',
  },
  'input-table.link-invalid': {
    status: 422,
    title: 'The table cannot be linked like this',
    nextStep: 'Choose columns of the source, on the same connection, with text, numbers, dates or moments that tell its rows apart.',
  },
  'input-table.rows-of-source': {
    status: 422,
    title: 'The rows of a linked input table are those of its source',
    nextStep: 'Name rows by their key (updateKeyedCells); add or delete rows in the source.',
  },
  'input-table.key-column': {
    status: 422,
    title: 'A column of keys cannot be changed',
    nextStep: 'Rename or hide it in the element; for other keys, make another linked input table.',
  },
  'input-table.full': {
    status: 422,
    title: 'The table has reached its largest number of rows',
    nextStep: 'Delete rows, or begin another input table.',
  },
  'input-table.owner-needed': {
    status: 403,
    title: "Only the owner of the warehouse table may change its columns' storage",
    nextStep: 'Ask the named owner to add or retype the column.',
  },
  'input-table.editing-restricted': {
    status: 409,
    title: 'Editing is restricted',
    nextStep: 'Mend what the reason names, then choose Re-check.',
  },
  'input-table.not-readable': {
    status: 403,
    title: 'The warehouse does not let you read this table',
    nextStep: 'Ask the owner of the table for SELECT on it in the warehouse.',
  },
  'input-table.data-missing': {
    status: 409,
    title: 'The table is not in the warehouse any more',
    nextStep: 'Put the table back, or have a person with rights rebuild it from its log.',
  },
  'input-table.policies-hide-history': {
    status: 403,
    title: 'The table is under row policies, so only your own edits can be shown',
    nextStep: 'Ask for your own history instead.',
  },
  'input-table.not-rejected': {
    status: 409,
    title: 'This edit is not in your tray',
    nextStep: 'Reload the tray; the edit may have been sent again already.',
  },
  'input-table.not-withdrawable': {
    status: 409,
    title: 'There is nothing of yours to withdraw',
    nextStep: 'Reload the waiting edits; what was written meanwhile can be undone in the table.',
  },
  'input-table.not-adoptable': {
    status: 409,
    title: 'You cannot adopt these edits',
    nextStep: 'Leave them to their author, or to somebody who sees and may write the whole table.',
  },
  'input-table.not-ours': {
    status: 409,
    title: 'The table in the warehouse is not the one that Penstock made',
    nextStep: 'Ask an Admin: a table of the same name was put in its place.',
  },
  'input-table.rebuild-failed': {
    status: 409,
    title: 'The table could not be rebuilt',
    nextStep: 'Mend what the reason names and rebuild again; a rebuild may be repeated.',
  },
  'input-table.grant-refused': {
    status: 403,
    title: 'The warehouse refused the grant',
    nextStep: 'Ask the owner of the table, or a warehouse administrator, to run it.',
  },
});
