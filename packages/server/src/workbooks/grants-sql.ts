/** Which grants reach whom: those on a document, and those on the folders above it. Shared by the queries of this room. */

/**
 * Rows (workbook_id, member_id, team_id, granted_right); no member and no team: everyone. Who owns a folder may edit
 * what lies in it.
 */
export const reachingGrants = `(
  select workbook_id, member_id, team_id, granted_right from workbook_grants
  union all
  select w.id, g.member_id, g.team_id, g.granted_right
    from workbooks w join folders f on f.id = w.folder_id join folder_grants g on g.folder_id = any (f.path)
  union all
  select w.id, above.owner_id, null, 'edit' from workbooks w join folders f on f.id = w.folder_id join folders above on above.id = any (f.path)
)`;

/** The distinct rights that grants give member $1 on workbook `w`; `null` without one. */
export const grantedToMe = `(
  select array_agg(distinct g.granted_right) from ${reachingGrants} g
  where g.workbook_id = w.id and (
    g.member_id = $1 or g.team_id in (select team_id from team_members where member_id = $1) or (g.member_id is null and g.team_id is null)))`;
