import { defineErrors } from '../errors/define.ts';

/** Errors of workbooks, their pages and their grants. */
export const workbookErrors = defineErrors({
  'workbook.not-permitted': {
    status: 403,
    title: 'Your right on this workbook is not enough',
    nextStep: 'Ask someone who may edit it to share it with you with the named right.',
  },
  'workbook.owner-only': { status: 403, title: 'Only its owner may do this', nextStep: "Ask the workbook's owner." },
  'workbook.changed': { status: 409, title: 'The workbook has changed meanwhile', nextStep: 'Load it again and repeat your change.' },
  'workbook.invalid': {
    status: 422,
    title: 'The workbook cannot be saved like this',
    nextStep: 'Correct the named fields and save again.',
  },
});
