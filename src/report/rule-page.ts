/** The page of a rule: for the documentation and for the terminal. Both say the same. */
import type { Rule, Severity } from '../rules/types.js';
import type { TextOptions } from './style.js';
import { paragraph } from './wrap.js';

const FAMILIES: Readonly<Record<string, string>> = {
  '1': 'what the file is',
  '2': 'integrity',
  '3': 'layout',
  '4': 'identity',
  '5': 'set',
  '6': 'device',
  '7': 'payload',
  '8': 'advice',
};

/** The name of the family that the hundreds of an id stand for. */
export function familyOf(id: string): string {
  return FAMILIES[id[2] ?? ''] ?? 'other';
}

/** What a finding of that severity does to a run. */
const SEVERITY_WORDS: Readonly<Record<Severity, string>> = {
  error: 'error (fails the check)',
  warning: 'warning (fails the check with --fail-on warning)',
  note: 'note (fails the check with --fail-on note)',
};

/** What a rule looks at, in words. */
const SCOPE_WORDS: Readonly<Record<Rule['on'], string>> = {
  file: 'one file',
  set: 'the modules of one platform together',
  input: 'everything that the run was given',
  bundle: 'a bundle: an application and its assets',
  image: 'a file that is an image of flash',
  release: 'all files of a release together, and its lock',
  expect: 'one file, against what was expected',
  target: 'the files together on a device or a release',
  waiver: 'the waivers of the configuration',
};

type Section = readonly [title: string, text: string];

/** What a rule says, a title and a text each. */
export function ruleSections(rule: Rule): readonly Section[] {
  return [
    ['Effect', rule.effect],
    ['Fix', rule.fix],
    ['Message', rule.message],
    ['Source', rule.source],
  ];
}

/** What a rule is, a name and a value each. */
export function ruleFacts(rule: Rule): readonly Section[] {
  return [
    ['Name', rule.name],
    ['Default severity', SEVERITY_WORDS[rule.severity]],
    ['Looks at', SCOPE_WORDS[rule.on]],
    ['Family', familyOf(rule.id)],
  ];
}

/** The page in `docs/rules`, as prettier leaves it. */
export function rulePage(rule: Rule): string {
  const facts = ruleFacts(rule).map(([title, text]) => `- ${title}: ${title === 'Name' ? `\`${text}\`` : text}`);
  const sections = ruleSections(rule).map(([title, text]) =>
    title === 'Message' ? `## ${title}\n\n\`\`\`text\n${text}\n\`\`\`` : `## ${title}\n\n${markdown(text)}`,
  );
  return `${[`# ${rule.id}: ${markdown(rule.title)}`, facts.join('\n'), ...sections].join('\n\n')}\n`;
}

/** The list of all pages. */
export function ruleIndex(rules: readonly Rule[]): string {
  const families = [...new Set(rules.map(({ id }) => id[2] ?? ''))].sort();
  const parts = families.map((family) => {
    const lines = rules
      .filter(({ id }) => id[2] === family)
      .map(({ id, title, severity }) => `- [${id}](${id}.md) ${markdown(title)} (${severity})`);
    return `## ${family}: ${FAMILIES[family] ?? 'other'}\n\n${lines.join('\n')}`;
  });
  const head =
    '# Rules\n\nEvery finding of fwinspect has a rule. `fwinspect explain FW201` shows the same page in the terminal.';
  return `${[head, ...parts].join('\n\n')}\n`;
}

/** Our own text, with what Markdown would take for markup. */
function markdown(text: string): string {
  return text.replace(/[\\`*<>[\]]|(?<!\w)_|_(?!\w)/g, '\\$&');
}

/** The page in a terminal. */
export function ruleText(rule: Rule, { style, width }: TextOptions): string {
  const rows = [...ruleFacts(rule), ...ruleSections(rule)];
  const label = Math.max(...rows.map(([title]) => title.length)) + 4;
  const lines = rows.map(
    ([title, text]) => `  ${style.faint(title.padEnd(label - 2))}${paragraph(text, width, ' '.repeat(label))}\n`,
  );
  return `${style.strong(rule.id)}  ${paragraph(rule.title, width, ' '.repeat(rule.id.length + 2))}\n\n${lines.join('')}`;
}

/** One line a rule, and how to read more. */
export function ruleLines(rules: readonly Rule[], { style, width }: TextOptions): string {
  const lines = rules.map(
    ({ id, title }) => `  ${style.strong(id)}  ${paragraph(title, width, ' '.repeat(id.length + 4))}\n`,
  );
  return `${lines.join('')}\nMore of one: fwinspect explain ${rules[0]?.id ?? ''}\n`;
}

/** A rule as data. */
function ruleJson({ id, name, severity, on, title, effect, fix, source, message }: Rule) {
  return { id, name, severity, scope: on, title, effect, fix, source, message };
}

/** The document `fwinspect/explain@1`. */
export function explainJson(rules: readonly Rule[], errors: readonly unknown[]) {
  return { schema: 'fwinspect/explain@1', rules: rules.map(ruleJson), errors };
}
