/**
 * The documents of parts of a fleet: written, read, and what does not fit in words, so that a fleet can be split over cores and machines. A part is the
 * document of `check` with what its lists leave out; `assess` puts the answers together.
 */
import type { DevicePart } from '../assess/devices.js';
import { devicesTwice, differenceOf, findingsOfFiles, mergeAnswers } from '../assess/part.js';
import type { AnswerPart, DeviceQuestionField } from '../assess/part.js';
import { compareText } from '../base/compare.js';
import { groupBy } from '../base/group-by.js';
import { isObject } from '../base/is-object.js';
import { worstOf } from '../base/judgement.js';
import type { Severity, TargetSubject } from '../rules/types.js';
import { checkJson } from './check.js';
import type { CheckReport, FleetSummary } from './check-types.js';
import { documentText, jsonText } from './json.js';
import type { RunError } from './json.js';
import { gatheredWords } from './device-report.js';
import type { GatheredNoteList } from './device-report.js';
import { problemError } from './problem.js';
import { VERSION } from './version.js';

/** What `check --part` writes beside the answer. */
export interface CheckPart {
  /** Parts of another version may have been judged by other rules. */
  readonly version: string;
  readonly report: CheckReport;
  readonly devices: DevicePart;
  readonly notes: GatheredNoteList;
  /** From which severity on a finding fails the run. */
  readonly failLevel: Severity;
}

/** Why documents cannot be put together. */
export type PartFault =
  /** It is no document of `check --part`, or of another version. */
  | { readonly kind: 'no_part'; readonly file: string }
  | { readonly kind: 'other_version'; readonly file: string; readonly version: string }
  /** What has to be the same differs: the named option of the question about devices; null: files, configuration, or what else was asked. */
  | { readonly kind: 'other_question'; readonly file: string; readonly first: string; readonly differs: string | null };

/** The document of `check --json --part`. */
export function partText(part: CheckPart): string {
  const { devices, ...rest } = part;
  const document = JSON.parse(documentText(checkJson(part.report))) as object;
  // Its lists are whole: what is left out here would be missing of the whole fleet.
  return jsonText({
    ...document,
    part: { ...rest, devices: { ...devices, targets: devices.targets.map(bareTarget) } },
  });
}

/** Of a file that decided its name is enough. */
function bareTarget({ groups, ...target }: TargetSubject): object {
  return {
    ...target,
    groups: groups.map(({ judgement, ...group }) => ({
      ...group,
      judgement: { ...judgement, file: judgement.file === null ? null : { file: judgement.file.file } },
    })),
  };
}

/** A named part. */
export interface NamedPart {
  /** The name of its document. */
  readonly file: string;
  readonly part: CheckPart;
}

/** Reads the document of a part. Its insides are those of this very version, and taken as they are. */
export function parsePart(file: string, text: string): NamedPart | PartFault {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return { kind: 'no_part', file };
  }
  const part = isObject(document) ? document.part : undefined;
  if (!isObject(part) || typeof part.version !== 'string') return { kind: 'no_part', file };
  if (part.version !== VERSION) return { kind: 'other_version', file, version: part.version };
  const { report, devices, notes } = part;
  const isWhole =
    isObject(report) &&
    isObject(report.fleet) &&
    Array.isArray(report.findings) &&
    isObject(devices) &&
    Array.isArray(devices.targets) &&
    isObject(devices.asked) &&
    typeof devices.ids === 'string' &&
    Array.isArray(devices.pages) &&
    isObject(notes) &&
    Array.isArray(notes.notes);
  return isWhole ? { file, part: part as unknown as CheckPart } : { kind: 'no_part', file };
}

/** Puts parts together. */
export function mergeParts(parts: readonly NamedPart[]): CheckReport | PartFault {
  const [first] = parts;
  if (first === undefined) return { kind: 'no_part', file: '' };
  const fault = parts.reduce<PartFault | null>((found, one) => found ?? faultOf(first, one), null);
  if (fault !== null) return fault;
  const all = parts.map(({ part }) => part);
  const merged = mergeAnswers(all.map(answerOf));
  const errors = [...ofFiles(first.part), ...deviceErrors(all, merged.fleet), ...twiceErrors(parts)];
  const { report } = first.part;
  const isOpen = errors.length > 0 || report.files.length === 0;
  const judgement = worstOf([merged.judgement, isOpen ? 'unknown' : 'ok']);
  return {
    ...report,
    findings: merged.findings,
    fleet: merged.fleet,
    notes: gatheredWords(mergedNotes(all)),
    assumed: merged.assumed,
    failed: judgement === 'not-ok',
    judgement,
    errors,
  };
}

function answerOf({ report, devices, failLevel }: CheckPart): AnswerPart<FleetSummary['list'][number]> {
  const { findings, fleet, assumed = [] } = report;
  return { findings, fleet: fleet ?? NO_DEVICES, assumed, devices, failLevel };
}

const NO_DEVICES: FleetSummary = { devices: 0, run: 0, safeMode: 0, refuse: 0, unclear: 0, wireBytes: 0, list: [] };

function faultOf(first: NamedPart, { file, part }: NamedPart): PartFault | null {
  const field = differenceOf(first.part.devices.asked, part.devices.asked);
  const differs = field === null ? null : OPTIONS[field];
  const isSame = differs === null && JSON.stringify(questionOf(first.part)) === JSON.stringify(questionOf(part));
  return isSame ? null : { kind: 'other_question', file, first: first.file, differs };
}

/** The options that ask it. */
const OPTIONS: Readonly<Record<DeviceQuestionField, string>> = {
  via: 'via',
  protected: 'protected',
  platform: 'platform',
  expectCloud: 'expect-cloud',
  library: 'with',
};

/** What else has to be the same in every part. */
function questionOf(part: CheckPart): unknown {
  const { files, configuration, againstDevices, unjudged } = part.report;
  const targets = part.devices.targets.map(({ platform, files: judged }) => [platform, judged]);
  const findings = findingsOfFiles(part.report.findings);
  return [files, configuration, againstDevices, unjudged, part.failLevel, targets, findings, ofFiles(part)];
}

/** Problems that are about devices. */
const DEVICE_CODES: ReadonlySet<string> = new Set([
  'no_report',
  'unreadable',
  'other_platform',
  'nothing_judged',
  'more_errors',
]);
/** Those of them that follow from the others. */
const FOLLOWING: ReadonlySet<string> = new Set(['nothing_judged', 'more_errors']);
const MOST_PROBLEMS = 20;

/** Problems of the files themselves stand before those of devices. */
function ofFiles({ report }: CheckPart): readonly RunError[] {
  const at = report.errors.findIndex(({ code }) => DEVICE_CODES.has(code));
  return at < 0 ? report.errors : report.errors.slice(0, at);
}

const sum = <One>(all: readonly One[], of: (one: One) => number): number =>
  all.reduce((total, one) => total + of(one), 0);

function deviceErrors(parts: readonly CheckPart[], fleet: FleetSummary): readonly RunError[] {
  const named = parts.flatMap((part) =>
    part.report.errors.slice(ofFiles(part).length).filter(({ code }) => !FOLLOWING.has(code)),
  );
  const once = [...groupBy(named, (one) => JSON.stringify(one)).values()].flatMap(([one]) => one ?? []);
  const left = sum(parts, ({ devices }) => devices.left) + Math.max(0, once.length - MOST_PROBLEMS);
  const { devices, otherPlatforms = 0 } = fleet;
  const nothing = devices === otherPlatforms && once.length === 0;
  return [
    ...once.slice(0, MOST_PROBLEMS),
    ...(nothing ? [problemError({ kind: 'nothing_judged', otherPlatforms })] : []),
    ...(left > 0 ? [problemError({ kind: 'more_unread', count: left })] : []),
  ];
}

/** Devices in several parts that are named. */
const MOST_TWICE = 20;

function twiceErrors(parts: readonly NamedPart[]): readonly RunError[] {
  const nameOf = (at: number): string => parts[at]?.file ?? '';
  const { twice, left } = devicesTwice(
    parts.map(({ part }) => part.devices),
    MOST_TWICE,
  );
  const errors = twice.map(({ id, first, second }) => ({
    file: nameOf(second),
    code: 'in_two_parts',
    message: `device ${id} stands in ${nameOf(first)} and in ${nameOf(second)}: it is counted twice; give all its records to one part`,
  }));
  return left === 0 ? errors : [...errors, problemError({ kind: 'more_unread', count: left })];
}

function mergedNotes(parts: readonly CheckPart[]): GatheredNoteList {
  const notes = groupBy(
    parts.flatMap((part) => part.notes.notes),
    ({ note }) => note,
  );
  return {
    notes: [...notes]
      .map(([note, all]) => ({
        note,
        first: all.map(({ first }) => first).sort(compareText)[0] ?? '',
        count: sum(all, ({ count }) => count),
      }))
      .sort((a, b) => compareText(a.note, b.note)),
    left: sum(parts, (part) => part.notes.left),
  };
}

/** Why documents cannot be put together, as a sentence. */
export function partFaultWords(fault: PartFault): string {
  switch (fault.kind) {
    case 'no_part':
      return `${fault.file} is no answer about a part of a fleet; \`check --fleet ... --json --part\` writes one`;
    case 'other_version':
      return `${fault.file} was written by fwinspect ${fault.version}, and this is ${VERSION}; parts are put together by the version that judged them`;
    case 'other_question': {
      const what =
        fault.differs === null
          ? 'the files, the configuration or what was asked of them differ'
          : `--${fault.differs} differs; all parts of a fleet are asked alike`;
      return `${fault.file} answers another question than ${fault.first}: ${what}`;
    }
  }
}
