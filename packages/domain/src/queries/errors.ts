import { defineErrors } from '../errors/define.ts';

/** Errors of running elements. What the warehouse itself says is in the detail, never the credential or its text. */
export const queryErrors = defineErrors({
  'query.element-wrong': {
    status: 422,
    title: 'The element cannot be computed like this',
    nextStep: 'Correct the named columns, filters or formulas; the rest of the document works.',
  },
  'query.identity-refused': {
    status: 403,
    title: 'Nobody may run this for you',
    nextStep: 'Do what the remedy says, or ask the owner of the document.',
  },
  'query.sign-in-needed': {
    status: 403,
    title: 'The warehouse needs your sign-in',
    nextStep: 'Sign in to the named connection and try again.',
  },
  'query.warehouse-refused': {
    status: 403,
    title: 'The warehouse refused',
    nextStep: 'Ask for the named privilege, for the login that the answer names.',
  },
  'query.statement-failed': {
    status: 422,
    title: 'The warehouse could not compute this',
    nextStep: 'Change the element: a value, a type or a name does not fit. The message of the warehouse says which.',
  },
  'query.took-too-long': {
    status: 504,
    title: 'The query took too long and was cancelled',
    nextStep: 'Filter to fewer rows, or ask an Admin to raise the limit.',
  },
  'query.cancelled': { status: 409, title: 'The query was cancelled', nextStep: 'Run it again when you need it.' },
  'query.busy': {
    status: 503,
    title: 'The warehouse has too much to do',
    nextStep: 'Try again shortly.',
  },
  'query.warehouse-unreachable': {
    status: 503,
    title: 'The warehouse does not answer',
    nextStep: 'Try again shortly; if it stays, test the connection.',
  },
  'query.edits-not-applied': {
    status: 503,
    title: 'Edits of an input table are still on their way to its data',
    nextStep: 'Try again shortly; the panel of waiting edits of the input table says what holds them up.',
  },
});
