/** planUpdate: the steps from where a device is to where it should be, or why there are none. */
import { groupBy } from '../base/group-by.js';
import { ERASES_OLD_APPLICATION_FROM, RADIO_INFO_WORD } from '../catalog/eras.js';
import { mainSlotOf, slotsIn } from '../catalog/flash-map.js';
import { platformName } from '../catalog/platforms.js';
import { releaseRow, releaseRows } from '../catalog/releases.js';
import type { ReleaseRow } from '../catalog/releases.js';
import { intermediateReleasesBetween } from '../catalog/intermediate-releases.js';
import type { IntermediateRelease } from '../catalog/intermediate-releases.js';
import { storedAssets } from '../device/assets.js';
import { accept, runningVersion, wouldTell } from '../device/accept.js';
import { boot, bootOf, settle } from '../device/boot.js';
import { factOf } from '../device/candidates.js';
import { partsOf } from '../device/combined.js';
import type { Asked } from '../device/candidates.js';
import type { Boot, BootReason } from '../device/boot.js';
import { eraOf } from '../device/era.js';
import { common, decidingFact, isOpen, mapped, spread } from '../device/hidden.js';
import { isHiddenIn, listenTo, note } from '../device/trace.js';
import { hasLanded, IN_DFU, send } from '../device/simulate.js';
import { withModule } from '../device/shipped.js';
import type {
  AssetName,
  DecisionRule,
  DeviceState,
  HiddenFact,
  ModuleFacts,
  Reason,
  Told,
  Transport,
} from '../device/types.js';
import { isSameModule, moduleIdOf, moduleKey } from '../module/id.js';
import type { ModuleKey } from '../module/id.js';
import { MODULE_FUNCTION } from '../module/types.js';
import type { ModuleId, Requirement } from '../module/types.js';
import { framingFloor, vendorEstimate } from './cost.js';
import { isMetBy, meetingIn, meets, unmetParts } from './goal.js';
import type { Goal, GoalPart } from './goal.js';
import { isOutOfReach } from './out-of-reach.js';
import { search } from './search.js';
import { smallestSets } from './suggest.js';
import type { Attempt, Lack, Suggestions } from './suggest.js';
import { thingsOf } from './things.js';
import type { Thing } from './things.js';
import type { SearchOptions, SearchResult, Work } from './search.js';
import { usefulFiles } from './useful.js';
import { assetsFor, isInstalled, moveTo, uniqueFiles, versionIn, whetherInstalled } from './world.js';
import type { Move, PlanFile } from './world.js';

/** Where the update shall end: every given file installed, or a release (null: the newest complete final one). */
export type UpdateGoal = { readonly kind: 'files' } | { readonly kind: 'release'; readonly release: string | null };

/** How a plan may go. */
export interface PlanOptions {
  readonly via: Exclude<Transport, 'dfu_flag'>;
  readonly prefer?: 'steps' | 'bytes';
  /** Where there is no way: whether to look for what would open one, which takes up to a second; default: yes. */
  readonly suggest?: boolean;
  /** Leave out the intermediate releases that are advice. */
  readonly shortest?: boolean;
  readonly allowStranding?: boolean;
  /** Device states looked at before the search gives up; default 100,000, or about ten seconds of work. */
  readonly stateLimit?: number;
}

/** One file, sent, and what the device is afterwards. */
export interface PlanStep {
  /** Counted from 1. */
  readonly step: number;
  readonly file: PlanFile;
  readonly transport: Transport;
  /** The vendor's estimate of bytes over the air, and what cannot be undercut. */
  readonly wireBytes: number;
  readonly wireFloor: number;
  readonly afterwards: Boot;
  /** Module version of the Device OS that takes the file; null where it is not known. */
  readonly takenBy: number | null;
  /** Who would hear of it if that Device OS refused the file after all; null over DFU and where it is not known. */
  readonly refusalTold: Told | null;
  /** Module version of the Device OS that runs afterwards; null where it is not known. */
  readonly runs: number | null;
  /** The intermediate release that the step leads to; null for steps to the goal itself. */
  readonly intermediate: IntermediateRelease | null;
}

/** What a person should know about a plan beyond its steps. */
export type Advice =
  /** A documented intermediate release, and why it is taken. */
  | {
      readonly kind: 'intermediate';
      readonly intermediate: IntermediateRelease;
      readonly release: string;
      readonly enforced: boolean;
    }
  /** A documented intermediate release whose files are not among the given ones. */
  | {
      readonly kind: 'intermediate_missing';
      readonly intermediate: IntermediateRelease;
      readonly files: readonly string[];
      readonly enforced: boolean;
    }
  | { readonly kind: 'intermediate_skipped'; readonly intermediate: IntermediateRelease }
  /** The application does not run at the end; it needs what the goal does not have, or there is none. */
  | { readonly kind: 'application_will_not_run' }
  /** One transport could not carry everything. */
  | { readonly kind: 'transport_switched'; readonly from: Transport; readonly to: Transport; readonly step: number }
  | { readonly kind: 'hazard_crossed'; readonly step: number }
  /** An application of the same header numbers is there; which build is not known, so the file is sent. */
  | { readonly kind: 'build_unknown'; readonly step: number }
  /** The vendor's tool erases the place of the application of 128K that was there before. */
  | { readonly kind: 'tool_erases_old_application'; readonly step: number }
  /** The vendor's tool sends the bootloader before what DFU carries, unless the device is in DFU mode already. */
  | { readonly kind: 'tool_sends_bootloader_first'; readonly step: number };

/** What the steps of a plan add up to. */
export interface Totals {
  readonly steps: number;
  readonly bytes: number;
  readonly wireBytes: number;
  readonly wireFloor: number;
  readonly stepsWithoutApp: number;
}

/** Why one part of the goal cannot be had. */
export interface Blocked {
  readonly key: ModuleKey;
  readonly file: PlanFile | null;
  readonly reason: Reason | 'no_file' | 'strands' | 'application';
  /** The rule that refuses the file; null where none does. */
  readonly rule: DecisionRule | null;
  /** Who would hear of the refusal; null where nothing is refused. */
  readonly told: Told | null;
  /** What the part asks for. */
  readonly version: number;
}

/** Things that open the way together, by the twin's word. */
export type Suggestion = readonly Thing[];

/** The answer of `planUpdate`: steps, or why there are none. */
export type UpdatePlan =
  | {
      readonly kind: 'plan';
      /** The release that the plan leads to; null where the goal is the given files. */
      readonly release: string | null;
      readonly steps: readonly PlanStep[];
      readonly totals: Totals;
      readonly advice: readonly Advice[];
      readonly end: Boot;
      readonly state: DeviceState;
    }
  | {
      readonly kind: 'unreachable';
      readonly release: string | null;
      readonly blocked: readonly Blocked[];
      /** Any one of these opens the way; all take as few things as can be. */
      readonly suggest: readonly Suggestion[];
      /** Where there is none: so many things at the least are missing; 0 where nothing says so. */
      readonly atLeast: number;
      readonly advice: readonly Advice[];
    }
  | {
      readonly kind: 'no_goal';
      readonly reason: 'no_complete_release' | 'unknown_release' | 'no_files';
      readonly missing: readonly string[];
    }
  | { readonly kind: 'limit'; readonly stateLimit: number }
  /** Whether there is a way, or where it ends, hangs on something that is not known of the device; null where that are too many things. */
  | { readonly kind: 'unknown'; readonly release: string | null; readonly fact: HiddenFact | null };

const STATE_LIMIT = 100_000;
/** About ten seconds of questions to the twin, whatever the number of files. */
const MOVE_LIMIT = 650_000;

/**
 * Plans an update. Pure: the same state, files and goal give the same plan, in whatever order the files come.
 *
 * Optimal among the plans that the twin accepts: fewest steps, then fewest bytes, then the fewest steps without the application. By default it goes
 * over the intermediate releases that the vendor documents; `shortest` drops those that are advice.
 *
 * @param state where the device is
 * @param files what may be sent; more than needed is fine
 * @param goal where it shall end
 */
export function planUpdate(
  state: DeviceState,
  files: readonly PlanFile[],
  goal: UpdateGoal,
  options: PlanOptions,
): UpdatePlan {
  const plan = planSurely(state, files, goal, options);
  if (plan.kind !== 'unreachable' || plan.blocked.length === 0 || options.suggest === false) return plan;
  if (!isOpen(state)) return planHere(state, files, goal, options, 'full');
  return listenTo(() => planDirectly(state, files, goal, options, 'full')).answer;
}

/** The same without what would open a way where there is none. */
function planSurely(
  state: DeviceState,
  files: readonly PlanFile[],
  goal: UpdateGoal,
  options: PlanOptions,
): UpdatePlan {
  if (!isOpen(state)) return planHere(state, files, goal, options, 'bare');
  const { answer, asked } = listenTo(() => planDirectly(state, files, goal, options, 'bare'));
  if (asked === null || answer.kind === 'limit') return answer;
  const world = worldOf(state, files);
  const isAboutAll = goal.kind === 'files' && !hasTwoForOneSlot(world);
  if (answer.kind === 'unreachable' && isAboutAll && options.via !== 'dfu' && isOutOfReach(state, world)) return answer;
  const about = { files: files.map(({ facts }) => facts), wanted: wantedBy(state.platform, files, goal) };
  return (
    planForAll(state, answer, files, goal, options, about) ?? planOfCases(state, answer, files, goal, options, about)
  );
}

/** Plans that are tried: the first is a guess, each other one is made for a case in which the one before does not get there. */
const MOST_GUESSES = 6;

/** One plan that gets to the same goal in every case; null where none was found. */
function planForAll(
  state: DeviceState,
  guess: UpdatePlan,
  files: readonly PlanFile[],
  goal: UpdateGoal,
  options: PlanOptions,
  about: Asked,
): UpdatePlan | null {
  let plan = guess;
  for (let left = MOST_GUESSES; left > 0 && plan.kind === 'plan'; left--) {
    const tried = inEveryCase(state, plan, files, goal, options, about);
    if (tried === null || 'kind' in tried) return tried;
    plan = planDirectly(tried.lost, files, goal, options, 'bare');
  }
  return null;
}

/** The plan where in every case each step is taken and the goal is reached; else a case in which it is not, or null where no plan can help. */
function inEveryCase(
  state: DeviceState,
  plan: Extract<UpdatePlan, { readonly kind: 'plan' }>,
  files: readonly PlanFile[],
  goal: UpdateGoal,
  options: PlanOptions,
  about: Asked,
): UpdatePlan | { readonly lost: DeviceState } | null {
  const asked = spread(
    state,
    (one) => replayed(one, plan.steps, files, goal, options),
    () => ({ ...about, limit: MOST_REPLAYS, isEnough: ({ aim }) => aim === null }),
  );
  if ('known' in asked) return plan;
  const { open, first } = asked;
  const failed = open.answers.find(({ aim }) => aim === null);
  if (failed !== undefined) return { lost: failed.start };
  const end = bootOf(
    state,
    mapped(open, (one) => one.end),
    first.end,
  );
  const isSame = open.extent === 'whole' && common(open.answers.map(({ aim }) => aim)) !== undefined;
  if (!isSame) return null;
  const steps = plan.steps.map((step, at): PlanStep => {
    const boots = mapped(open, (one) => one.boots[at] ?? one.end);
    return { ...step, afterwards: bootOf(state, boots, step.afterwards) };
  });
  return { ...plan, steps, totals: totalsOf(steps), end, state: statesAfter(state, steps).at(-1) ?? state };
}

/** Takes where a plan starts and its steps; gives the device after each; what differs between the cases of what is hidden is not known. */
export function statesAfter(
  start: DeviceState,
  steps: readonly Pick<PlanStep, 'file' | 'transport'>[],
): readonly DeviceState[] {
  let state = start;
  return steps.map(({ file, transport }, at) => {
    const after = send(state, file.facts, transport).state;
    state = transport === 'dfu' && steps[at + 1]?.transport !== 'dfu' ? settle(after) : after;
    return state;
  });
}

/** What a plan comes to in one case: the release that it gets to (none: empty), null where it does not get there. */
interface Replay {
  readonly start: DeviceState;
  readonly aim: string | null;
  readonly boots: readonly Boot[];
  readonly end: Boot;
}

function replayed(
  start: DeviceState,
  steps: readonly PlanStep[],
  files: readonly PlanFile[],
  goal: UpdateGoal,
  options: PlanOptions,
): Replay {
  const world = worldOf(start, files);
  const aim = aimOf(start, world, goal);
  const lost = { start, aim: null, boots: [], end: boot(start) };
  if ('reason' in aim) return lost;
  const boots: Boot[] = [];
  let state = start;
  for (const [at, { file, transport }] of steps.entries()) {
    const isDfu = transport === 'dfu';
    if (isInstalled(state, file)) {
      boots.push(boot(state));
      continue;
    }
    const last = isDfu && steps[at + 1]?.transport !== 'dfu';
    const sent = isDfu ? send(state, file.facts, 'dfu') : null;
    if (sent !== null && (sent.decision.verdict !== 'accepted' || !hasLanded(sent))) return lost;
    const moved =
      sent === null
        ? moveTo(state, file, transport, { allowHazards: true, allowStranding: options.allowStranding === true })
        : null;
    if (sent === null && moved === null) return lost;
    state = moved?.state ?? (last ? settle(sent?.state ?? state) : (sent?.state ?? state));
    boots.push(moved?.boot ?? boot(state));
  }
  const end = boot(state);
  const { runsApplication } = aim.goal;
  const isThere = unmetParts(aim.goal, state).length === 0 && (!runsApplication || end.mode === 'runs-app');
  return { start, aim: isThere ? (aim.release ?? '') : null, boots, end };
}

/** What planning for each case comes to, where no one plan holds for all. */
function planOfCases(
  state: DeviceState,
  first: UpdatePlan,
  files: readonly PlanFile[],
  goal: UpdateGoal,
  options: PlanOptions,
  about: Asked,
): UpdatePlan {
  const seen = new Set<string>();
  const asked = spread(
    state,
    (start) => ({ start, plan: planHere(start, files, goal, options, 'kind') }),
    () => ({
      ...about,
      limit: MOST_CASES,
      isEnough: ({ plan }) => plan.kind === 'plan' || seen.add(plan.kind).size > 1,
    }),
  );
  if ('known' in asked) return first;
  const { answers, cases, extent } = asked.open;
  const plans = answers.map(({ plan }) => plan);
  const found = first.kind === 'plan' ? undefined : answers.find(({ plan }) => plan.kind === 'plan')?.start;
  const guess = found === undefined ? null : planDirectly(found, files, goal, options, 'bare');
  const sure = guess === null ? null : planForAll(state, guess, files, goal, options, about);
  if (sure !== null) return sure;
  // Without one plan for all cases there is none to give, also where each has one of its own.
  if (extent === 'whole' && first.kind !== 'plan' && common(plans.map(({ kind }) => kind)) === first.kind) {
    return first;
  }
  return {
    kind: 'unknown',
    release: common(plans.map((plan) => ('release' in plan ? plan.release : null))) ?? null,
    fact: decidingFact(state.platform, cases, ({ plan }) => kindOfPlan(plan)),
  };
}

/** Cases in each of which the steps of a plan are tried. */
const MOST_REPLAYS = 12_000;
/** Cases of each of which it is asked whether there is a plan; more are left open. */
const MOST_CASES = 4000;

function kindOfPlan(plan: UpdatePlan): string {
  return plan.kind === 'plan' ? `plan ${plan.end.mode}` : plan.kind;
}

/** The versions that a goal asks for by itself: of its release, or of each that it may choose. */
function wantedBy(platform: number, files: readonly PlanFile[], goal: UpdateGoal): readonly Requirement[] {
  if (goal.kind === 'files' && !hasTwoForOneSlot(files)) return [];
  const named = goal.kind === 'release' ? goal.release : null;
  const rows = releaseRows(platform).filter(
    ({ release }) => release === named || (named === null && !release.includes('-')),
  );
  return rows.flatMap(partsOfRow).map((part) => ({
    ...moduleIdOf(part.key),
    version: part.kind === 'file' ? part.file.facts.version : part.version,
  }));
}

/** The files that are for the device, and assets, which carry no platform. */
function worldOf({ platform }: DeviceState, files: readonly PlanFile[]): readonly PlanFile[] {
  return uniqueFiles(
    files.filter(({ facts }) => facts.platform === platform || facts.function === MODULE_FUNCTION.asset),
  );
}

/** How much of the answer is wanted. `full`: with releases that would open the way, which takes long. `kind`: just whether there is a way. */
type Detail = 'kind' | 'bare' | 'full';

/** The same where enough is known. */
function planDirectly(
  state: DeviceState,
  files: readonly PlanFile[],
  goal: UpdateGoal,
  options: PlanOptions,
  detail: Detail,
): UpdatePlan {
  const world = worldOf(state, files);
  const aim = aimOf(state, world, goal);
  if ('reason' in aim) return { kind: 'no_goal', ...aim };
  const own = withoutNewerBootloaders(state, world, aim);
  if (own.length < world.length) {
    const plan = planTo(aim, state, own, options, 'bare');
    if (plan.kind === 'plan') return plan;
  }
  return planTo(aim, state, world, options, detail);
}

function planTo(
  aim: Aim,
  state: DeviceState,
  files: readonly PlanFile[],
  options: PlanOptions,
  detail: Detail,
): UpdatePlan {
  return options.via === 'dfu'
    ? planOverDfu(state, files, aim, options, detail)
    : planSteps(state, files, aim, options, detail);
}

/**
 * The files without bootloaders that are newer than the one of the goal's release, where that one is among them: a release is reached with its own
 * bootloader, and another is no part of it.
 */
function withoutNewerBootloaders(
  { platform }: DeviceState,
  files: readonly PlanFile[],
  { release }: Aim,
): readonly PlanFile[] {
  const row = release === null ? undefined : releaseRow(release, platform);
  const own = (row?.modules ?? []).filter(
    (one) =>
      one.function === MODULE_FUNCTION.bootloader &&
      files.some(({ facts }) => isSameModule(facts, one) && facts.version === one.version),
  );
  return files.filter(({ facts }) => !own.some((one) => isSameModule(facts, one) && facts.version > one.version));
}

/** The same; that there is no way is not known where a step makes something unknown on which it hangs. */
function planHere(
  start: DeviceState,
  files: readonly PlanFile[],
  goal: UpdateGoal,
  options: PlanOptions,
  detail: Detail,
): UpdatePlan {
  const { answer, asked, all } = listenTo(() => planDirectly(start, files, goal, options, detail));
  if (asked === null) return answer;
  all.forEach(note);
  return answer.kind === 'unreachable' && ![...all].some((name) => isHiddenIn(start, name))
    ? { kind: 'unknown', release: answer.release, fact: factOf(start.platform, asked) }
    : answer;
}

interface Aim {
  readonly release: string | null;
  readonly goal: Goal;
  readonly advice: readonly Advice[];
}

interface NoAim {
  readonly reason: 'no_complete_release' | 'unknown_release' | 'no_files';
  readonly missing: readonly string[];
}

function aimOf(state: DeviceState, files: readonly PlanFile[], goal: UpdateGoal): Aim | NoAim {
  if (files.length === 0) return { reason: 'no_files', missing: [] };
  if (goal.kind === 'files' && !hasTwoForOneSlot(files)) return aimAtFiles(state, files);
  return aimAtRelease(state, files, goal.kind === 'release' ? goal.release : null);
}

function hasTwoForOneSlot(files: readonly PlanFile[]): boolean {
  const keys = files
    .filter(({ facts }) => facts.function !== MODULE_FUNCTION.asset)
    .map(({ facts }) => moduleKey(facts));
  return new Set(keys).size < keys.length;
}

function aimAtFiles(state: DeviceState, files: readonly PlanFile[]): Aim {
  const parts = files.map((file): GoalPart => ({ kind: 'file', key: moduleKey(file.facts), file }));
  const runs = wouldRun(state, files);
  return {
    release: null,
    goal: { parts, runsApplication: runs },
    advice: runs ? [] : [{ kind: 'application_will_not_run' }],
  };
}

/** Whether the application runs with all of these installed. */
function wouldRun(state: DeviceState, files: readonly PlanFile[]): boolean {
  const parts = files.flatMap(({ facts }) => partsOf(facts));
  const after = parts.reduce<DeviceState>((now, one) => (one === null ? now : installedDirectly(now, one)), state);
  return boot(settle(after)).mode === 'runs-app';
}

function installedDirectly(state: DeviceState, facts: ModuleFacts): DeviceState {
  switch (facts.function) {
    case MODULE_FUNCTION.radioStack:
      return { ...state, radio: { version: facts.version, infoWord: RADIO_INFO_WORD.get(facts.version) ?? null } };
    case MODULE_FUNCTION.ncpFirmware:
      return { ...state, ncp: facts.version };
    case MODULE_FUNCTION.asset:
      return facts.asset === null ? state : withAsset(state, facts.asset);
    default:
      return withModule(state, facts.inner ?? facts);
  }
}

function withAsset(state: DeviceState, asset: AssetName): DeviceState {
  const stored = [...storedAssets(state), asset];
  return state.assets === 'unknown' ? { ...state, assetsSent: stored } : { ...state, assets: stored };
}

function aimAtRelease(state: DeviceState, files: readonly PlanFile[], wanted: string | null): Aim | NoAim {
  if (wanted !== null) {
    const row = releaseRow(wanted, state.platform);
    return row === undefined ? { reason: 'unknown_release', missing: [] } : aimAtRow(state, files, row);
  }
  const rows = releaseRows(state.platform).filter(({ release }) => !release.includes('-'));
  const row = rows.findLast((one) => missingFor(state, files, one).length === 0);
  return row === undefined ? { reason: 'no_complete_release', missing: [] } : aimAtRow(state, files, row);
}

/** What a release lacks among files and device: system parts of its row, and bootloader, radio stack or NCP at their declared minimum. */
function missingFor(state: DeviceState, files: readonly PlanFile[], row: ReleaseRow): readonly GoalPart[] {
  return partsOfRow(row).filter(
    (part) => !files.some((file) => meets(part, file)) && !isMetBy(part, state) && !isOptional(row, part),
  );
}

/**
 * A bootloader that nothing checks when the device starts: no Electron does, so a release is reached without it too, and the vendor's own orders
 * to 2.0.0 go without, although its parts ask for 1003 and embed 400. Source: HAL_Core_Validate_Modules, Electron exempted (3cb8e5fa9).
 */
function isOptional({ platform, system }: ReleaseRow, part: GoalPart): boolean {
  return part.key === BOOTLOADER && eraOf(platform, system)?.loaderChecksModules === false;
}

const BOOTLOADER = moduleKey({ function: MODULE_FUNCTION.bootloader, index: 0 });

function partsOfRow(row: ReleaseRow): readonly GoalPart[] {
  const system = row.modules.filter((one) => one.function === MODULE_FUNCTION.systemPart);
  const parts: GoalPart[] = system.map((one) => ({ kind: 'version', key: moduleKey(one), version: one.version }));
  const declared = system
    .flatMap(({ dependencies }) => dependencies)
    .filter((one) => one.function !== MODULE_FUNCTION.systemPart);
  const minimums = new Map<ModuleKey, number>();
  for (const one of declared) minimums.set(moduleKey(one), Math.max(minimums.get(moduleKey(one)) ?? 0, one.version));
  return [...parts, ...[...minimums].map(([key, version]): GoalPart => ({ kind: 'minimum', key, version }))];
}

function aimAtRow(state: DeviceState, files: readonly PlanFile[], row: ReleaseRow): Aim {
  const parts = partsOfRow(row).filter(
    (part) => !isOptional(row, part) || files.some((file) => meets(part, file)) || isMetBy(part, state),
  );
  const best = parts.flatMap((part) => bestFor(part, files, state));
  if (wouldRun(state, best)) return { release: row.release, goal: { parts, runsApplication: true }, advice: [] };
  // A part of the right version may be another one than the release's, and keep the application from running.
  const renewed = parts.map((part) => renewedPart(part, files, state));
  const better = renewed.flatMap((part) => bestFor(part, files, state));
  if (better.length > best.length && wouldRun(state, better)) {
    return { release: row.release, goal: { parts: renewed, runsApplication: true }, advice: [] };
  }
  const application = files.filter(
    (file) =>
      file.facts.function === MODULE_FUNCTION.userPart && wouldRun(state, [...best, file, ...assetsFor(file, files)]),
  );
  const chosen = application.at(-1);
  if (chosen === undefined) {
    return {
      release: row.release,
      goal: { parts, runsApplication: false },
      advice: [{ kind: 'application_will_not_run' }],
    };
  }
  const own = [chosen, ...assetsFor(chosen, files)].map((file): GoalPart => ({
    kind: 'file',
    key: moduleKey(file.facts),
    file,
  }));
  return { release: row.release, goal: { parts: [...parts, ...own], runsApplication: true }, advice: [] };
}

/** Just the file that is given for a part that the device has at a version that would do, but not like this. */
function renewedPart(part: GoalPart, files: readonly PlanFile[], state: DeviceState): GoalPart {
  const file = isMetBy(part, state) ? files.find((one) => meets(part, one)) : undefined;
  return file === undefined ? part : { kind: 'file', key: part.key, file };
}

/** What `planUpdate` aims at for a release: the same goal, for searches that look at many devices at once. */
export function goalOfRelease(state: DeviceState, files: readonly PlanFile[], row: ReleaseRow): Goal {
  return aimAtRow(state, files, row).goal;
}

/** A file for a part that the device does not meet: the lowest version that does. */
function bestFor(part: GoalPart, files: readonly PlanFile[], state: DeviceState): readonly PlanFile[] {
  const file = isMetBy(part, state) ? undefined : files.find((one) => meets(part, one));
  return file === undefined ? [] : [file];
}

interface Leg {
  readonly goal: Goal;
  readonly intermediate: IntermediateRelease | null;
}

function planSteps(
  state: DeviceState,
  files: readonly PlanFile[],
  aim: Aim,
  options: PlanOptions,
  detail: Detail,
): UpdatePlan {
  const { legs, advice } = legsOf(state, files, aim, options);
  const walked = walk(state, files, legs, options, detail === 'kind');
  if (walked.kind === 'limit') return walked;
  if (walked.kind === 'found') return finish(state, aim, walked.moves, [...advice, ...aim.advice], options.via);
  return unreachable(state, files, aim, options, detail, {
    advice: [...advice, ...aim.advice],
    blocked: detail === 'kind' ? [] : blockedParts(walked.closest, files, walked.goal, options),
    closest: walked.closest,
  });
}

interface DeadEnd {
  readonly advice: readonly Advice[];
  readonly blocked: readonly Blocked[];
  readonly closest: DeviceState;
}

/** There is no way; in full, with what would open one. What a release in between would bring is told where it is part of that. */
function unreachable(
  state: DeviceState,
  files: readonly PlanFile[],
  aim: Aim,
  options: PlanOptions,
  detail: Detail,
  { advice, blocked, closest }: DeadEnd,
): UpdatePlan {
  const { sets, atLeast } =
    detail === 'full'
      ? suggestions(state, files, aim, options, [...lacksOf(blocked, closest), ...neededBy(state, files, aim, [])])
      : { sets: [], atLeast: 0 };
  const told = advice.filter(
    (one) =>
      one.kind !== 'intermediate_missing' ||
      sets[0]?.some(({ what, release }) => what === 'system' && one.intermediate.releases.includes(release)),
  );
  return { kind: 'unreachable', release: aim.release, blocked, suggest: sets, atLeast, advice: told };
}

type Walked =
  | {
      readonly kind: 'found';
      readonly moves: readonly (Move & { readonly intermediate: IntermediateRelease | null })[];
    }
  | { readonly kind: 'unreachable'; readonly closest: DeviceState; readonly goal: Goal }
  | { readonly kind: 'limit'; readonly stateLimit: number };

/** Leg after leg; each is optimal for itself. Hazards are crossed only where no other way exists, or where any way will do. */
function walk(
  start: DeviceState,
  files: readonly PlanFile[],
  legs: readonly Leg[],
  options: Counted,
  anyWay = false,
): Walked {
  const moves: (Move & { readonly intermediate: IntermediateRelease | null })[] = [];
  let state = start;
  for (const { goal, intermediate } of legs) {
    const found = searchSafely(state, files, goal, options, anyWay);
    if (found.kind === 'limit') return found;
    if (found.kind === 'unreachable') return { kind: 'unreachable', closest: found.closest, goal };
    moves.push(...found.moves.map((move) => ({ ...move, intermediate })));
    state = found.moves.at(-1)?.state ?? state;
  }
  return { kind: 'found', moves };
}

/** The best way with the files that a best way may need; where there is none, how close all of them get. */
function searchSafely(
  state: DeviceState,
  files: readonly PlanFile[],
  goal: Goal,
  options: Counted,
  anyWay: boolean,
): SearchResult {
  const useful = usefulFiles(state, files, goal);
  const before = options.work?.tried ?? 0;
  const found = searchInTurn(state, useful, goal, options, anyWay);
  if (found.kind !== 'unreachable' || anyWay || useful.length === files.length) return found;
  // The work of the question is that of all files.
  if (options.work !== undefined) options.work.tried = before;
  const all = searchInTurn(state, files, goal, options, anyWay);
  return all.kind === 'limit' ? found : all;
}

function searchInTurn(
  state: DeviceState,
  files: readonly PlanFile[],
  goal: Goal,
  options: Counted,
  anyWay: boolean,
): SearchResult {
  const base: Omit<SearchOptions, 'allowHazards' | 'allowStranding'> = {
    transports: [options.via],
    prefer: options.prefer ?? 'steps',
    stateLimit: options.stateLimit ?? STATE_LIMIT,
    moveLimit: MOVE_LIMIT,
    anyWay,
    ...(options.work === undefined ? {} : { work: options.work }),
  };
  if (anyWay) {
    return search(state, files, goal, { ...base, allowHazards: true, allowStranding: options.allowStranding === true });
  }
  const safe = search(state, files, goal, { ...base, allowHazards: false, allowStranding: false });
  if (safe.kind !== 'unreachable') return safe;
  const hazardous = search(state, files, goal, { ...base, allowHazards: true, allowStranding: false });
  if (hazardous.kind !== 'unreachable' || options.allowStranding !== true) return hazardous;
  return search(state, files, goal, { ...base, allowHazards: true, allowStranding: true });
}

/** The documented intermediate releases between here and the goal, as far as their files are there. */
function legsOf(
  state: DeviceState,
  files: readonly PlanFile[],
  aim: Aim,
  options: PlanOptions,
): { readonly legs: readonly Leg[]; readonly advice: readonly Advice[] } {
  const last: Leg = { goal: aim.goal, intermediate: null };
  const from = runningVersion(state);
  const to = Math.max(0, ...aim.goal.parts.flatMap(systemVersionOf));
  if (typeof from !== 'number' || to === 0) return { legs: [last], advice: [] };
  const legs: Leg[] = [];
  const advice: Advice[] = [];
  for (const intermediate of intermediateReleasesBetween(state.platform, from, to)) {
    const enforced =
      intermediate.enforced !== null && from < intermediate.enforced.below && to >= intermediate.enforced.to;
    const release = intermediate.releases.find((one) => hasSystemOf(files, one, state.platform));
    if (release === undefined) {
      advice.push({
        kind: 'intermediate_missing',
        intermediate,
        enforced,
        files: filesOf(intermediate.releases[0] ?? '', state.platform),
      });
    } else if (options.shortest === true) {
      if (!enforced) advice.push({ kind: 'intermediate_skipped', intermediate });
    } else {
      legs.push({ intermediate, goal: goalOfIntermediate(files, release, state.platform) });
      advice.push({ kind: 'intermediate', intermediate, release, enforced });
    }
  }
  return { legs: [...legs, last], advice };
}

function systemVersionOf(part: GoalPart): readonly number[] {
  if (moduleIdOf(part.key).function !== MODULE_FUNCTION.systemPart) return [];
  return [part.kind === 'file' ? part.file.facts.version : part.version];
}

/** Whether all system parts of a release are among the files, by its row; false for a release that has none. */
export function hasSystemOf(files: readonly PlanFile[], release: string, platform: number): boolean {
  const row = releaseRow(release, platform);
  return (
    row !== undefined &&
    partsOfRow(row)
      .filter(({ kind }) => kind === 'version')
      .every((part) => files.some((file) => meets(part, file)))
  );
}

/** An intermediate release is its system parts, and what else they declare where its file is there: not a bootloader that nothing checks at boot. */
function goalOfIntermediate(files: readonly PlanFile[], release: string, platform: number): Goal {
  const row = releaseRow(release, platform);
  const parts =
    row === undefined
      ? []
      : partsOfRow(row).filter(
          (part) => part.kind === 'version' || (!isOptional(row, part) && files.some((file) => meets(part, file))),
        );
  return { parts, runsApplication: false };
}

/** File names of a release's system parts, as released where that is recorded. */
function filesOf(release: string, platform: number): readonly string[] {
  const row = releaseRow(release, platform);
  const system = (row?.modules ?? []).filter((one) => one.function === MODULE_FUNCTION.systemPart);
  return system.map((one) => one.file ?? fileNameOf(one.part, release, platform));
}

/** The vendor's naming: "system-part1-0.5.3-electron.bin" up to 0.x, "electron-system-part1@1.2.1.bin" later. */
function fileNameOf(part: string, release: string, platform: number): string {
  const name = platformName(platform);
  return release.startsWith('0.')
    ? `system-part${part}-${release}-${name}.bin`
    : `${name}-system-part${part}@${release}.bin`;
}

function finish(
  start: DeviceState,
  aim: Aim,
  moves: readonly (Move & { readonly intermediate: IntermediateRelease | null })[],
  advice: readonly Advice[],
  via: Transport,
): UpdatePlan {
  let before = start;
  const steps = moves.map((move, at): PlanStep => {
    const os = knownVersion(before);
    const refusalTold = wouldTell(before, move.transport);
    before = move.state;
    return {
      step: at + 1,
      file: move.file,
      transport: move.transport,
      wireBytes: vendorEstimate(move.file.size),
      wireFloor: framingFloor(move.file.size, start.platform, os),
      afterwards: move.boot,
      takenBy: os,
      refusalTold,
      runs: knownVersion(move.state),
      intermediate: move.intermediate,
    };
  });
  const state = moves.at(-1)?.state ?? start;
  const end = steps.at(-1)?.afterwards ?? boot(start);
  return {
    kind: 'plan',
    release: aim.release,
    steps,
    totals: totalsOf(steps),
    advice: [...advice, ...crossed(steps), ...switched(steps, via), ...sentUnknown(start, steps)],
    end,
    state,
  };
}

function knownVersion(state: DeviceState): number | null {
  const running = runningVersion(state);
  return typeof running === 'number' ? running : null;
}

function totalsOf(steps: readonly PlanStep[]): Totals {
  const sum = (of: (step: PlanStep) => number): number => steps.reduce((total, step) => total + of(step), 0);
  return {
    steps: steps.length,
    bytes: sum(({ file }) => file.size),
    wireBytes: sum(({ wireBytes }) => wireBytes),
    wireFloor: sum(({ wireFloor }) => wireFloor),
    stepsWithoutApp: steps.filter(({ afterwards }) => afterwards.mode !== 'runs-app').length,
  };
}

function crossed(steps: readonly PlanStep[]): readonly Advice[] {
  return steps
    .filter(({ afterwards }) => afterwards.hazards.length > 0)
    .map(({ step }) => ({ kind: 'hazard_crossed', step }));
}

function sentUnknown(start: DeviceState, steps: readonly PlanStep[]): readonly Advice[] {
  return steps
    .filter(({ file }) => whetherInstalled(start, file, 'by_build') === 'unknown')
    .map(({ step }) => ({ kind: 'build_unknown', step }));
}

function switched(steps: readonly PlanStep[], via: Transport): readonly Advice[] {
  return steps.flatMap(({ transport, step }, at): readonly Advice[] => {
    const before = steps[at - 1]?.transport ?? via;
    return transport === before ? [] : [{ kind: 'transport_switched', from: before, to: transport, step }];
  });
}

const NOT_REFUSED = { rule: null, told: null } as const;

/** Why each unmet part of the goal cannot be had from the state that came closest. */
function blockedParts(
  closest: DeviceState,
  files: readonly PlanFile[],
  goal: Goal,
  options: PlanOptions,
): readonly Blocked[] {
  const unmet = unmetParts(goal, closest);
  if (unmet.length === 0) {
    const key = moduleKey({ function: MODULE_FUNCTION.userPart, index: 0 });
    return [{ ...NOT_REFUSED, key, file: null, reason: 'application', version: 0 }];
  }
  const meeting = meetingIn(files);
  return withoutFree(unmet, closest, files, options).map((part): Blocked => {
    const version = part.kind === 'file' ? part.file.facts.version : part.version;
    const [file] = meeting(part);
    if (file === undefined) return { ...NOT_REFUSED, key: part.key, file: null, reason: 'no_file', version };
    const decision = accept(closest, file.facts, { transport: options.via });
    const reason = decision.reason ?? send(closest, file.facts, options.via).installed?.reason ?? 'strands';
    return { key: part.key, file, reason, version, rule: decision.rule, told: decision.told };
  });
}

/** The parts without those that nothing keeps from being sent, where that leaves any: they wait for the others only. */
function withoutFree(
  parts: readonly GoalPart[],
  state: DeviceState,
  files: readonly PlanFile[],
  { via, allowStranding = false }: PlanOptions,
): readonly GoalPart[] {
  const meeting = meetingIn(files);
  const isFree = (part: GoalPart): boolean =>
    meeting(part).some((file) => moveTo(state, file, via, { allowStranding, allowHazards: true }) !== null);
  const blocked = parts.filter((part) => !isFree(part));
  return blocked.length > 0 ? blocked : parts;
}

/** Files tried in device states: for all suggestions together (about a second), and for one of them. */
const SUGGEST_WORK = 30_000;
const SUGGEST_WORK_OF_ONE = 5_000;

/** Options of a search whose work is counted. */
type Counted = PlanOptions & { readonly work?: Work };

/** The smallest sets of things to get that open the way: tried, and confirmed by the plan that they give. */
function suggestions(
  state: DeviceState,
  files: readonly PlanFile[],
  aim: Aim,
  options: PlanOptions,
  lacks: readonly Lack[],
): Suggestions {
  const work: Work = { tried: 0 };
  return smallestSets(lacks, {
    things: preferred(state, aim, files),
    attempt: (added) => {
      const world = uniqueFiles([...files, ...added]);
      const stateLimit = Math.ceil(SUGGEST_WORK_OF_ONE / Math.max(1, world.length));
      const tried = attemptWith(state, world, aim, { ...options, stateLimit, work });
      if (tried.kind !== 'unreachable') return tried;
      const keptOut = added.flatMap(({ facts }) =>
        lacksOfReason(accept(state, facts, { transport: options.via }).reason, state.platform),
      );
      return { ...tried, lacks: uniqueLacks([...tried.lacks, ...keptOut, ...neededBy(state, world, aim, added)]) };
    },
    isSpent: () => work.tried > SUGGEST_WORK,
    confirm: (added) => getsThere(state, uniqueFiles([...files, ...added]), aim, options),
  });
}

function attemptWith(state: DeviceState, files: readonly PlanFile[], aim: Aim, options: Counted): Attempt {
  if (options.via === 'dfu') {
    const plan = planOverDfu(state, files, aim, options, 'bare');
    if (plan.kind === 'plan') return { kind: 'found' };
    return plan.kind === 'unreachable'
      ? { kind: 'unreachable', lacks: lacksOf(plan.blocked, state) }
      : { kind: 'limit' };
  }
  const walked = walk(state, files, [{ goal: aim.goal, intermediate: null }], options);
  if (walked.kind !== 'unreachable') return walked.kind === 'found' ? { kind: 'found' } : { kind: 'limit' };
  const blocked = blockedParts(walked.closest, files, walked.goal, options);
  return { kind: 'unreachable', lacks: lacksOf(blocked, walked.closest) };
}

/**
 * Whether somebody who has these files and asks again gets a plan to the same goal. With several files for one slot the goal is a release, and a plan
 * leaves an application alone that runs with it.
 */
function getsThere(state: DeviceState, files: readonly PlanFile[], aim: Aim, options: PlanOptions): boolean {
  const goal: UpdateGoal = aim.release === null ? { kind: 'files' } : { kind: 'release', release: aim.release };
  const plan = planSurely(state, files, goal, options);
  if (plan.kind !== 'plan') return false;
  const others = aim.goal.parts.filter(({ key }) => !OF_APPLICATION.includes(moduleIdOf(key).function));
  const parts = others.length > 0 && hasTwoForOneSlot(files) ? others : aim.goal.parts;
  if (unmetParts({ ...aim.goal, parts }, plan.state).length > 0) return false;
  if (plan.end.mode === 'runs-app' || aim.goal.runsApplication) return plan.end.mode === 'runs-app';
  // Who names a release wants it, also where another application has to follow.
  return aim.release !== null || !isLeftInSafeMode(plan.end);
}

/** Whether an application is there that does not run: nobody is told to get files for that. */
const isLeftInSafeMode = ({ mode, reasons }: Boot): boolean =>
  mode === 'safe-mode' && !reasons.some(({ kind }) => kind === 'no_application');

const OF_APPLICATION: readonly number[] = [MODULE_FUNCTION.userPart, MODULE_FUNCTION.asset];

/** What keeps the parts of a goal from being had, as modules to get. */
function lacksOf(blocked: readonly Blocked[], closest: DeviceState): readonly Lack[] {
  const lacks = blocked.flatMap(({ key, version, reason }): readonly Lack[] => {
    const other = [{ ...moduleIdOf(key), version: 0 }];
    if (reason === 'no_file') return [{ ...moduleIdOf(key), version }];
    if (reason === 'strands') return other;
    if (reason === 'application') {
      return boot(closest).reasons.flatMap((one) => lacksOfReason(innerReason(one), closest.platform));
    }
    return lacksOfReason(reason, closest.platform);
  });
  return uniqueLacks(lacks);
}

function lacksOfReason(reason: Reason | null, platform: number): readonly Lack[] {
  switch (reason?.kind) {
    case 'dependency_too_low':
    case 'dependency_unknown':
    case 'endless_retry':
      return [reason.needs];
    case 'would_strand':
      return [{ ...reason.by, version: 0 }];
    case 'no_slot':
      return releaseWithSlot(reason, platform);
    case 'bootloader_cannot_see_dct':
    case 'bootloader_may_miss_updates':
      return [{ ...moduleIdOf(BOOTLOADER), version: 0 }];
    default:
      return [];
  }
}

/** The first release that has a slot, as the system part to get. */
function releaseWithSlot(id: ModuleId, platform: number): readonly Lack[] {
  const row = releaseRows(platform).find(({ system }) => mainSlotOf(id, slotsIn(platform, system)) !== undefined);
  return row === undefined ? [] : [{ function: MODULE_FUNCTION.systemPart, index: 1, version: row.system }];
}

function innerReason(reason: BootReason): Reason | null {
  const inner = reason.kind === 'application_needs' || reason.kind === 'module_invalid' ? reason.reason : null;
  return inner === 'missing' ? null : inner;
}

function uniqueLacks(lacks: readonly Lack[]): readonly Lack[] {
  return [...groupBy(lacks, (one) => [moduleKey(one), one.version].join(' ')).values()].flatMap(([one]) => one ?? []);
}

/** What the files of the goal, and those that were added, declare to need, and neither the device nor any file is. */
function neededBy(
  state: DeviceState,
  files: readonly PlanFile[],
  { goal }: Aim,
  added: readonly PlanFile[],
): readonly Lack[] {
  const wanted = new Set([...goal.parts.flatMap(meetingIn(files)), ...files.filter((file) => added.includes(file))]);
  const needs = files
    .filter((file) => wanted.has(file))
    .flatMap(({ facts }) => [facts.dependency1, facts.dependency2])
    .filter((one) => one !== null);
  const isThere = (one: Requirement): boolean =>
    (versionIn(state, moduleKey(one)) ?? -1) >= one.version ||
    files.some(({ facts }) => isSameModule(facts, one) && facts.version >= one.version);
  return needs.filter((one) => !isThere(one));
}

/** Things to get that are not among the files: those of the goal's release first, then the documented ways, then the nearest to the device. */
function preferred(state: DeviceState, aim: Aim, files: readonly PlanFile[]): readonly Thing[] {
  const running = runningVersion(state);
  const from = typeof running === 'number' ? running : 0;
  const goal = Math.max(0, ...aim.goal.parts.flatMap(systemVersionOf));
  const documented = intermediateReleasesBetween(state.platform, from, Number.MAX_SAFE_INTEGER).map(
    ({ releases }) => releases[0],
  );
  const rankOf = ({ what, release, system }: Thing): number =>
    system === goal ? 0 : what === 'system' && documented.includes(release) ? 1 : 2;
  const has = ({ files: wanted }: Thing): boolean =>
    wanted.every((one) =>
      files.some(({ facts }) => isSameModule(facts, one.facts) && facts.version === one.facts.version),
    );
  return thingsOf(state.platform)
    .filter((one) => !has(one))
    .sort(
      (a, b) => rankOf(a) - rankOf(b) || Math.abs(a.system - from) - Math.abs(b.system - from) || a.system - b.system,
    );
}

/** A DFU session writes everything that it can, in one go; what it cannot carry goes with the update flag, or over another transport. */
function planOverDfu(
  state: DeviceState,
  files: readonly PlanFile[],
  aim: Aim,
  options: Counted,
  detail: Detail,
): UpdatePlan {
  const meeting = meetingIn(files);
  const chosen = aim.goal.parts.filter((part) => !isMetBy(part, state)).flatMap((part) => meeting(part).slice(0, 1));
  const writable = chosen
    .filter(({ facts }) => accept(state, facts, { transport: 'dfu' }).verdict === 'accepted')
    .sort((a, b) => a.facts.start - b.facts.start);
  const moves: (Move & { readonly intermediate: null })[] = [];
  let now = state;
  for (const file of writable) {
    const sent = send(now, file.facts, 'dfu');
    // Written where nothing looks for it, or over what the device needs: that is no step of a plan.
    if (!hasLanded(sent)) continue;
    now = sent.state;
    moves.push({ file, transport: 'dfu', state: now, boot: IN_DFU, intermediate: null });
  }
  const lastMove = moves.pop();
  if (lastMove !== undefined) {
    now = settle(now);
    moves.push({ ...lastMove, state: now, boot: boot(now) });
  }
  const onward = (from: DeviceState): SearchResult =>
    search(from, files, aim.goal, {
      transports: ['dfu_flag', 'local', 'serial', 'ota'],
      prefer: options.prefer ?? 'steps',
      stateLimit: options.stateLimit ?? STATE_LIMIT,
      moveLimit: MOVE_LIMIT,
      allowHazards: true,
      allowStranding: options.allowStranding === true,
      anyWay: detail === 'kind',
      ...(options.work === undefined ? {} : { work: options.work }),
    });
  const behind = onward(now);
  // What the session writes first may be what leaves no place for the rest.
  const isDeadEnd = behind.kind === 'unreachable' && moves.length > 0;
  const rest = isDeadEnd ? onward(state) : behind;
  if (rest.kind === 'limit') return rest;
  if (rest.kind === 'unreachable') {
    const closest = behind.kind === 'unreachable' ? behind.closest : rest.closest;
    return unreachable(state, files, aim, options, detail, {
      advice: aim.advice,
      blocked: detail === 'kind' ? [] : blockedParts(closest, files, aim.goal, { ...options, via: 'local' }),
      closest,
    });
  }
  const session = isDeadEnd ? [] : moves;
  return finish(
    state,
    aim,
    [...session, ...rest.moves.map((move) => ({ ...move, intermediate: null }))],
    [...aim.advice, ...vendorToolAdvice(state.platform, [...session, ...rest.moves])],
    'dfu',
  );
}

/** What the vendor's tool does of its own accord, or in another order, where it is given the same files. */
function vendorToolAdvice(platform: number, moves: readonly Move[]): readonly Advice[] {
  const era = eraOf(platform, 0);
  const isErasing = ({ file: { facts }, transport }: Move): boolean =>
    transport === 'dfu' &&
    facts.function === MODULE_FUNCTION.userPart &&
    facts.start === era?.application256KAt &&
    (facts.dependency1?.version ?? 0) >= ERASES_OLD_APPLICATION_FROM;
  const isBootloader = ({ file, transport }: Move): boolean =>
    transport !== 'dfu' && file.facts.function === MODULE_FUNCTION.bootloader;
  const bySession = moves.some(({ transport }) => transport === 'dfu');
  return moves.flatMap((move, at): readonly Advice[] => [
    ...(isErasing(move) ? [{ kind: 'tool_erases_old_application' as const, step: at + 1 }] : []),
    ...(bySession && isBootloader(move) ? [{ kind: 'tool_sends_bootloader_first' as const, step: at + 1 }] : []),
  ]);
}
