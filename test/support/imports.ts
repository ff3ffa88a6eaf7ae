/** The import graph of `src` and the rules of `src/README.md` ("Who may know whom") as functions that a test can feed. */
import { readFileSync, readdirSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** Path relative to `src`, with `/`, to the text of the file. */
export type Sources = ReadonlyMap<string, string>;

/** The rooms from the one that knows most to the one that knows nothing; each may import those behind it. */
const ROOMS = [
  'report',
  'assess',
  'rules',
  'release',
  'cloud',
  'plan',
  'fleet',
  'describe',
  'device',
  'container',
  'catalog',
  'module',
  'base',
] as const;

const behind = (room: (typeof ROOMS)[number]): readonly string[] => ROOMS.slice(ROOMS.indexOf(room) + 1);

/** Which rooms a room may import, besides itself. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(ROOMS.map((room) => [room, behind(room)])),
  // Neither knows the other: what a module says and what is known of the world meet above.
  catalog: ['base'],
  source: ['container', 'module', 'base'],
  config: ['assess', 'rules', 'catalog', 'base'],
  cli: [...ROOMS, 'source', 'config', 'index.ts', 'portable.ts'],
  page: [...ROOMS, 'portable.ts'],
  'index.ts': [...ROOMS, 'source', 'config', 'portable.ts'],
  'portable.ts': ROOMS,
};

/** Rooms that run in a browser as they are, and the face that offers only them. */
const WITHOUT_NODE: readonly string[] = [...ROOMS, 'portable.ts'];

const NODE_GLOBALS: ReadonlySet<string> = new Set([
  'Buffer',
  'NodeJS',
  'process',
  'global',
  'require',
  '__dirname',
  '__filename',
  'setImmediate',
  'clearImmediate',
]);

const BUILTINS: ReadonlySet<string> = new Set(builtinModules);

/** Only the generator and the tests use it: it holds what evaluates strings at run time. */
const GENERATOR_ONLY = 'module/layout-source.ts';

/** What puts an answer together: `assess` alone does. */
const ASSEMBLY = /^(?:rules\/run|plan\/order|plan\/fleet|release\/reachability|device\/shipped)\.ts$/;

/** Lines that a command may have. */
const LONGEST_COMMAND = 120;

/** The files of the commands: what the table of them loads. */
function commandsOf(sources: Sources): readonly string[] {
  const { files } = importsOf('cli/commands.ts', sources.get('cli/commands.ts') ?? '');
  const text = sources.get('cli/commands.ts') ?? '';
  return files.filter((file) => file.startsWith('cli/') && text.includes(`import('./${file.slice(4, -3)}.js')`));
}

/** Commands that put together an answer of their own, or have room for one. */
export function assembliesInCommands(sources: Sources): readonly string[] {
  return commandsOf(sources).flatMap((file) => {
    const text = sources.get(file) ?? '';
    const lines = text.trimEnd().split('\n').length;
    const taken = importsOf(file, text).files.filter((one) => ASSEMBLY.test(one));
    return [
      ...taken.map((one) => `${file} imports ${one}: what is found is put together in assess`),
      ...(lines > LONGEST_COMMAND ? [`${file} has ${String(lines)} lines`] : []),
    ];
  });
}

/** `module` for `module/read.ts`; files that stand in no room are their own room. */
export const roomOf = (file: string): string => (file.includes('/') ? file.slice(0, file.indexOf('/')) : file);

export function readSources(): Sources {
  const folder = fileURLToPath(new URL('../../src/', import.meta.url));
  return new Map(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((name) => name.replaceAll('\\', '/'))
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
      .sort()
      .map((name) => [name, readFileSync(`${folder}${name}`, 'utf8')]),
  );
}

interface Imports {
  /** Files of `src`. */
  readonly files: readonly string[];
  /** Specifiers of Node's modules and of packages. */
  readonly others: readonly string[];
}

export function importsOf(file: string, text: string): Imports {
  const specifiers = ts.preProcessFile(text, true, true).importedFiles.map((found) => found.fileName);
  const relative = specifiers.filter((name) => name.startsWith('.'));
  return {
    files: relative.map((name) => posix.join(posix.dirname(file), name).replace(/\.js$/, '.ts')),
    others: specifiers.filter((name) => !name.startsWith('.')),
  };
}

/** Names of Node's globals that a text uses as values or types; property names and own declarations of a name do not count. */
export function nodeGlobalsIn(text: string): readonly string[] {
  const found = new Set<string>();
  const isName = (node: ts.Identifier): boolean => {
    const { parent } = node;
    if (ts.isPropertyAccessExpression(parent) && parent.name === node) {
      return ts.isIdentifier(parent.expression) && parent.expression.text === 'globalThis';
    }
    if (ts.isShorthandPropertyAssignment(parent)) return true;
    const named = parent as ts.Node & { readonly name?: ts.Node; readonly propertyName?: ts.Node };
    return named.name !== node && named.propertyName !== node;
  };
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && NODE_GLOBALS.has(node.text) && isName(node)) found.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('file.ts', text, ts.ScriptTarget.Latest, true));
  return [...found].sort();
}

/** The first circle of imports as `a -> b -> a`, or null. */
export function findCircle(graph: ReadonlyMap<string, readonly string[]>): string | null {
  const finished = new Set<string>();
  const path: string[] = [];
  const walk = (file: string): string | null => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file].join(' -> ');
    if (finished.has(file)) return null;
    path.push(file);
    for (const next of graph.get(file) ?? []) {
      const circle = walk(next);
      if (circle !== null) return circle;
    }
    path.pop();
    finished.add(file);
    return null;
  };
  for (const file of graph.keys()) {
    const circle = walk(file);
    if (circle !== null) return circle;
  }
  return null;
}

/** Every breach of the house's rules, as a sentence. */
export function findBreaches(sources: Sources): readonly string[] {
  const breaches: string[] = [];
  const graph = new Map<string, readonly string[]>();
  for (const [file, text] of sources) {
    const room = roomOf(file);
    const { files, others } = importsOf(file, text);
    graph.set(file, files);
    const allowed = MAY_IMPORT[room];
    if (allowed === undefined) breaches.push(`${file}: "${room}" is no room of the house`);
    for (const target of files) {
      const other = roomOf(target);
      if (!sources.has(target)) breaches.push(`${file} imports ${target}, which is not there`);
      else if (target === GENERATOR_ONLY) breaches.push(`${file} imports ${target}, which is for the generator alone`);
      else if (allowed !== undefined && other !== room && !allowed.includes(other)) {
        breaches.push(`${file} imports ${target}: ${room} may not know ${other}`);
      }
    }
    if (!WITHOUT_NODE.includes(room)) continue;
    for (const name of others) {
      if (name.startsWith('node:') || BUILTINS.has(name)) {
        breaches.push(`${file} imports ${name}: ${room} uses no Node API`);
      }
    }
    for (const name of nodeGlobalsIn(text)) breaches.push(`${file} uses ${name}: ${room} uses no Node API`);
  }
  const circle = findCircle(graph);
  if (circle !== null) breaches.push(`imports go in a circle: ${circle}`);
  return breaches;
}

/** Names that a file exports by a declaration of its own. */
function exportsOf(file: ts.SourceFile): readonly string[] {
  return file.statements.flatMap((one) => {
    const isExported = ts.canHaveModifiers(one) && (ts.getModifiers(one) ?? []).some(isExportKeyword);
    if (!isExported) return [];
    if (ts.isVariableStatement(one)) {
      return one.declarationList.declarations.flatMap(({ name }) => (ts.isIdentifier(name) ? [name.text] : []));
    }
    const isNamed =
      ts.isFunctionDeclaration(one) ||
      ts.isClassDeclaration(one) ||
      ts.isInterfaceDeclaration(one) ||
      ts.isTypeAliasDeclaration(one);
    return isNamed && one.name !== undefined ? [one.name.text] : [];
  });
}

const isExportKeyword = ({ kind }: ts.ModifierLike): boolean => kind === ts.SyntaxKind.ExportKeyword;

/** Every identifier of a file with how often it stands there. */
function identifiersOf(file: ts.SourceFile): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) found.set(node.text, (found.get(node.text) ?? 0) + 1);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/**
 * Exports that nothing of the house uses: no other file of `sources` has the name, and the file itself has it once, where it is declared. A test
 * alone keeps nothing alive.
 *
 * @param exempt files whose exports are for others: faces of the library, what a script runs
 */
export function deadExports(sources: Sources, exempt: readonly string[]): readonly string[] {
  const files = [...sources].map(([name, text]) => {
    const file = ts.createSourceFile(name, text, ts.ScriptTarget.Latest);
    return { name, exports: exportsOf(file), identifiers: identifiersOf(file) };
  });
  const users = new Map<string, number>();
  for (const { identifiers } of files) for (const one of identifiers.keys()) users.set(one, (users.get(one) ?? 0) + 1);
  return files
    .filter(({ name }) => !exempt.includes(name))
    .flatMap(({ name, exports, identifiers }) =>
      exports.filter((one) => identifiers.get(one) === 1 && users.get(one) === 1).map((one) => `${name}: ${one}`),
    );
}

/** What a file reaches, directly or through others: Node's modules, as `file imports node:name`. */
export function nodeModulesReachedFrom(start: string, sources: Sources): readonly string[] {
  const found: string[] = [];
  const seen = new Set<string>([start]);
  for (const file of seen) {
    const { files, others } = importsOf(file, sources.get(file) ?? '');
    for (const name of others) {
      if (name.startsWith('node:') || BUILTINS.has(name)) found.push(`${file} imports ${name}`);
    }
    for (const next of files) seen.add(next);
  }
  return found;
}
