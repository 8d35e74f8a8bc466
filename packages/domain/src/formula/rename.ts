/** Renames what formulas name, so that renaming a column or an element breaks none. The rest of the text stays as it was written. */
import { lex } from './lexer.ts';
import { printName } from './print.ts';

/** `renamed` gives the new path of a name, or `null` to leave it; paths are as `FormulaScope.resolve` gets them. */
export function renameInFormula(text: string, renamed: (path: readonly string[]) => readonly string[] | null): string {
  let result = '';
  let at = 0;
  for (const token of lex(text).tokens) {
    const path = token.token === 'name' ? renamed(token.path) : null;
    if (path === null) continue;
    result += text.slice(at, token.from) + printName(path);
    at = token.to;
  }
  return result + text.slice(at);
}
