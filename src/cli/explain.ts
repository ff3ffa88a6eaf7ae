import { nearest } from '../base/nearest.js';
import { jsonText } from '../report/json.js';
import { explainJson, ruleLines, ruleText } from '../report/rule-page.js';
import { safeText } from '../base/safe-text.js';
import { RULES } from '../rules/registry.js';
import type { Rule } from '../rules/types.js';
import { textOptions, UsageError, writeOutput } from './context.js';
import type { CommonOptions } from './context.js';
import { EXIT } from './exit-code.js';
import { wantsJson } from './shared.js';

/** `fwinspect explain RULE`, `fwinspect explain --all` */
export function explain(query: string | undefined, options: CommonOptions): number {
  const json = wantsJson(options);
  const { rules, asList } = rulesOf(query, options.all);
  const text = textOptions(options);
  const words = asList ? ruleLines(rules, text) : rules.map((rule) => ruleText(rule, text)).join('\n');
  writeOutput(json ? jsonText(explainJson(rules, [])) : words, options.output);
  return EXIT.fine;
}

interface Found {
  readonly rules: readonly Rule[];
  /** Whether a line for each is enough: nobody named one of them. */
  readonly asList: boolean;
}

function rulesOf(query: string | undefined, all: boolean): Found {
  if (query === undefined) {
    if (all) return { rules: RULES, asList: false };
    throw new UsageError('name a rule by its id, such as FW201, or a word, such as crc, or say --all');
  }
  const wanted = query.toLowerCase();
  const found = RULES.filter(({ id, name }) => id.toLowerCase() === wanted || name === wanted);
  if (found.length > 0) return { rules: found, asList: false };
  const about = rulesAbout(wanted);
  if (about.length > 0) return { rules: about, asList: about.length > 1 };
  const near = nearest(wanted, [...RULES.map(({ id }) => id.toLowerCase()), ...RULES.map(({ name }) => name)]);
  const meant = RULES.find(({ id, name }) => id.toLowerCase() === near || name === near)?.id;
  const hint = meant === undefined ? 'fwinspect explain --all shows every rule' : `did you mean ${meant}?`;
  throw new UsageError(`no rule ${safeText(query)}; ${hint}`);
}

/** Rules that speak of a word: those that have it in their id, name or title, else those that have it anywhere. */
function rulesAbout(word: string): readonly Rule[] {
  if (word.trim() === '') return [];
  const having = (texts: (rule: Rule) => readonly string[]): readonly Rule[] =>
    RULES.filter((rule) => texts(rule).some((text) => text.toLowerCase().includes(word)));
  const named = having(({ id, name, title }) => [id, name, title]);
  return named.length > 0 ? named : having(({ effect, fix, message }) => [effect, fix, message]);
}
