/** The tests read the answers of every route there is, each in the shape that it asked for; a wrong one fails its test. */
// oxlint-disable-next-line typescript/no-explicit-any
export type AnyJson = any;
