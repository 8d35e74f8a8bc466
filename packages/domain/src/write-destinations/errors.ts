import { defineErrors } from '../errors/define.ts';

export const writeDestinationErrors = defineErrors({
  'write-access.off': {
    status: 422,
    title: 'Write access is off on this connection',
    nextStep: 'An Admin can switch it on and name the destinations.',
  },
  'write-destination.none': {
    status: 403,
    title: 'You may not write to any destination of this connection',
    nextStep: 'Ask the administrator of the warehouse to run the printed GRANT, then check again.',
  },
  'write-destination.choice-needed': {
    status: 422,
    title: 'Choose where the object goes',
    nextStep: 'Send destinationId with one of the listed destinations.',
  },
  'write-destination.not-authorized': {
    status: 403,
    title: 'You may not write to this destination',
    nextStep: 'Choose another destination, or ask the administrator of the warehouse to run the printed GRANT.',
  },
  'write-destination.unknown': {
    status: 503,
    title: 'Whether you may write there is not known yet',
    nextStep: 'The warehouse did not answer in time; check again in a moment.',
  },
});
