/** Facts that stand in code outside the catalog: raw numbers, platforms, families. Found on the syntax tree, so that no notation hides one. */
import ts from 'typescript';
import type { Sources } from './imports.js';
import { roomOf } from './imports.js';

/** From 32 KiB on a number may be an address or a size of flash. */
const LEAST = 0x8000;
const WITHOUT_NUMBERS: readonly string[] = ['device', 'plan', 'describe'];

/** What may be named by name, and why. A constant that is gone has to go here too. */
export const NAMED_NUMBERS: ReadonlyMap<string, string> = new Map([
  ['describe/modules.ts MAX_SIZE', 'INT_MAX: the largest size that a report can say'],
  ['describe/read.ts TEXT_LIMIT', 'bound of the work: characters of a report that are read'],
  ['describe/read.ts SINGLE_LIMIT', 'bound of the work: characters of one report'],
  ['describe/front.ts RAW_LIMIT', 'bound of the work: characters of a text that are looked at for marks'],
  ['describe/front.ts LAST_CODE_POINT', 'the last code point of Unicode'],
  ['plan/events.ts LIMIT', 'bound of the work: characters of a log that are read'],
  ['plan/update.ts STATE_LIMIT', 'bound of the work: states of a search'],
  ['plan/update.ts MOVE_LIMIT', 'bound of the work: moves of a search'],
]);

/** What the catalog knows and no other room may spell out. */
export interface Known {
  /** Names, display names and aliases. */
  readonly platforms: readonly string[];
  /** Names that may be no word of an identifier either: those of the boards with rules. */
  readonly boards: readonly string[];
  readonly families: readonly string[];
}

/** Takes all sources; gives a line for each fact that stands in the wrong room. */
export function misplacedFacts(sources: Sources, known: Known): readonly string[] {
  return [...sources].flatMap(([file, text]) => {
    const room = roomOf(file);
    if (room === 'catalog') return [];
    const tree = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
    const numbers = WITHOUT_NUMBERS.includes(room) ? bigNumbersIn(tree, file) : [];
    return [...numbers, ...platformsIn(tree, known)].map((what) => `${file}: ${what}`);
  });
}

/** Each exception that no source needs any more. */
export function unusedExceptions(sources: Sources): readonly string[] {
  return [...NAMED_NUMBERS.keys()].filter((key) => {
    const [file = '', name = ''] = key.split(' ');
    return !constantsOf(ts.createSourceFile(file, sources.get(file) ?? '', ts.ScriptTarget.Latest, true)).has(name);
  });
}

type Constants = ReadonlyMap<string, ts.Expression>;

function walk(node: ts.Node, visit: (node: ts.Node) => boolean): void {
  if (visit(node)) ts.forEachChild(node, (child) => walk(child, visit));
}

/** Constants of a file by name; of a name that is declared twice the last one. */
function constantsOf(tree: ts.SourceFile): Constants {
  const found = new Map<string, ts.Expression>();
  walk(tree, (node) => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer !== undefined) {
      if ((node.parent.flags & ts.NodeFlags.Const) !== 0) found.set(node.name.text, node.initializer);
    }
    return true;
  });
  return found;
}

const BINARY: ReadonlyMap<ts.SyntaxKind, (a: number, b: number) => number> = new Map([
  [ts.SyntaxKind.PlusToken, (a, b) => a + b],
  [ts.SyntaxKind.MinusToken, (a, b) => a - b],
  [ts.SyntaxKind.AsteriskToken, (a, b) => a * b],
  [ts.SyntaxKind.SlashToken, (a, b) => a / b],
  [ts.SyntaxKind.AsteriskAsteriskToken, (a, b) => a ** b],
  [ts.SyntaxKind.LessThanLessThanToken, (a, b) => a << b],
  [ts.SyntaxKind.GreaterThanGreaterThanToken, (a, b) => a >> b],
  [ts.SyntaxKind.GreaterThanGreaterThanGreaterThanToken, (a, b) => a >>> b],
  [ts.SyntaxKind.BarToken, (a, b) => a | b],
  [ts.SyntaxKind.AmpersandToken, (a, b) => a & b],
  [ts.SyntaxKind.CaretToken, (a, b) => a ^ b],
]);

/** The number that an expression of literals, and of constants made of literals, comes to; null for any other. */
function numberOf(node: ts.Expression, constants: Constants, depth = 0): number | null {
  const inner = (one: ts.Expression): number | null => (depth > 20 ? null : numberOf(one, constants, depth + 1));
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (ts.isBigIntLiteral(node)) return Number(BigInt(node.text.replace(/n$/, '')));
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) {
    return inner(node.expression);
  }
  if (ts.isIdentifier(node)) {
    const value = constants.get(node.text);
    return value === undefined ? null : inner(value);
  }
  if (ts.isPrefixUnaryExpression(node)) {
    const value = inner(node.operand);
    if (value === null) return null;
    if (node.operator === ts.SyntaxKind.TildeToken) return ~value;
    return node.operator === ts.SyntaxKind.MinusToken
      ? -value
      : node.operator === ts.SyntaxKind.PlusToken
        ? value
        : null;
  }
  if (ts.isBinaryExpression(node)) {
    const [left, right] = [inner(node.left), inner(node.right)];
    const operation = BINARY.get(node.operatorToken.kind);
    return left === null || right === null || operation === undefined ? null : operation(left, right);
  }
  return calledNumber(node);
}

/** `Number('0x8000')`, `parseInt('8000', 16)`, `BigInt(...)`. */
function calledNumber(node: ts.Expression): number | null {
  if (!ts.isCallExpression(node)) return null;
  const [text, radix] = node.arguments;
  if (text === undefined || !ts.isStringLiteralLike(text)) return null;
  const name = node.expression.getText().replace(/^Number\./, '');
  if (name === 'Number' || name === 'BigInt') return Number(text.text);
  if (name !== 'parseInt') return null;
  return parseInt(text.text, radix !== undefined && ts.isNumericLiteral(radix) ? Number(radix.text) : undefined);
}

/** Numbers in a text: the whole of it, or any that is written as hex digits behind 0x. */
function numbersInText(text: string): readonly number[] {
  const hex = [...text.matchAll(/0x[0-9a-f]+/gi)].map(([one]) => Number(one));
  return /^\s*[\d_]+\s*$/.test(text) ? [...hex, Number(text.replaceAll('_', ''))] : hex;
}

function bigNumbersIn(tree: ts.SourceFile, file: string): readonly string[] {
  const constants = constantsOf(tree);
  const found: string[] = [];
  walk(tree, (node) => {
    if (ts.isTypeNode(node)) return false;
    if (ts.isVariableDeclaration(node) && NAMED_NUMBERS.has(`${file} ${node.name.getText()}`)) return false;
    // The use of a constant is no second finding.
    if (ts.isIdentifier(node)) return false;
    if (ts.isStringLiteralLike(node) || isTemplatePart(node)) {
      for (const one of numbersInText(node.text)) if (one >= LEAST) found.push(`the number ${one} in a text`);
    }
    if (!ts.isExpression(node)) return true;
    const value = numberOf(node, constants);
    if (value === null || Number.isNaN(value) || Math.abs(value) < LEAST || isMadeOfNames(node)) return true;
    found.push(`the number ${node.getText()}`);
    return false;
  });
  return found;
}

function isTemplatePart(node: ts.Node): node is ts.TemplateHead | ts.TemplateMiddle | ts.TemplateTail {
  return ts.isTemplateHead(node) || ts.isTemplateMiddle(node) || ts.isTemplateTail(node);
}

/** Sums and products of named constants alone: the constants themselves are looked at where they are declared. */
function isMadeOfNames(node: ts.Expression): boolean {
  let literal = false;
  walk(node, (one) => {
    literal ||= ts.isNumericLiteral(one) || ts.isBigIntLiteral(one) || ts.isStringLiteralLike(one);
    return true;
  });
  return !literal;
}

const COMPARISONS: readonly ts.SyntaxKind[] = [
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
];
const MEMBERSHIP: readonly string[] = ['includes', 'has', 'get', 'indexOf'];

const plain = (text: string): string => text.toLowerCase().replace(/[\s_-]/g, '');
/** `isElectronOld` and `ELECTRON_OLD` are the words is, electron, old. */
const wordsOf = (name: string): readonly string[] =>
  name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .split('_')
    .map((word) => word.toLowerCase());

function platformsIn(tree: ts.SourceFile, { platforms, boards, families }: Known): readonly string[] {
  const constants = constantsOf(tree);
  const names = new Set(platforms.map(plain).filter((name) => name.length > 1));
  const isPlatform = (node: ts.Expression): boolean => /(?:^|\.)(?:platform|platformId)$/i.test(node.getText());
  const isFamily = (node: ts.Expression): boolean => /(?:^|\.)family$/.test(node.getText());
  const isNumber = (node: ts.Expression): boolean => numberOf(node, constants) !== null;
  const found: string[] = [];
  walk(tree, (node) => {
    if (ts.isStringLiteralLike(node)) {
      if (families.includes(node.text)) found.push(`the family ${node.text}`);
      else if (names.has(plain(node.text))) found.push(`the platform ${node.text}`);
    }
    if (ts.isIdentifier(node) && wordsOf(node.text).some((word) => boards.includes(word))) {
      found.push(`the board in the name ${node.text}`);
    }
    if (ts.isBinaryExpression(node) && COMPARISONS.includes(node.operatorToken.kind)) {
      const pairs = [
        [node.left, node.right],
        [node.right, node.left],
      ] as const;
      for (const [one, other] of pairs) {
        if (isPlatform(one) && isNumber(other)) found.push(`the platform id in ${node.getText()}`);
        if (isFamily(one) && ts.isStringLiteralLike(other)) found.push(`the family in ${node.getText()}`);
      }
    }
    if (ts.isSwitchStatement(node)) {
      const cases = node.caseBlock.clauses.filter(ts.isCaseClause);
      if (isFamily(node.expression)) found.push(`the family in switch (${node.expression.getText()})`);
      if (isPlatform(node.expression) && cases.some(({ expression }) => isNumber(expression))) {
        found.push(`the platform id in switch (${node.expression.getText()})`);
      }
    }
    if (isMembership(node, isPlatform) && holdsNumbers(node.expression.expression, constants)) {
      found.push(`the platform id in ${node.getText()}`);
    }
    return true;
  });
  return found;
}

type MethodCall = ts.CallExpression & { readonly expression: ts.PropertyAccessExpression };

function isMembership(node: ts.Node, isPlatform: (node: ts.Expression) => boolean): node is MethodCall {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false;
  const [argument] = node.arguments;
  return MEMBERSHIP.includes(node.expression.name.text) && argument !== undefined && isPlatform(argument);
}

/** A list, a set or a map of numbers that stands in this file. */
function holdsNumbers(receiver: ts.Expression, constants: Constants): boolean {
  const value = ts.isIdentifier(receiver) ? constants.get(receiver.text) : receiver;
  let numbers = false;
  if (value !== undefined) {
    walk(value, (node) => {
      numbers ||= ts.isNumericLiteral(node);
      return true;
    });
  }
  return numbers;
}
