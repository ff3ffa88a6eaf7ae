/** Runs rules. All of them run; none stops another. */
import { RULES_ON } from './by-subject.js';
import type { Finding, Hit, Rule, RuleOf, Subjects } from './types.js';

/** A run of all rules that look at one kind of subject. A finding names the file that its rule says, else that of the subject. */
function checkOn<On extends keyof Subjects>(on: On): (subject: Subjects[On]) => readonly Finding[] {
  let rules: readonly RuleOf<On>[] | undefined;
  return (subject) =>
    (rules ??= RULES_ON[on]()).flatMap((rule) => rule.check(subject).map((hit) => findingOf(rule, hit, subject)));
}

function findingOf(
  { id, severity }: Pick<Rule, 'id' | 'severity'>,
  { file, range, values = {}, leftOut, judgement, severity: own }: Hit,
  subject: Subjects[keyof Subjects],
): Finding {
  return {
    rule: id,
    severity: own ?? severity,
    file: file ?? ('file' in subject ? subject.file : null),
    range: range ?? null,
    values,
    ...(leftOut === undefined ? {} : { leftOut }),
    ...(judgement === undefined ? {} : { judgement }),
  };
}

/** What can be said about one file alone. */
export const checkFile = checkOn('file');

/** What the modules of one platform say about each other. */
export const checkSet = checkOn('set');

/** What can be said about everything that was given. */
export const checkInput = checkOn('input');

/** What an application and its assets say about each other. */
export const checkBundle = checkOn('bundle');

/** What an image of flash says, besides what its modules say. */
export const checkImage = checkOn('image');

/** Whether one file is what the caller expects. */
export const checkExpectations = checkOn('expect');

/** What the files do to the devices that were given. */
export const checkTargets = checkOn('target');

/** Waivers that hold no more, or never applied. */
export const checkWaivers = checkOn('waiver');

/** What a release as a whole says. */
export const checkRelease = checkOn('release');
