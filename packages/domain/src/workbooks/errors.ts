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
  'workbook.not-published': {
    status: 404,
    title: 'The workbook was never published',
    nextStep: 'Ask someone who may edit it to publish it.',
  },
  'workbook.invalid': {
    status: 422,
    title: 'The workbook cannot be saved like this',
    nextStep: 'Correct the named fields and save again.',
  },
  'workbook.too-large': { status: 422, title: 'The workbook would become too large', nextStep: 'Split it into several workbooks.' },
  'workbook.duplicate-name': {
    status: 422,
    title: 'Two things would have the same name',
    nextStep: 'Choose another name; capital letters make no difference.',
  },
  'workbook.unknown-reference': {
    status: 422,
    title: 'The workbook names something that is not there',
    nextStep: 'Change what the named fields point to, or remove what needs it first.',
  },
  'workbook.circular': {
    status: 422,
    title: 'An element would read from itself',
    nextStep: 'Choose a source that does not depend on the element.',
  },
  'workbook.source-not-permitted': {
    status: 403,
    title: 'You may not build on this source',
    nextStep: 'Ask its owner for the right to explore it.',
  },
  'folder.not-permitted': {
    status: 403,
    title: 'Your right on this folder is not enough',
    nextStep: 'Ask its owner for the right to edit it.',
  },
  'folder.circular': { status: 422, title: 'A folder cannot lie in itself', nextStep: 'Choose a folder outside it.' },
  'team.exists': { status: 409, title: 'There is a team of this name', nextStep: 'Choose another name.' },
});
