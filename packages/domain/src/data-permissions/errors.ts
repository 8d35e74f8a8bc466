import { defineErrors } from '../errors/define.ts';

export const dataPermissionErrors = defineErrors({
  'data-permission.not-applicable': {
    status: 422,
    title: 'This connection has no data permissions',
    nextStep: "Give rights in the warehouse itself; on this connection people's own sign-ins read and write.",
  },
  'data-permission.unknown-recipient': {
    status: 422,
    title: 'A permission is given to nobody',
    nextStep: 'Choose a member or a team of the list.',
  },
});
