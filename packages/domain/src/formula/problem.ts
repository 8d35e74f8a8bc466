/** What is wrong with a formula: a place to underline and a sentence that says what was expected there. */
export type ProblemCode =
  | 'formula.unexpected-character'
  | 'formula.unclosed-text'
  | 'formula.unclosed-name'
  | 'formula.empty-name'
  | 'formula.number-too-long'
  | 'formula.unexpected'
  | 'formula.unexpected-end'
  | 'formula.too-long'
  | 'formula.too-deep'
  | 'formula.unknown-function'
  | 'formula.unknown-name'
  | 'formula.argument-count'
  | 'formula.argument-type'
  | 'formula.constant-needed'
  | 'formula.compared-with-null'
  | 'formula.nested-aggregate'
  | 'formula.nested-window'
  | 'formula.other-element'
  | 'formula.mixed-elements'
  | 'formula.range-control';

export interface FormulaProblem {
  /** UTF-16 offsets into the formula's text; `to` is exclusive. At the end of the text both may equal its length. */
  readonly from: number;
  readonly to: number;
  readonly code: ProblemCode;
  readonly message: string;
  /** What may stand there instead, best first; empty when nothing is near. */
  readonly suggestions: readonly string[];
}

export interface Span {
  readonly from: number;
  readonly to: number;
}

export function problemAt(span: Span, code: ProblemCode, message: string, suggestions: readonly string[] = []): FormulaProblem {
  return { from: span.from, to: span.to, code, message, suggestions };
}
