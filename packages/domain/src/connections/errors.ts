import { defineErrors } from '../errors/define.ts';

export const connectionErrors = defineErrors({
  'connection.not-found': {
    status: 404,
    title: 'There is no such connection',
    nextStep: 'Open the list of connections and choose one of those.',
  },
  'connection.name-taken': { status: 409, title: 'Another connection has this name', nextStep: 'Choose another name.' },
  'connection.changed-meanwhile': {
    status: 409,
    title: 'The connection was changed by somebody else',
    nextStep: 'Load it again and repeat your change.',
  },
  'connection.in-use': {
    status: 409,
    title: 'Input tables live on this connection',
    nextStep: 'Delete the listed input tables, or keep the connection.',
  },
  'connection.fixed-field': {
    status: 422,
    title: 'This cannot be changed while input tables live on the connection',
    nextStep: 'Make a second connection for the other warehouse, or delete the input tables first.',
  },
  'connection.test-failed': {
    status: 422,
    title: 'The connection test failed',
    nextStep: 'Run the printed statement in the warehouse, then save again.',
  },
  'connection.edits-pending': {
    status: 409,
    title: 'Edits are still waiting to be written',
    nextStep: 'Wait until they are written, or have their authors sign in; then change the edit log destination.',
  },
  'connection.edit-log-moved': {
    status: 409,
    title: 'The edit log of this connection lives elsewhere',
    nextStep: 'Keep the destination where the log is, or move the log table first.',
  },
  'connection.warehouse-sign-in-required': {
    status: 403,
    title: 'The warehouse does not know you',
    nextStep: 'Sign in to this warehouse, or ask its administrator for a login.',
  },
  'connection.warehouse-refused': {
    status: 403,
    title: 'The warehouse refused',
    nextStep: 'Ask the administrator of the warehouse for the named privilege.',
  },
  'connection.warehouse-unreachable': {
    status: 503,
    title: 'The warehouse does not answer',
    nextStep: 'Try again shortly; if it stays, test the connection.',
  },
  'connection.no-data-permission': {
    status: 403,
    title: 'You have no data permission on this connection',
    nextStep: 'Ask an Admin for "Can use" on this connection.',
  },
  'connection.source-not-allowed': {
    status: 422,
    title: 'This table is not a source',
    nextStep: 'Choose a table of the catalog; what the product writes is opened through its workbook.',
  },
  'connection.no-service-account': {
    status: 422,
    title: 'This connection has no service account',
    nextStep: 'An Admin can add one on the page of the connection.',
  },
});
