/**
 * A cell in canonical encoding: one value has exactly one spelling, so that equal cells are equal bytes.
 *   text          any text up to 65,535 characters without NUL or lone surrogates; the empty text is not `null`
 *   number        decimal string, at most 38 digits, no exponent, no leading zeros, no trailing zeros after the point, no `-0`
 *   date          `YYYY-MM-DD`, years 0001 to 9999
 *   datetime      `YYYY-MM-DDTHH:MM:SS.ffffffZ`, UTC, always six digits of microseconds
 *   checkbox      `true` or `false`
 *   single-select the option's id
 *   multi-select  option ids in the order of the column's options, without repeats; never empty (an empty choice is `null`)
 */
export type CellValue = string | boolean | readonly string[] | null;
