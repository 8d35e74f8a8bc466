/** Text that every engine and every log row can carry. */

export const longestText = 65_535;

export type TextProblem = 'nul' | 'lone-surrogate' | 'too-long';

/** `null` when the text is fine. Length counts UTF-16 code units, as people's spreadsheets do. */
export function textProblem(text: string, longest: number = longestText): TextProblem | null {
  if (text.length > longest) return 'too-long';
  if (text.includes('\0')) return 'nul';
  return text.isWellFormed() ? null : 'lone-surrogate';
}
