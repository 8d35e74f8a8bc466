import { defineErrors } from '../errors/define.ts';

/** Errors of members, account types and API keys. */
export const memberErrors = defineErrors({
  'member.not-permitted': {
    status: 403,
    title: 'Your account type does not allow this',
    nextStep: 'Ask an Admin for an account type with the named permission.',
  },
  'member.last-admin': {
    status: 409,
    title: 'The last Admin cannot be demoted or deactivated',
    nextStep: 'Make another member Admin first.',
  },
  'member.exists': {
    status: 409,
    title: 'A member with this e-mail address exists',
    nextStep: 'Use the existing member, or another address.',
  },
  'account-type.exists': { status: 409, title: 'An account type with this name exists', nextStep: 'Choose another name.' },
  'account-type.built-in': { status: 409, title: 'Built-in account types do not change', nextStep: 'Make a custom account type instead.' },
});
