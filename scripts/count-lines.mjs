/**
 * Counts the lines of `src` that are neither blank nor comment, outside `catalog` (which is data): in all, by room, and the longest functions.
 *
 *   node scripts/count-lines.mjs [FOLDER]   another checkout, for a comparison
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const src = join(process.argv[2] ?? fileURLToPath(new URL('..', import.meta.url)), 'src');
const SHOWN = 15;

/** Numbers of the lines that hold a token: comments and blank lines hold none. */
function codeLines(file) {
  const lines = new Set();
  const lineOf = (at) => file.getLineAndCharacterOfPosition(at).line;
  const visit = (node) => {
    if (node.kind >= ts.SyntaxKind.FirstJSDocNode && node.kind <= ts.SyntaxKind.LastJSDocNode) return;
    const children = node.getChildren(file);
    if (children.length > 0) {
      children.forEach(visit);
      return;
    }
    // A template or a string over several lines is code on each of them.
    if (node.getWidth(file) > 0) for (let at = lineOf(node.getStart(file)); at <= lineOf(node.end); at++) lines.add(at);
  };
  visit(file);
  return lines;
}

function functionsOf(file, lines, name) {
  const found = [];
  const visit = (node) => {
    const isNamed = ts.isFunctionDeclaration(node) && node.name !== undefined && node.body !== undefined;
    if (isNamed) {
      const from = file.getLineAndCharacterOfPosition(node.getStart(file)).line;
      const to = file.getLineAndCharacterOfPosition(node.end).line;
      found.push({
        name: `${name} ${node.name.text}`,
        lines: [...lines].filter((one) => one >= from && one <= to).length,
      });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

const rooms = new Map();
const functions = [];
for (const path of readdirSync(src, { recursive: true }).map((one) => one.replaceAll('\\', '/'))) {
  if (!path.endsWith('.ts') || path.startsWith('catalog/')) continue;
  const file = ts.createSourceFile(path, readFileSync(join(src, path), 'utf8'), ts.ScriptTarget.Latest, true);
  const lines = codeLines(file);
  const room = path.includes('/') ? path.slice(0, path.indexOf('/')) : '(faces)';
  rooms.set(room, (rooms.get(room) ?? 0) + lines.size);
  functions.push(...functionsOf(file, lines, path));
}

const row = (count, name) => console.log(`${String(count).padStart(7)}  ${name}`);
row(
  [...rooms.values()].reduce((sum, one) => sum + one, 0),
  'lines of src outside catalog, neither blank nor comment',
);
for (const [room, count] of [...rooms].sort(([, a], [, b]) => b - a)) row(count, room);
console.log('\nThe longest functions:');
for (const { lines, name } of functions.sort((a, b) => b.lines - a.lines).slice(0, SHOWN)) row(lines, name);
