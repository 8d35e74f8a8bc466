/**
 * The shape of one entry of the error catalogue. Each room keeps its own entries in `<room>/errors.ts`;
 * `errors/catalogue.ts` joins them. A code is stable once released; its texts may improve.
 */
export interface ErrorEntry {
  /** HTTP status that the API answers with. */
  readonly status: number;
  /** One short sentence, the same for every occurrence (problem+json `title`). */
  readonly title: string;
  /** What the reader can do now. */
  readonly nextStep: string;
}

export type ErrorEntries = Readonly<Record<string, ErrorEntry>>;

/** Keeps the literal codes in the type while checking each entry. */
export function defineErrors<const Entries extends ErrorEntries>(entries: Entries): Entries {
  return entries;
}
