/** Runs rules. All of them run; none stops another. */
import { RULES } from './registry.js';
import type {
  BundleSubject,
  ExpectSubject,
  FileSubject,
  Finding,
  Hit,
  ImageSubject,
  InputSubject,
  ReleaseSubject,
  Rule,
  RuleOf,
  SetSubject,
  TargetSubject,
  WaiverSubject,
} from './types.js';

function findingOf(rule: Rule, hit: Hit, file: string | null): Finding {
  return {
    rule: rule.id,
    severity: rule.severity,
    file: hit.file ?? file,
    range: hit.range ?? null,
    values: hit.values ?? {},
  };
}

function rulesOn<On extends Rule['on']>(on: On): readonly RuleOf<On>[] {
  return RULES.filter((rule): rule is RuleOf<On> => rule.on === on);
}

const FILE_RULES = rulesOn('file');
const SET_RULES = rulesOn('set');
const INPUT_RULES = rulesOn('input');
const BUNDLE_RULES = rulesOn('bundle');
const IMAGE_RULES = rulesOn('image');
const RELEASE_RULES = rulesOn('release');

/** What can be said about one file alone. */
export function checkFile(subject: FileSubject): readonly Finding[] {
  return FILE_RULES.flatMap((rule) => rule.check(subject).map((hit) => findingOf(rule, hit, subject.file)));
}

/** What the modules of one platform say about each other. */
export function checkSet(subject: SetSubject): readonly Finding[] {
  return SET_RULES.flatMap((rule) => rule.check(subject).map((hit) => findingOf(rule, hit, null)));
}

/** What can be said about everything that was given. */
export function checkInput(subject: InputSubject): readonly Finding[] {
  return INPUT_RULES.flatMap((rule) => rule.check(subject).map((hit) => findingOf(rule, hit, null)));
}

/** What an application and its assets say about each other. */
export function checkBundle(subject: BundleSubject): readonly Finding[] {
  return BUNDLE_RULES.flatMap((rule) => rule.check(subject).map((hit) => findingOf(rule, hit, null)));
}

/** What an image of flash says, besides what its modules say. */
export function checkImage(subject: ImageSubject): readonly Finding[] {
  return IMAGE_RULES.flatMap((rule) => rule.check(subject).map((hit) => findingOf(rule, hit, subject.file)));
}

const EXPECT_RULES = rulesOn('expect');
const TARGET_RULES = rulesOn('target');
const WAIVER_RULES = rulesOn('waiver');

/** Whether one file is what the caller expects. */
export function checkExpectations(subject: ExpectSubject): readonly Finding[] {
  return EXPECT_RULES.flatMap((rule) => rule.check(subject).map((hit) => findingOf(rule, hit, subject.file)));
}

/** What the files do to the devices that were given. */
export function checkTargets(subject: TargetSubject): readonly Finding[] {
  return TARGET_RULES.flatMap((rule) => rule.check(subject).map((hit) => findingOf(rule, hit, null)));
}

/** Waivers that hold no more, or never applied. */
export function checkWaivers(subject: WaiverSubject): readonly Finding[] {
  return WAIVER_RULES.flatMap((rule) => rule.check(subject).map((hit) => findingOf(rule, hit, null)));
}

/** What a release as a whole says. */
export function checkRelease(subject: ReleaseSubject): readonly Finding[] {
  return RELEASE_RULES.flatMap((rule) => rule.check(subject).map((hit) => findingOf(rule, hit, null)));
}
