/** Which switches of an era a source file reads, by its syntax tree. */
import ts from 'typescript';

/** What an era is called in the twin; `on` is its switches while it is made. A field of the same name of another thing is no reading. */
const ERA_NAMES: ReadonlySet<string> = new Set(['era', 'probe', 'on']);

/** Names that are read of an era: `era.name`, `const { name } = era`, `isOn('name', ...)`. */
export function switchesRead(text: string): ReadonlySet<string> {
  const read = new Set<string>();
  const visit = (node: ts.Node): void => {
    for (const name of readAt(node)) read.add(name);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('a.ts', text, ts.ScriptTarget.Latest, true));
  return read;
}

function readAt(node: ts.Node): readonly string[] {
  if (ts.isPropertyAccessExpression(node)) return isEra(node.expression) ? [node.name.text] : [];
  if (ts.isVariableDeclaration(node) && ts.isObjectBindingPattern(node.name) && isEra(node.initializer)) {
    return node.name.elements.map(({ propertyName, name }) => (propertyName ?? name).getText());
  }
  if (ts.isCallExpression(node) && node.expression.getText() === 'isOn') {
    const [name] = node.arguments;
    return name !== undefined && ts.isStringLiteral(name) ? [name.text] : [];
  }
  return [];
}

function isEra(node: ts.Expression | undefined): boolean {
  return node !== undefined && ts.isIdentifier(node) && ERA_NAMES.has(node.text);
}
