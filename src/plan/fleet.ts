/** What a set of files does to devices: which would run, which would sit in safe mode, which would refuse. */
import type { Judgement } from '../base/judgement.js';
import { boot, wordOf } from '../device/boot.js';
import type { Boot, BootMode, BootReason } from '../device/boot.js';
import { common, decidingFact, spread } from '../device/hidden.js';
import type { Spread } from '../device/hidden.js';
import { bootJudgement, stepJudgement } from '../device/judgement.js';
import { hasLanded, mayNotComeBack, send } from '../device/simulate.js';
import type { DecisionRule, DeviceState, HiddenFact, Reason, Told, Transport } from '../device/types.js';
import type { FleetUnknown } from '../fleet/types.js';
import { MODULE_FUNCTION } from '../module/types.js';
import { vendorEstimate } from './cost.js';
import { isInstalled } from './world.js';
import type { PlanFile } from './world.js';

/** What becomes of a device: it runs its application, sits in safe mode, refuses a file, or nobody can say. */
export type FleetOutcome = 'run' | 'safe-mode' | 'refuse' | 'unclear';

/** What one device comes to. */
export interface DeviceJudgement {
  readonly outcome: FleetOutcome;
  /** `unknown` where nobody can say; an unclear end that is certain, such as a device that hangs, is not ok. */
  readonly judgement: Judgement;
  /** The file that decided, where one did. */
  readonly file: PlanFile | null;
  /** Why the file was refused or not applied. */
  readonly reason: Reason | null;
  /** The rule that refused it; null where none did. */
  readonly rule: DecisionRule | null;
  /** Who hears of the refusal; null where nothing was refused. */
  readonly told: Told | null;
  /** Why the device does not run its application at the end. */
  readonly bootReasons: readonly BootReason[];
  /** How the device starts at the end; 'unknown' where that, or whether it comes to an end, is not known; null where a file was refused. */
  readonly end?: BootMode | null;
  /** Bytes over the air for the files that are not on the device yet, by the vendor's estimate. */
  readonly wireBytes: number;
  /** Why nothing certain can be said, where that is for want of words about the device. Absent = not so. */
  readonly lacking?: FleetUnknown;
}

/**
 * Sends files in their flash order to one device and says what becomes of it. Files that are on the device already are not sent.
 *
 * @param files in the order in which they shall be flashed
 */
function judgeDevice(start: DeviceState, files: readonly PlanFile[], via: Transport): DeviceJudgement {
  const seen = new Set<string>();
  // Where two cases come to different ends, the others count only as long as none of them is a good one.
  let isBad = true;
  const isEnough = (answer: DeviceJudgement): boolean => {
    isBad &&= answer.judgement === 'not-ok';
    return seen.add(kindOf(answer)).size > 1 && !isBad;
  };
  const asked = spread(
    start,
    (one) => judgeDirectly(one, files, via),
    () => ({ files: files.map(({ facts }) => facts), wanted: [], limit: MOST_CASES, isEnough }),
  );
  return 'known' in asked ? asked.known : judgementOf(start, asked.open, asked.first);
}

/** Cases that are looked at for one device; more are left open. */
const MOST_CASES = 3000;

/** What two cases have to have in common for one answer. */
function kindOf({ outcome, end }: DeviceJudgement): string {
  return `${outcome} ${String(end)}`;
}

/** The judgement of all cases; where they differ, or the end is not the same, it is not known. */
function judgementOf(
  { platform }: DeviceState,
  cases: Spread<DeviceJudgement>,
  first: DeviceJudgement,
): DeviceJudgement {
  const { answers, extent } = cases;
  const isSame = extent === 'whole' && new Set(answers.map(kindOf)).size === 1;
  const [one] = answers;
  if (isSame && one !== undefined && one.end !== 'unknown' && one.outcome !== 'unclear') {
    return kindOf(one) === kindOf(first) ? first : (common(answers) ?? inEveryCase(platform, cases, one));
  }
  if (isSame && one !== undefined) return common(answers) ?? inEveryCase(platform, cases, one);
  const fact = decidingFact(platform, cases.cases, kindOf);
  if (first.outcome === 'unclear' && first.end === 'unknown' && first.reason !== null) return first;
  const reason: Reason | null = fact === null ? null : { kind: 'hidden', fact };
  const end = first.file === null ? bootReasonsOf(fact) : [];
  return {
    ...first,
    outcome: 'unclear',
    judgement: extent === 'whole' && answers.every(({ judgement }) => judgement === 'not-ok') ? 'not-ok' : 'unknown',
    end: 'unknown',
    reason,
    rule: null,
    told: null,
    bootReasons: end,
  };
}

function bootReasonsOf(fact: HiddenFact | null): readonly BootReason[] {
  return fact === null ? [] : [{ kind: 'not_known', what: wordOf(fact), fact }];
}

/** The same end in every case, each for a reason of its own. */
function inEveryCase(
  platform: number,
  { answers, cases }: Spread<DeviceJudgement>,
  one: DeviceJudgement,
): DeviceJudgement {
  const file = common(answers.map((answer) => answer.file)) ?? null;
  const fact = decidingFact(
    platform,
    cases,
    (answer) => `${kindOf(answer)} ${JSON.stringify([answer.reason, answer.bootReasons])}`,
  );
  const reason: Reason | null = fact === null || one.outcome !== 'refuse' ? null : { kind: 'in_every_case', fact };
  const bootReasons = common(answers.map((answer) => answer.bootReasons));
  return {
    ...one,
    file,
    reason: common(answers.map((answer) => answer.reason)) ?? reason,
    rule: common(answers.map((answer) => answer.rule)) ?? null,
    told: common(answers.map((answer) => answer.told)) ?? null,
    bootReasons: bootReasons ?? (fact === null ? [] : [{ kind: 'in_every_case', what: wordOf(fact), fact }]),
    wireBytes: Math.max(...answers.map(({ wireBytes }) => wireBytes)),
  };
}

/** The same where enough is known. */
function judgeDirectly(start: DeviceState, files: readonly PlanFile[], via: Transport): DeviceJudgement {
  let state = start;
  let wireBytes = 0;
  for (const [at, file] of files.entries()) {
    if (isInstalled(state, file)) continue;
    const sent = send(state, file.facts, via);
    wireBytes += vendorEstimate(file.size);
    if (sent.decision.verdict !== 'accepted' || !hasLanded(sent)) {
      const refused = sent.decision.verdict === 'refused' || sent.installed?.landed === false;
      return {
        outcome: refused ? 'refuse' : 'unclear',
        judgement: stepJudgement(sent),
        file,
        reason: sent.decision.reason ?? sent.installed?.reason ?? null,
        rule: sent.decision.rule,
        told: sent.decision.told,
        bootReasons: [],
        end: refused ? null : 'unknown',
        wireBytes,
      };
    }
    state = sent.state;
    // A device that does not come back gets no further file; a DFU session writes all before the start.
    const isLast = files.slice(at + 1).every((other) => isInstalled(sent.state, other));
    const now = isLast || via === 'dfu' ? null : boot(state);
    if (now !== null && mayNotComeBack(now)) return endOf(now, wireBytes);
  }
  return endOf(boot(state), wireBytes);
}

function endOf(end: Boot, wireBytes: number): DeviceJudgement {
  const outcome: FleetOutcome = end.mode === 'runs-app' ? 'run' : end.mode === 'safe-mode' ? 'safe-mode' : 'unclear';
  return {
    outcome,
    judgement: bootJudgement(end),
    file: null,
    reason: null,
    rule: null,
    told: null,
    bootReasons: end.reasons,
    end: end.mode,
    wireBytes,
  };
}

/** The judgement of a device of which nothing can be said. */
export const UNCLEAR: DeviceJudgement = {
  outcome: 'unclear',
  judgement: 'unknown',
  file: null,
  reason: null,
  rule: null,
  told: null,
  bootReasons: [],
  wireBytes: 0,
};

/** The judgement of a device about which something is missing. */
export function judgementLacking(lacking: FleetUnknown): DeviceJudgement {
  return { ...UNCLEAR, end: 'unknown', lacking };
}

/**
 * What of the judgement of a release stands for a device of which only the release is known: an application alone is judged by the system part, and
 * by the slots that this knows. What hangs on any other module is not known.
 */
export function judgementByRelease(judgement: DeviceJudgement, files: readonly PlanFile[]): DeviceJudgement {
  const { outcome, reason, bootReasons } = judgement;
  const isDecided =
    outcome === 'run' ||
    (outcome === 'refuse' && reason !== null && isOfSystem(reason)) ||
    (outcome === 'safe-mode' && bootReasons.length > 0 && bootReasons.every(isBootReasonOfSystem));
  return isDecided && files.every(isJudgedBySystem) ? judgement : judgementLacking('release_alone');
}

/** An application that asks for nothing but system parts. */
function isJudgedBySystem({ facts }: PlanFile): boolean {
  const { function: moduleFunction, dependency1, dependency2, assets, inner, combined } = facts;
  const needs = [dependency1, dependency2].filter((one) => one !== null);
  return (
    moduleFunction === MODULE_FUNCTION.userPart &&
    needs.every((one) => one.function === MODULE_FUNCTION.systemPart || one.function === MODULE_FUNCTION.none) &&
    assets.length === 0 &&
    inner === null &&
    combined.length === 0
  );
}

/** Reasons that lie in the file, or in the slots that a release has for it. */
const OF_FILE: ReadonlySet<Reason['kind']> = new Set<Reason['kind']>([
  'no_slot',
  'outside_slot',
  'other_platform',
  'bad_crc',
  'runs_off_flash',
  'suffix_unreadable',
  'wrong_start',
  'too_large',
]);

function isOfSystem(reason: Reason): boolean {
  return reason.kind === 'dependency_too_low'
    ? reason.needs.function === MODULE_FUNCTION.systemPart
    : OF_FILE.has(reason.kind);
}

function isBootReasonOfSystem(reason: BootReason): boolean {
  return (
    (reason.kind === 'application_needs' && isOfSystem(reason.reason)) ||
    reason.kind === 'application_in_version_gap' ||
    reason.kind === 'application_crc'
  );
}

/** Judges many devices; equal states are judged once. */
export function fleetJudge(files: readonly PlanFile[], via: Transport): (state: DeviceState) => DeviceJudgement {
  const known = new Map<string, DeviceJudgement>();
  let misses = 0;
  let hits = 0;
  return (state) => {
    // Where hardly any two are alike, their keys would cost as much as the judgement.
    if (misses > TRIED && hits < misses) {
      known.clear();
      return judgeDevice(state, files, via);
    }
    // Every fact counts: what two devices have in common is not known as it is between the states of one plan.
    const key = JSON.stringify(state);
    const before = known.get(key);
    if (before === undefined) misses++;
    else hits++;
    const found = before ?? judgeDevice(state, files, via);
    // A hostile stream could bring ever new states; what is remembered stays bounded.
    if (known.size < MOST_REMEMBERED) known.set(key, found);
    return found;
  };
}

const MOST_REMEMBERED = 10_000;
const TRIED = 2_000;
