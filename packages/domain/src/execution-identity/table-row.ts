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

/** Several OAuth connections with a static one: the row of the several, whose static part is as in the first row. */
export function tableRowOf({ oauthConnections, staticConnections, runsAsServiceAccount }: Sources): TableRow {
  if (oauthConnections === 0) return 'static-only';
  const toggle = runsAsServiceAccount ? 'on' : 'off';
  if (oauthConnections > 1) return `several-oauth-${toggle}`;
  return staticConnections > 0 ? `oauth-and-static-${toggle}` : `one-oauth-${toggle}`;
}
