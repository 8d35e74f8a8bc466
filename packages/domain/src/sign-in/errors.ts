import { defineErrors } from '../errors/define.ts';

/** Errors of signing in, of sessions, of set-up and of kept credentials. */
export const signInErrors = defineErrors({
  'sign-in.required': { status: 401, title: 'A sign-in is needed', nextStep: 'Sign in and try again.' },
  'sign-in.refused': {
    status: 403,
    title: 'The sign-in was refused',
    nextStep: 'Start the sign-in again; if it stays, ask your administrator to check the identity provider.',
  },
  'sign-in.not-started-here': {
    status: 403,
    title: 'This sign-in did not start in this browser, was used already or took too long',
    nextStep: 'Start the sign-in again from the sign-in page.',
  },
  'sign-in.provider-unreachable': {
    status: 502,
    title: 'The identity provider does not answer',
    nextStep: 'Try again shortly; if it stays, tell your administrator.',
  },
  'sign-in.no-provider': {
    status: 409,
    title: 'No identity provider is set up',
    nextStep: 'Ask an Admin to set one up under Authentication.',
  },
  'sign-in.password-off': {
    status: 409,
    title: 'Signing in with a password is switched off',
    nextStep: 'Sign in through your identity provider.',
  },
  'sign-in.wrong-password': { status: 401, title: 'E-mail or password is wrong', nextStep: 'Check both and try again.' },
  'sign-in.too-many-attempts': {
    status: 429,
    title: 'Too many attempts to sign in',
    nextStep: 'Wait as long as Retry-After says, then try again.',
  },
  'sign-in.deactivated': { status: 403, title: 'This account is deactivated', nextStep: 'Ask an Admin to activate it again.' },
  'sign-in.email-unverified': {
    status: 403,
    title: 'The identity provider gave no verified e-mail address',
    nextStep: 'Verify the address at the identity provider, or ask an Admin.',
  },
  'sign-in.identity-taken': {
    status: 403,
    title: 'This e-mail address belongs to another identity',
    nextStep: 'Ask an Admin which account is yours.',
  },
  'sign-in.weak-password': { status: 422, title: 'The password is too short or too long', nextStep: 'Choose one of 12 to 200 characters.' },
  'authentication.invalid': {
    status: 422,
    title: 'These authentication settings cannot work',
    nextStep: 'Correct the named fields and save again.',
  },
  'set-up.done': { status: 409, title: 'This installation is set up already', nextStep: 'Sign in instead.' },
  'set-up.wrong-token': {
    status: 403,
    title: 'The set-up token is wrong',
    nextStep: 'Use the token that the server printed when it first started.',
  },
  'credentials.unreadable': {
    status: 500,
    title: 'A stored secret cannot be read',
    nextStep: 'Enter the secret again; if every secret is affected, check that the server has its right master key.',
  },
});
