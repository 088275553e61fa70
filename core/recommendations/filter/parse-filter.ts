import { countOf } from '../../platform/count-of.ts';
import {
  type CompareOperator,
  type Expression,
  FilterSyntaxError,
  FUNCTIONS,
  type FunctionName,
  RESERVED,
  ROOTS,
  type Root,
} from './grammar.ts';
import { type Token, tokenize } from './tokens.ts';

/** Deeper nesting than a person writes; keeps a hostile filter from exhausting the stack. */
const MAX_DEPTH = 60;
export const MAX_FILTER_LENGTH = 4_000;

const COMPARISONS: ReadonlySet<string> = new Set(['=', '!=', '<', '<=', '>', '>=']);
const FUNCTION_NAMES = Object.keys(FUNCTIONS).join(', ');

/** Reads a filter by recursive descent; throws FilterSyntaxError with the position of what it could not read. */
export function parseFilter(text: string): Expression {
  if (text.length > MAX_FILTER_LENGTH)
    throw new FilterSyntaxError(`a filter has at most ${MAX_FILTER_LENGTH} characters`, MAX_FILTER_LENGTH);
  const reader = createReader(tokenize(text));
  const expression = reader.expression();
  reader.end();
  return expression;
}

function createReader(tokens: readonly Token[]) {
  let index = 0;
  let depth = 0;
  const peek = (): Token => tokens[index] ?? { kind: 'end', text: '', at: 0 };
  const next = (): Token => {
    const token = peek();
    index++;
    return token;
  };
  const tooDeep = (): never => {
    throw new FilterSyntaxError(`nested deeper than ${MAX_DEPTH}`, peek().at, { code: 'filter-too-deep' });
  };
  const isSymbol = (text: string) => peek().kind === 'symbol' && peek().text === text;
  const isWord = (word: string) => peek().kind === 'name' && peek().text.toLowerCase() === word;
  const take = (is: boolean) => {
    if (is) index++;
    return is;
  };
  const expected = (what: string): never => {
    const token = peek();
    const isEnd = token.kind === 'end';
    throw new FilterSyntaxError(
      `expected ${what}, found ${isEnd ? 'the end' : `"${token.text}"`}`,
      token.at,
      isEnd ? { code: 'filter-unfinished' } : { code: 'filter-unexpected', found: token.text },
    );
  };
  const symbol = (text: string) => take(isSymbol(text)) || expected(`"${text}"`);
  const word = (text: string) => take(isWord(text)) || expected(`"${text}"`);

  function chain(kind: 'and' | 'or', operand: () => Expression): Expression {
    let left = operand();
    while (isWord(kind)) {
      const { at } = next();
      left = { kind, left, right: operand(), at };
    }
    return left;
  }

  function expression(): Expression {
    if (++depth > MAX_DEPTH) tooDeep();
    const result = chain('or', () => chain('and', not));
    depth--;
    return result;
  }

  function not(): Expression {
    if (!isWord('not')) return comparison();
    if (++depth > MAX_DEPTH) tooDeep();
    const { at } = next();
    const of = not();
    depth--;
    return { kind: 'not', of, at };
  }

  function comparison(): Expression {
    const left = sum();
    const { at, text } = peek();
    if (peek().kind === 'symbol' && COMPARISONS.has(text)) {
      next();
      return { kind: 'compare', operator: compareOperator(text), left, right: sum(), at };
    }
    if (take(isWord('is'))) {
      const isNegated = take(isWord('not'));
      word('null');
      return negated(isNegated, { kind: 'isNull', of: left, at }, at);
    }
    const isNegated = take(isWord('not'));
    if (take(isWord('in')))
      return negated(
        isNegated,
        { kind: 'compare', operator: 'in', left, right: isSymbol('[') ? list() : sum(), at },
        at,
      );
    if (take(isWord('contains')))
      return negated(isNegated, { kind: 'compare', operator: 'contains', left, right: sum(), at }, at);
    if (take(isWord('between'))) {
      const low = sum();
      word('and');
      return negated(isNegated, { kind: 'between', of: left, low, high: sum(), at }, at);
    }
    return isNegated ? expected('"in", "contains" or "between"') : left;
  }

  function sum(): Expression {
    let left = product();
    while (isSymbol('+') || isSymbol('-')) {
      const { at, text } = next();
      left = { kind: 'arithmetic', operator: text === '+' ? '+' : '-', left, right: product(), at };
    }
    return left;
  }

  function product(): Expression {
    let left = unary();
    while (isSymbol('*') || isSymbol('/')) {
      const { at, text } = next();
      left = { kind: 'arithmetic', operator: text === '*' ? '*' : '/', left, right: unary(), at };
    }
    return left;
  }

  function unary(): Expression {
    if (!isSymbol('-')) return operand();
    if (++depth > MAX_DEPTH) tooDeep();
    const { at } = next();
    const of = unary();
    depth--;
    return { kind: 'negate', of, at };
  }

  function operand(): Expression {
    const token = peek();
    if (take(token.kind === 'number' || token.kind === 'string'))
      return { kind: 'literal', value: token.kind === 'number' ? token.value : token.text, at: token.at };
    if (token.kind === 'date' && next()) return { kind: 'literal', value: { time: token.value }, at: token.at };
    if (token.kind === 'duration' && next())
      return { kind: 'literal', value: { durationMs: token.value }, at: token.at };
    if (token.kind === 'name') return named(token);
    if (isSymbol('[')) return list();
    if (!take(isSymbol('('))) return expected('a value, a field or "("');
    const inner = expression();
    symbol(')');
    return inner;
  }

  function named(token: Token): Expression {
    const { at } = token;
    const lower = token.text.toLowerCase();
    if (lower === 'true' || lower === 'false') return next() && { kind: 'literal', value: lower === 'true', at };
    if (lower === 'null') return next() && { kind: 'literal', value: null, at };
    if (lower === 'now') return next() && { kind: 'now', at };
    if (RESERVED.has(lower)) return expected('a value or a field');
    next();
    if (isSymbol('(')) return call(lower, at);
    const names = [token.text];
    while (take(isSymbol('.'))) names.push(isStep(peek()) ? next().text : expected('the name of a field'));
    return toPath(names, at);
  }

  function call(name: string, at: number): Expression {
    if (!isFunctionName(name))
      throw new FilterSyntaxError(`"${name}" is not a function; there are ${FUNCTION_NAMES}`, at, {
        code: 'filter-function',
        name,
        known: FUNCTION_NAMES,
      });
    symbol('(');
    const args = [expression()];
    while (take(isSymbol(','))) args.push(expression());
    symbol(')');
    const [least, most] = FUNCTIONS[name];
    if (args.length < least || args.length > most)
      throw new FilterSyntaxError(
        `${name} takes ${least === most ? countOf(least, 'argument') : `${least} to ${most} arguments`}`,
        at,
        {
          code: 'filter-arguments',
          name,
        },
      );
    return { kind: 'call', name, args, at };
  }

  function list(): Expression {
    const { at } = peek();
    symbol('[');
    const items: Expression[] = [];
    if (!isSymbol(']')) {
      items.push(expression());
      while (take(isSymbol(','))) items.push(expression());
    }
    symbol(']');
    return { kind: 'list', items, at };
  }

  return { expression, end: () => peek().kind === 'end' || expected('"and", "or" or the end') };
}

const negated = (isNegated: boolean, of: Expression, at: number): Expression =>
  isNegated ? { kind: 'not', of, at } : of;

/** A name of several words, or with a hyphen, stands in quotes. */
const isStep = ({ kind }: Token): boolean => kind === 'name' || kind === 'string';

function compareOperator(text: string): CompareOperator {
  if (text === '=' || text === '!=' || text === '<' || text === '<=' || text === '>' || text === '>=') return text;
  throw new RangeError(`${text} compares nothing`);
}

const isFunctionName = (name: string): name is FunctionName => Object.hasOwn(FUNCTIONS, name);

/** For a hint: a field that each has. */
const FIELD_OF: Readonly<Record<Root, string>> = { item: 'price', customer: 'attributes.country', context: 'surface' };

/** A path that names no root is a field of the item. */
function toPath(names: readonly string[], at: number): Expression {
  const [first = '', ...rest] = names;
  const root = ROOTS.find((candidate): candidate is Root => candidate === first);
  if (root && !rest.length)
    throw new FilterSyntaxError(`"${first}" needs a field, such as ${first}.${FIELD_OF[root]}`, at, {
      code: 'filter-no-field',
      root,
      such: `${root}.${FIELD_OF[root]}`,
    });
  return root ? { kind: 'path', root, names: rest, at } : { kind: 'path', root: 'item', names, at };
}
