/** Every reason for which a statement may run. Each warehouse session names exactly one. */

/** What is asked of a document: whose rights count depends on the document. */
export const documentPurposes = [
  // An element as it is opened, and its further rows.
  'view',
  'page',
  // What is asked is not what the document says: new formulas, filters on hidden columns, other sources, underlying rows.
  'explore',
  // A download by the person at the screen.
  'export',
  // A run of a schedule, for the schedule's owner.
  'schedule',
  // A build of an element's materialization, for the schedule's owner.
  'materialize',
  // The rows of an input table, logged edits laid over them; and the past values of its cells.
  'overlay',
  'history',
] as const;
export type DocumentPurpose = (typeof documentPurposes)[number];

/** A person writes to the warehouse; for `apply` the edit's author or adopter, for `rebuild` the one who was named. */
export const writePurposes = ['upload', 'create-view', 'probe', 'sweep', 'apply', 'rebuild'] as const;
export type WritePurpose = (typeof writePurposes)[number];

/** A person looks around in the warehouse; no document stands between. */
export const lookPurposes = ['catalog', 'describe-source', 'read-input-table', 'list-roles'] as const;
export type LookPurpose = (typeof lookPurposes)[number];

/** The product's own: its edit log, and the examination of a connection. */
export const logPurposes = ['log-append', 'log-read'] as const;
export const examinationPurposes = ['connection-test', 'governance'] as const;
export type ProductPurpose = (typeof logPurposes)[number] | (typeof examinationPurposes)[number];

export type Purpose = DocumentPurpose | WritePurpose | LookPurpose | ProductPurpose;

/** Whose credential a session uses. */
export type Principal =
  | { readonly kind: 'person'; readonly memberId: string }
  | { readonly kind: 'service-account' }
  | { readonly kind: 'connection-credential' };
