/** What the rules say to people: why this principal, why not, and what can be done. */

/** Who can help, and how. */
export interface Remedy {
  readonly action: 'sign-in' | 'ask-admin' | 'ask-owner' | 'ask-warehouse-admin';
  readonly sentence: string;
}

export type Rule =
  | 'owner-permission'
  | 'approved-version'
  | 'toggle-off'
  | 'draft'
  | 'exploration'
  | 'past-values'
  | 'not-covered'
  | 'own-write'
  | 'own-look'
  | 'static-connection'
  | 'edit-log'
  | 'examination';

export type WhyRefused =
  | 'no-right-on-document'
  | 'explore-right-needed'
  | 'owner-lacks-data-permission'
  | 'no-data-permission'
  | 'no-role'
  | 'sign-in-needed'
  | 'version-awaits-approval'
  | 'service-account-not-applicable'
  | 'no-service-account'
  | 'write-access-off'
  | 'no-edit-log';

interface Explanation {
  readonly reason: string;
  readonly remedy: Remedy;
}

const grantToYou: Remedy = {
  action: 'ask-warehouse-admin',
  sentence: 'If the warehouse refuses, ask its administrator to grant your login what the message names.',
};
const grantToServiceAccount: Remedy = {
  action: 'ask-admin',
  sentence: "If the warehouse refuses, ask an Admin to have the connection's service account granted what the message names.",
};
const grantToConnection: Remedy = {
  action: 'ask-admin',
  sentence: "If the warehouse refuses, ask an Admin to have the connection's own login granted what the message names.",
};

export const reasons: Readonly<Record<Rule, Explanation>> = {
  'owner-permission': {
    reason: "This connection runs with its own credentials, on the data permissions of the document's owner.",
    remedy: grantToConnection,
  },
  'approved-version': {
    reason: "The published version runs as the connection's service account, as an Admin has set for this document.",
    remedy: grantToServiceAccount,
  },
  'toggle-off': { reason: 'This runs with your own sign-in to the warehouse, whoever owns the document.', remedy: grantToYou },
  draft: {
    reason: 'A draft runs with your own sign-in; only the published version runs as the service account.',
    remedy: grantToYou,
  },
  exploration: {
    reason: 'What goes beyond the published element runs with your own sign-in, not as the service account.',
    remedy: grantToYou,
  },
  'past-values': { reason: 'Past values are shown to those whose own sign-in may read the table.', remedy: grantToYou },
  'not-covered': {
    reason: 'This connection was not among those that an Admin lets run as a service account here, so it runs with your own sign-in.',
    remedy: {
      action: 'ask-admin',
      sentence: 'If the warehouse refuses, ask its administrator for the grant, or an Admin to approve this connection for the document.',
    },
  },
  'own-write': { reason: 'Data is written with your own sign-in.', remedy: grantToYou },
  'own-look': { reason: 'You look around with your own sign-in.', remedy: grantToYou },
  'static-connection': { reason: 'This connection runs everything with its own credentials.', remedy: grantToConnection },
  'edit-log': { reason: 'Only the service account touches the edit log.', remedy: grantToServiceAccount },
  examination: { reason: "A connection is examined with its service account's own rights.", remedy: grantToServiceAccount },
};

export const refusals: Readonly<Record<WhyRefused, Explanation>> = {
  'no-right-on-document': {
    reason: 'This document is not shared with you.',
    remedy: { action: 'ask-owner', sentence: 'Ask its owner to share it with you.' },
  },
  'explore-right-needed': {
    reason: 'You may view this document; going beyond what it shows needs the right to explore.',
    remedy: { action: 'ask-owner', sentence: 'Ask its owner for the right to explore.' },
  },
  'owner-lacks-data-permission': {
    reason: "The document's owner has no data permission for what this reads.",
    remedy: { action: 'ask-admin', sentence: "Ask an Admin to give the document's owner the data permission on the connection." },
  },
  'no-data-permission': {
    reason: 'Your data permission on this connection does not allow this.',
    remedy: { action: 'ask-admin', sentence: 'Ask an Admin for the data permission on the connection.' },
  },
  'no-role': {
    reason: 'This connection chooses the role in the warehouse by an attribute that you do not have.',
    remedy: { action: 'ask-admin', sentence: 'Ask an Admin to give you the attribute.' },
  },
  'sign-in-needed': {
    reason: 'This connection asks the warehouse in your own name, and you are not signed in to it.',
    remedy: { action: 'sign-in', sentence: "Sign in to the connection's provider." },
  },
  'version-awaits-approval': {
    reason: 'This version waits for the approval of an Admin; until then the approved one is served.',
    remedy: { action: 'ask-admin', sentence: 'Ask an Admin to approve the version.' },
  },
  'service-account-not-applicable': {
    reason: 'An Admin has set that this runs as a service account, but the connection no longer signs people in at the organization.',
    remedy: { action: 'ask-admin', sentence: 'Ask an Admin to switch the toggle on anew or off.' },
  },
  'no-service-account': {
    reason: 'The connection has no service account.',
    remedy: { action: 'ask-admin', sentence: 'Ask an Admin to give the connection a service account.' },
  },
  'write-access-off': {
    reason: 'Write access is switched off on this connection.',
    remedy: { action: 'ask-admin', sentence: 'Ask an Admin to switch on write access.' },
  },
  'no-edit-log': {
    reason: 'No edit log destination is set on this connection.',
    remedy: { action: 'ask-admin', sentence: 'Ask an Admin to set where the edit log lives.' },
  },
};
