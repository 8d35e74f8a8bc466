import { defineErrors } from '../errors/define.ts';

export const runAsServiceAccountErrors = defineErrors({
  'run-as-service-account.not-offered': {
    status: 422,
    title: 'This workbook cannot run as the service account',
    nextStep: 'The sentence above says what is missing; once it is there, try again.',
  },
  'run-as-service-account.nothing-waits': {
    status: 409,
    title: 'No version of this workbook waits for this approval',
    nextStep: 'Load the workbook again: it may have been approved, published anew or switched off meanwhile.',
  },
});
