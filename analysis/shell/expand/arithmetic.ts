/** Arithmetic on known numbers, as in `$(( ))`. What leaves the range of safe integers is unknown. */

export interface Names {
  get(name: string): number | undefined;
  set(name: string, value: number): void;
}

const TOKEN =
  /\s*(0[xX][0-9a-fA-F]{1,13}|\d{1,2}#[0-9a-zA-Z@_]{1,15}|\d{1,16}|[A-Za-z_]\w{0,100}|\*\*|<<=|>>=|<<|>>|<=|>=|==|!=|&&|\|\||\+\+|--|[-+*/%&|^]=|[-+*/%&|^~!<>=?:(),])/y;
const MAX_LENGTH = 2_000;
const MAX_NESTING = 40;

/** Value of the expression, or undefined when part of it is unknown, wrong, or longer than 2,000 characters. Empty is 0. */
export function evaluateArithmetic(text: string, names: Names): number | undefined {
  const expression = text.trim();
  if (expression === '') return 0;
  if (expression.length > MAX_LENGTH) return undefined;
  const tokens: string[] = [];
  for (TOKEN.lastIndex = 0; TOKEN.lastIndex < expression.length;) {
    const match = TOKEN.exec(expression);
    if (!match) return undefined;
    tokens.push(match[1] ?? '');
  }
  const reader = new Reader(tokens, names);
  const value = reader.read(0);
  return reader.atEnd && Number.isSafeInteger(value) ? value : undefined;
}

const BINDING: Readonly<Record<string, number>> = {
  ',': 1,
  '=': 2,
  '?': 3,
  '||': 4,
  '&&': 5,
  '|': 6,
  '^': 7,
  '&': 8,
  '==': 9,
  '!=': 9,
  '<': 10,
  '>': 10,
  '<=': 10,
  '>=': 10,
  '<<': 11,
  '>>': 11,
  '+': 12,
  '-': 12,
  '*': 13,
  '/': 13,
  '%': 13,
  '**': 14,
};

const APPLY: Readonly<Record<string, (left: number, right: number) => number>> = {
  ',': (_, right) => right,
  '||': (left, right) => Number(left !== 0 || right !== 0),
  '&&': (left, right) => Number(left !== 0 && right !== 0),
  '|': (left, right) => Number(BigInt(left) | BigInt(right)),
  '^': (left, right) => Number(BigInt(left) ^ BigInt(right)),
  '&': (left, right) => Number(BigInt(left) & BigInt(right)),
  '==': (left, right) => Number(left === right),
  '!=': (left, right) => Number(left !== right),
  '<': (left, right) => Number(left < right),
  '>': (left, right) => Number(left > right),
  '<=': (left, right) => Number(left <= right),
  '>=': (left, right) => Number(left >= right),
  '<<': (left, right) => (right >= 0 && right < 52 ? left * 2 ** right : NaN),
  '>>': (left, right) => (right >= 0 && right < 64 ? Math.floor(left / 2 ** right) : NaN),
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => Math.trunc(left / right),
  '%': (left, right) => left % right,
  '**': (left, right) => left ** right,
};

/** Precedence climbing; NaN is unknown and spreads. */
class Reader {
  private at = 0;
  private nesting = 0;
  private skipping = 0;

  constructor(
    private readonly tokens: readonly string[],
    private readonly names: Names,
  ) {}

  get atEnd(): boolean {
    return this.at >= this.tokens.length;
  }

  read(least: number): number {
    if (++this.nesting > MAX_NESTING) return NaN;
    let left = this.unary();
    for (;;) {
      const operator = this.tokens[this.at] ?? '';
      const binding = BINDING[operator] ?? 0;
      if (binding === 0 || binding < least || operator === '=') break;
      this.at++;
      if (operator === '?') left = this.choose(left);
      else if (operator === '&&' || operator === '||') left = this.logical(operator, left, binding);
      else left = this.apply(operator, left, this.read(operator === '**' ? binding : binding + 1));
    }
    this.nesting--;
    return left;
  }

  private apply(operator: string, left: number, right: number): number {
    if (!Number.isSafeInteger(left) || !Number.isSafeInteger(right)) return NaN;
    const value = APPLY[operator]?.(left, right) ?? NaN;
    return Number.isSafeInteger(value) ? value : NaN;
  }

  /** The right side is read, and has no effect, when the left one decides. */
  private logical(operator: '&&' | '||', left: number, binding: number): number {
    const decided = operator === '&&' ? left === 0 : left !== 0 && !Number.isNaN(left);
    const right = this.unless(decided, () => this.read(binding + 1));
    return decided ? Number(operator === '||') : this.apply(operator, left, right);
  }

  private unless(skipped: boolean, read: () => number): number {
    if (skipped) this.skipping++;
    const value = read();
    if (skipped) this.skipping--;
    return value;
  }

  private choose(condition: number): number {
    const whenTrue = this.unless(condition === 0, () => this.read(2));
    if (this.tokens[this.at] !== ':') return NaN;
    this.at++;
    const whenFalse = this.unless(condition !== 0 && !Number.isNaN(condition), () => this.read(3));
    return Number.isNaN(condition) ? NaN : condition !== 0 ? whenTrue : whenFalse;
  }

  private unary(): number {
    const token = this.tokens[this.at++] ?? '';
    if (/^\d/.test(token)) return numberOf(token);
    if (/^[A-Za-z_]/.test(token)) return this.name(token);
    if (token === '(') return this.parenthesised();
    if (++this.nesting > MAX_NESTING) return NaN;
    const value = this.signed(token);
    this.nesting--;
    return value;
  }

  private signed(token: string): number {
    switch (token) {
      case '-':
        return 0 - this.unary();
      case '+':
        return this.unary();
      case '!':
        return Number(this.unary() === 0);
      case '~':
        return -1 - this.unary();
      case '++':
      case '--':
        return this.step(this.tokens[this.at++] ?? '', token, true);
      default:
        return NaN;
    }
  }

  private parenthesised(): number {
    const value = this.read(0);
    if (this.tokens[this.at] !== ')') return NaN;
    this.at++;
    return value;
  }

  private name(name: string): number {
    const operator = this.tokens[this.at] ?? '';
    if (operator === '++' || operator === '--') {
      this.at++;
      return this.step(name, operator, false);
    }
    if (!/^(?:[-+*/%&|^]|<<|>>)?=$/.test(operator)) return this.names.get(name) ?? NaN;
    this.at++;
    const before = this.names.get(name) ?? NaN;
    const right = this.read(2);
    const value = operator === '=' ? right : this.apply(operator.slice(0, -1), before, right);
    this.assign(name, value);
    return value;
  }

  private assign(name: string, value: number): void {
    if (this.skipping === 0) this.names.set(name, value);
  }

  private step(name: string, operator: string, before: boolean): number {
    const old = this.names.get(name) ?? NaN;
    const next = operator === '++' ? old + 1 : old - 1;
    this.assign(name, next);
    return before ? next : old;
  }
}

function numberOf(token: string): number {
  const [base = '', digits] = token.split('#');
  if (digits !== undefined) return inBase(digits, Number(base));
  if (/^0[xX]/.test(token)) return Number(token);
  return token.startsWith('0') ? Number.parseInt(token, 8) : Number(token);
}

/** Digits of a base up to 64: 0-9, a-z, A-Z, @, _; up to base 36 case does not matter. */
function inBase(digits: string, base: number): number {
  if (base < 2 || base > 64) return NaN;
  const order = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ@_';
  let value = 0;
  for (const digit of base <= 36 ? digits.toLowerCase() : digits) {
    const one = order.indexOf(digit);
    if (one < 0 || one >= base) return NaN;
    value = value * base + one;
  }
  return value;
}
