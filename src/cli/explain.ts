import { nearest } from '../base/nearest.js';
import { jsonText } from '../report/json.js';
import { explainJson, ruleText } from '../report/rule-page.js';
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
  const rules = rulesOf(query, options.all);
  const text = textOptions(options);
  writeOutput(
    json ? jsonText(explainJson(rules, [])) : rules.map((rule) => ruleText(rule, text)).join('\n'),
    options.output,
  );
  return EXIT.fine;
}

function rulesOf(query: string | undefined, all: boolean): readonly Rule[] {
  if (query === undefined) {
    if (all) return RULES;
    throw new UsageError('name a rule by its id, such as FW201, or say --all');
  }
  const wanted = query.toLowerCase();
  const found = RULES.filter(({ id, name }) => id.toLowerCase() === wanted || name === wanted);
  if (found.length > 0) return found;
  const near = nearest(wanted, [...RULES.map(({ id }) => id.toLowerCase()), ...RULES.map(({ name }) => name)]);
  const meant = RULES.find(({ id, name }) => id.toLowerCase() === near || name === near)?.id;
  const hint = meant === undefined ? 'fwinspect explain --all shows every rule' : `did you mean ${meant}?`;
  throw new UsageError(`no rule ${safeText(query)}; ${hint}`);
}
