/**
 * PostgreSQL's own parser, compiled to WebAssembly (`libpg-query`). A tree that is too deep for the stack leaves an instance
 * of it unusable for ever after, so this module makes its instances itself and throws such a one away: nobody can take
 * custom SQL from everybody else.
 */
import { setFlagsFromString } from 'node:v8';

export type Parsed =
  | { readonly kind: 'parsed'; readonly tree: unknown }
  /** `character`: where, in Unicode characters from the start. */
  | { readonly kind: 'syntax-error'; readonly message: string; readonly character: number }
  | { readonly kind: 'too-deep' };

/** What the package's own `parse` uses of an instance. */
interface Instance {
  lengthBytesUTF8(text: string): number;
  stringToUTF8(text: string, pointer: number, bytes: number): void;
  UTF8ToString(pointer: number): string;
  getValue(pointer: number, type: 'i32'): number;
  _malloc(bytes: number): number;
  _free(pointer: number): void;
  _wasm_parse_query_raw(text: number): number;
  _wasm_free_parse_result(result: number): void;
}

let instance: Promise<Instance> | null = null;

/**
 * The grammar is one function of enormous size. V8's optimizing compiler takes 600 MB for it, over and above what the server needs,
 * to parse statements that are parsed once: the simple compiler's code takes 15 MB and less than a millisecond a statement.
 */
function useSimpleCompiler(): void {
  for (const flag of ['--no-wasm-dynamic-tiering', '--no-wasm-tier-up', '--liftoff-only']) setFlagsFromString(flag);
}

/** Loaded with the first SQL that somebody writes: many servers never see one, and the grammar takes memory. */
async function startInstance(): Promise<Instance> {
  useSimpleCompiler();
  const { default: makeInstance } = await import('libpg-query/wasm/libpg-query.js');
  return makeInstance();
}

export async function parseSql(text: string): Promise<Parsed> {
  instance ??= startInstance();
  const parser = await instance;
  try {
    return parse(parser, text);
  } catch (error) {
    // The stack or the memory of the instance ended.
    instance = null;
    if (error instanceof RangeError || (error instanceof Error && error.name === 'RuntimeError')) return { kind: 'too-deep' };
    throw error;
  }
}

function parse(parser: Instance, text: string): Parsed {
  const bytes = parser.lengthBytesUTF8(text) + 1;
  const pointer = parser._malloc(bytes);
  parser.stringToUTF8(text, pointer, bytes);
  const result = parser._wasm_parse_query_raw(pointer);
  try {
    // struct PgQueryParseResult { char *parse_tree; char *stderr_buffer; PgQueryError *error; }
    const failure = parser.getValue(result + 8, 'i32');
    if (failure === 0) return { kind: 'parsed', tree: JSON.parse(parser.UTF8ToString(parser.getValue(result, 'i32'))) };
    // struct PgQueryError { char *message; char *funcname; char *filename; int lineno; int cursorpos; char *context; }
    const message = parser.UTF8ToString(parser.getValue(failure, 'i32'));
    return { kind: 'syntax-error', message, character: Math.max(0, parser.getValue(failure + 16, 'i32') - 1) };
  } finally {
    parser._free(pointer);
    parser._wasm_free_parse_result(result);
  }
}
