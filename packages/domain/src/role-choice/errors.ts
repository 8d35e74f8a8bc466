import { defineErrors } from '../errors/define.ts';

export const roleChoiceErrors = defineErrors({
  'role-choice.not-applicable': {
    status: 422,
    title: 'Nobody chooses a role on this connection',
    nextStep: 'The connection signs in by itself; an Admin chooses which role its readers take.',
  },
  'role-choice.not-a-member': {
    status: 422,
    title: 'Your login may not take this role',
    nextStep: "Choose a role of the list, or ask the warehouse's administrator to make your login a member of this one.",
  },
});
