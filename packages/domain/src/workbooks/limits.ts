/** How large a document may grow; the request's schema and `checkDefinition` enforce it. */
export const definitionLimits = {
  pages: 200,
  /** Of all pages together. */
  elements: 500,
  columnsOfElement: 500,
  filtersOfElement: 200,
  formulaCharacters: 10_000,
  sqlCharacters: 100_000,
  textCharacters: 100_000,
  /** Joins and unions within each other. */
  sourceDepth: 8,
  sourcesOfElement: 50,
  /** As JSON in UTF-8. */
  bytes: 2 * 1024 * 1024,
} as const;
