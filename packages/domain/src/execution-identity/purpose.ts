/** Why a statement is about to run. Every warehouse session names exactly one. */
export type Purpose =
  | 'probe'
  | 'sweep'
  | 'catalog'
  | 'connection-test'
  | 'governance'
  | 'log-append'
  | 'log-read'
  | 'apply'
  | 'read-input-table'
  | 'rebuild';

/** Whose credential a session uses. */
export type Principal =
  | { readonly kind: 'person'; readonly memberId: string }
  | { readonly kind: 'service-account' }
  | { readonly kind: 'connection-credential' };
