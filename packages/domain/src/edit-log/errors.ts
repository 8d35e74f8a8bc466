import { defineErrors } from '../errors/define.ts';

/** Errors of the edit log itself: an edit that meets one was not acknowledged, and the client keeps it. */
export const editLogErrors = defineErrors({
  'edit-log.unavailable': {
    status: 503,
    title: 'The edit log cannot be written now',
    nextStep: 'Your edit is kept here and sent again; an Admin should look at the service account and the edit log of this connection.',
  },
  'edit-log.unconfirmed': {
    status: 503,
    title: 'The edit log has not confirmed the edit yet',
    nextStep: 'Send the same edit again with the same edit id; it cannot happen twice.',
  },
  'edit-log.backlog': {
    status: 503,
    title: 'Too many edits are on their way to the warehouse',
    nextStep: 'Send the same edit again with the same edit id as Retry-After says; what was saved before it is being written.',
  },
  'edit-log.edit-id-reused': {
    status: 409,
    title: 'This edit id was used for another edit',
    nextStep: 'Give every new edit a new id of 128 random bits.',
  },
  'edit-log.refused': {
    status: 422,
    title: 'The edit log refused the edit',
    nextStep: 'Split or correct the edit; its content cannot be stored.',
  },
  'edit-log.claimed': {
    status: 409,
    title: 'Another installation writes this edit log',
    nextStep: 'Stop the other installation, or choose another destination for the edit log.',
  },
  'edit-log.moved': {
    status: 409,
    title: 'The edit log is not where it was made',
    nextStep: 'Move the log table back, or set the destination it was moved to, then re-check.',
  },
  'edit-log.table-unknown': { status: 404, title: 'The edit log knows no such input table', nextStep: 'Create the input table first.' },
  'edit-log.not-set': {
    status: 409,
    title: 'This connection has no edit log destination',
    nextStep: 'Ask an Admin to set a destination for the edit log and a service account.',
  },
});
