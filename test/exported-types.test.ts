/** The library's types: what a signature names can be imported, and says what it is. */
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, test } from 'vitest';

const face = fileURLToPath(new URL('../src/portable.ts', import.meta.url));
const config = ts.readConfigFile(fileURLToPath(new URL('../tsconfig.json', import.meta.url)), (path) =>
  ts.sys.readFile(path),
);
const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, fileURLToPath(new URL('..', import.meta.url)));
const program = ts.createProgram([face], options);
const checker = program.getTypeChecker();
const source = program.getSourceFile(face);
const module = source && checker.getSymbolAtLocation(source);
const symbols = (module ? checker.getExportsOfModule(module) : []).map((one) =>
  one.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(one) : one,
);
const exported = new Set(symbols);

/** The parts of a declaration that somebody who imports it sees: not the body of a function, nor the value of a constant with a type. */
function seenParts(node: ts.Node): readonly ts.Node[] {
  if (ts.isFunctionDeclaration(node)) {
    return [...node.parameters, ...(node.typeParameters ?? []), ...(node.type ? [node.type] : [])];
  }
  if (ts.isVariableDeclaration(node)) return node.type ? [node.type] : [];
  return [node];
}

/** The record of a board is exported as `Platform`; what its rules consist of is for the catalog and the device alone. */
const RECORD = 'Board';

/** Names of the project's own types that a node refers to and that nobody can import. */
function hiddenIn(node: ts.Node): readonly string[] {
  const found: string[] = [];
  const visit = (one: ts.Node): void => {
    if (ts.isTypeReferenceNode(one) || ts.isExpressionWithTypeArguments(one)) {
      const name = ts.isTypeReferenceNode(one) ? one.typeName : one.expression;
      const at = checker.getSymbolAtLocation(name);
      const symbol = at && at.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(at) : at;
      const [declared] = symbol?.declarations ?? [];
      const isOwn = declared?.getSourceFile().fileName.includes('/src/') === true;
      const isParameter = declared !== undefined && ts.isTypeParameterDeclaration(declared);
      if (symbol && isOwn && !isParameter && !exported.has(symbol) && symbol.name !== RECORD) found.push(symbol.name);
    }
    ts.forEachChild(one, visit);
  };
  seenParts(node).forEach(visit);
  return found;
}

const declarations = symbols.flatMap((symbol) => symbol.declarations ?? []);

test('the face is read', () => {
  expect(symbols.length).toBeGreaterThan(150);
});

test('every type that a signature names is exported', () => {
  const hidden = declarations.flatMap((one) =>
    hiddenIn(one).map((name) => `${name} in ${(one as ts.NamedDeclaration).name?.getText() ?? ''}`),
  );
  expect([...new Set(hidden)].sort()).toEqual([]);
});

test('every exported name says what it is', () => {
  const silent = symbols.filter((one) => one.getDocumentationComment(checker).length === 0).map(({ name }) => name);
  expect(silent.sort()).toEqual([]);
});

/** Rooms whose types say of every field what it is. */
const DOCUMENTED = /\/src\/(?:assess|release|report|rules)\//;

const isSaid = (node: ts.Node): boolean => ts.getJSDocCommentsAndTags(node).length > 0;

/** The comment of a union's member stands before its `|`. */
function hasComment(member: ts.Node, union: ts.UnionTypeNode): boolean {
  const before = union.types[union.types.findIndex((one) => one === member) - 1];
  return ts.getLeadingCommentRanges(union.getSourceFile().text, before?.end ?? union.pos) !== undefined;
}

/** Fields of exported types without a sentence. The comment of a union's member speaks for the fields of that member. */
function silentFields(): readonly string[] {
  const found: string[] = [];
  const visit = (node: ts.Node, of: string): void => {
    if (ts.isUnionTypeNode(node.parent) && hasComment(node, node.parent)) return;
    if (ts.isPropertySignature(node) && !TAGS.has(node.name.getText()) && !isSaid(node)) {
      found.push(`${of}.${node.name.getText()}`);
    }
    ts.forEachChild(node, (child) => {
      visit(child, of);
    });
  };
  for (const one of declarations) {
    if (!DOCUMENTED.test(one.getSourceFile().fileName)) continue;
    if (ts.isInterfaceDeclaration(one) || ts.isTypeAliasDeclaration(one)) visit(one, one.name.text);
  }
  return found;
}

/** What tells the members of a union apart says itself what it is; the check of a rule is told of above the eight of them. */
const TAGS: ReadonlySet<string> = new Set(['kind', 'field', 'on', 'check']);

test('every field says what it is', () => {
  expect(silentFields()).toEqual([]);
});
