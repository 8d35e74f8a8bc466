/** The row of the requirements' table (R41-R49) that a document's sources and its toggle select. */
export type TableRow =
  | 'static-only'
  | 'one-oauth-on'
  | 'one-oauth-off'
  | 'oauth-and-static-on'
  | 'oauth-and-static-off'
  | 'several-oauth-on'
  | 'several-oauth-off';

export interface Sources {
  /** How many connections of each kind the document reads. */
  readonly oauthConnections: number;
  readonly staticConnections: number;
  readonly runsAsServiceAccount: boolean;
}

/** Any static connection beside OAuth makes it mixed: the rows of several OAuth connections have no static part. */
export function tableRowOf({ oauthConnections, staticConnections, runsAsServiceAccount }: Sources): TableRow {
  if (oauthConnections === 0) return 'static-only';
  const toggle = runsAsServiceAccount ? 'on' : 'off';
  if (staticConnections > 0) return `oauth-and-static-${toggle}`;
  return oauthConnections > 1 ? `several-oauth-${toggle}` : `one-oauth-${toggle}`;
}
