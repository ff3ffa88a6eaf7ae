/** A plugin for Stryker that leaves prose alone: what a rule says of itself is no behaviour. Values and severities count. */
const PROSE = new Set(['title', 'effect', 'fix', 'source', 'message']);

const isText = ({ type }) => type === 'StringLiteral' || type === 'TemplateLiteral';

/** A text of a rule, or a named one that several rules share, such as `NAME_EFFECT`. */
function isProse({ node, parent }) {
  if (!isText(node)) return false;
  if (parent?.type === 'ObjectProperty') return PROSE.has(parent.key.name);
  return (
    parent?.type === 'VariableDeclarator' &&
    /^[A-Z_]+(?:_EFFECT|_FIX|_SOURCE)$|^(?:FIX|SOURCE)_[A-Z_]+$/.test(parent.id.name)
  );
}

export const strykerPlugins = [
  {
    kind: 'Ignore',
    name: 'prose',
    value: { shouldIgnore: (path) => (isProse(path) ? 'prose of a rule' : undefined) },
  },
];
