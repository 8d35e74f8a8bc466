/** Tokens to a tree, by precedence climbing over the table of operators. Always gives a tree; what is missing is marked in it. */
import { lex } from './lexer.ts';
import type { Token } from './lexer.ts';
import type { Operator } from './operators.ts';
import { operatorLevels, operatorsBefore, operatorsBetween, wordOperators } from './operators.ts';
import type { FormulaProblem, Span } from './problem.ts';
import { problemAt } from './problem.ts';
import type { CallNode, SyntaxNode } from './syntax.ts';

export interface Parsed {
  readonly tree: SyntaxNode;
  /** In the order of their places. */
  readonly problems: readonly FormulaProblem[];
}

/** Far above what a person writes, far below what could tire a parser or a warehouse. */
export const maximumFormulaLength = 10_000;
const maximumDepth = 100;

export function parseFormula(text: string): Parsed {
  if (text.length > maximumFormulaLength) {
    const place = { from: maximumFormulaLength, to: text.length };
    const message = `A formula has at most ${maximumFormulaLength.toLocaleString('en')} characters.`;
    return { tree: { node: 'missing', ...place }, problems: [problemAt(place, 'formula.too-long', message)] };
  }
  const { tokens, problems } = lex(text);
  const parser = new Parser(tokens);
  const tree = parser.formula();
  return { tree, problems: [...problems, ...parser.problems].toSorted((left, right) => left.from - right.from) };
}

class Parser {
  readonly problems: FormulaProblem[] = [];
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  formula(): SyntaxNode {
    const tree = this.#expression(0);
    const rest = this.#token;
    // The rest of a formula that went wrong earlier would only be noise.
    if (rest.token !== 'end' && this.problems.length === 0) {
      this.problems.push(problemAt(rest, 'formula.unexpected', `An operator was expected here, such as +, = or And, not ${shown(rest)}.`));
    }
    return tree;
  }

  get #token(): Token {
    return this.#tokens[this.#at] ?? { token: 'end', from: 0, to: 0 };
  }

  /** Everything that binds at least as tightly as the level. */
  #expression(level: number): SyntaxNode {
    if (this.#depth >= maximumDepth) return this.#missing('formula.too-deep', `A formula nests at most ${maximumDepth} deep.`);
    this.#depth += 1;
    let left = this.#operand();
    for (let operator = this.#between(); operator !== undefined && operator.level >= level; operator = this.#between()) {
      const name = this.#take();
      const right = this.#expression(operator.fromTheRight ? operator.level : operator.level + 1);
      left = operation(operator, name, [left, right]);
    }
    this.#depth -= 1;
    return left;
  }

  #operand(): SyntaxNode {
    const token = this.#token;
    const { from, to } = token;
    switch (token.token) {
      case 'number':
      case 'text':
        this.#take();
        return { node: token.token, value: token.text, from, to };
      case 'name':
        this.#take();
        return { node: 'name', path: token.path, from, to };
      case 'word':
        return this.#word(token.text);
      case 'sign':
        return token.text === '(' ? this.#parenthesized() : this.#prefixed(token.text);
      case 'end':
        return this.#missing(
          'formula.unexpected-end',
          'The formula ends where a value was expected: a [Column], a number, "text" or a function.',
        );
    }
  }

  #word(word: string): SyntaxNode {
    const name = this.#token;
    const { from, to } = name;
    const next = this.#tokens[this.#at + 1];
    const called = next?.token === 'sign' && next.text === '(';
    const lower = word.toLowerCase();
    if (!called && (lower === 'true' || lower === 'false')) {
      this.#take();
      return { node: 'logical', value: lower === 'true', from, to };
    }
    if (!called && lower === 'null') {
      this.#take();
      return { node: 'null', from, to };
    }
    if (operatorsBefore.has(lower)) return this.#prefixed(lower);
    if (called) return this.#call(word);
    if (wordOperators.has(lower)) return this.#missing('formula.unexpected', `A value was expected before ${word}.`);
    this.#take();
    const message = `“${word}” stands alone: a column is written [${word}], a function ${word}(…), text "${word}".`;
    this.problems.push(problemAt(name, 'formula.unexpected', message, [`[${word}]`, `${word}(`, `"${word}"`]));
    return { node: 'missing', from, to };
  }

  #prefixed(sign: string): SyntaxNode {
    const operator = operatorsBefore.get(sign);
    if (operator === undefined) {
      return this.#missing(
        'formula.unexpected',
        `A value was expected here, not ${shown(this.#token)}: a [Column], a number, "text" or a function.`,
      );
    }
    const name = this.#take();
    return operation(operator, name, [this.#expression(operator.level)]);
  }

  #parenthesized(): SyntaxNode {
    const opening = this.#take();
    const inner = this.#expression(0);
    const to = this.#close(opening, 'This ( is never closed: a ) was expected.');
    return { ...inner, from: opening.from, to };
  }

  #call(word: string): SyntaxNode {
    const name = this.#take();
    const opening = this.#take();
    const values: SyntaxNode[] = [];
    if (!this.#isSign(')')) {
      values.push(this.#expression(0));
      while (this.#isSign(',')) {
        this.#take();
        values.push(this.#expression(0));
      }
    }
    const to = this.#close(opening, `The arguments of ${word} are never closed: a comma or a ) was expected.`);
    return {
      node: 'call',
      function: word,
      name: { from: name.from, to: name.to },
      operator: false,
      arguments: values,
      from: name.from,
      to,
    };
  }

  #close(opening: Span, message: string): number {
    if (this.#isSign(')')) return this.#take().to;
    const here = this.#token;
    const place = here.token === 'end' ? opening : here;
    // After an earlier problem the parser has stopped somewhere else than the writer.
    if (this.problems.length === 0) this.problems.push(problemAt(place, 'formula.unexpected', message, [')']));
    return here.from;
  }

  #between(): Operator | undefined {
    const token = this.#token;
    return token.token === 'sign' || token.token === 'word' ? operatorsBetween.get(token.text.toLowerCase()) : undefined;
  }

  #isSign(text: string): boolean {
    return this.#token.token === 'sign' && this.#token.text === text;
  }

  #take(): Token {
    const token = this.#token;
    if (token.token !== 'end') this.#at += 1;
    return token;
  }

  #missing(code: 'formula.unexpected' | 'formula.unexpected-end' | 'formula.too-deep', message: string): SyntaxNode {
    const { from, to } = this.#token;
    if (this.problems.length === 0) this.problems.push(problemAt({ from, to }, code, message));
    return { node: 'missing', from, to };
  }
}

function operation(operator: Operator, sign: Span, operands: readonly [SyntaxNode, ...SyntaxNode[]]): CallNode {
  const name = { from: sign.from, to: sign.to };
  const from = operands.length === 1 ? sign.from : operands[0].from;
  const to = operands[operands.length - 1]?.to ?? sign.to;
  return { node: 'call', function: operator.function, name, operator: true, arguments: operands, from, to };
}

function shown(token: Token): string {
  switch (token.token) {
    case 'end':
      return 'the end';
    case 'name':
      return 'a name';
    case 'text':
      return 'a text';
    default:
      return `“${token.text}”`;
  }
}

/** Levels by the function that an operator stands for, for printing. */
export const levelOfFunction: ReadonlyMap<string, number> = new Map(
  operatorLevels.flatMap((row, level) => Object.values(row.operators).map((name): [string, number] => [name, level])),
);
