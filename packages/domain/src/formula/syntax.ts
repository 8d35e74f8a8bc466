/** A formula as it is written: what the parser makes, before any name or type is known. */
import type { Span } from './problem.ts';

export type SyntaxNode =
  | (Span & { readonly node: 'number'; readonly value: string })
  | (Span & { readonly node: 'text'; readonly value: string })
  | (Span & { readonly node: 'logical'; readonly value: boolean })
  | (Span & { readonly node: 'null' })
  /** `[Flights/Delay]`: its parts without brackets and escapes. */
  | (Span & { readonly node: 'name'; readonly path: readonly string[] })
  | CallNode
  /** Where something was expected and nothing usable stood; the problem is reported already. */
  | (Span & { readonly node: 'missing' });

/** `Sum([Delay])`, and `[a] + [b]` too: an operator is a call of the function that it stands for. */
export type CallNode = Span & {
  readonly node: 'call';
  readonly function: string;
  /** Where the name or the operator's sign stands. */
  readonly name: Span;
  readonly operator: boolean;
  readonly arguments: readonly SyntaxNode[];
};
