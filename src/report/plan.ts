/** `plan` and `verify` for people and as data. */
import { moduleIdOf } from '../module/id.js';
import { functionName } from '../catalog/functions.js';
import { platformName } from '../catalog/platforms.js';
import type { Assumed } from '../catalog/assumed.js';
import { releaseOf } from '../catalog/releases.js';
import { runningVersion } from '../device/accept.js';
import type { Boot } from '../device/boot.js';
import { bootJudgement } from '../device/judgement.js';
import type { DeviceState, HiddenFact, ModuleFacts, Transport } from '../device/types.js';

import type { Course } from '../cloud/course.js';
import type { Aside } from '../assess/aside.js';
import type { ExpectedOfPlan } from '../assess/expected.js';
import { COURSE_WORDS, forecastSentence } from './cloud.js';
import { expectedJson } from './cloud-json.js';
import { stepsAtEnd } from '../plan/at-end.js';
import type { Help } from '../plan/helps.js';
import type { EventLog, LoggedTransfer, SafeModeSince } from '../plan/events.js';
import type { Advice, Blocked, PlanStep, Suggestion, UpdatePlan } from '../plan/update.js';
import { isNotKnown } from '../plan/verify.js';
import type { Missing, MissingFile, Verification } from '../plan/verify.js';
import type { HeldBack } from '../plan/applications.js';
import { planJudgement } from '../plan/judgement.js';
import {
  appliedWords,
  bootReasonWords,
  bootWords,
  factWords,
  hazardWords,
  modeWords,
  reasonOfItWords,
  reasonOfWords,
  reasonWords,
  transportWords,
  whichApplication,
} from './device.js';
import { partsWords } from './contents.js';
import { helpWords } from './helps.js';
import { judgementOf, worstOf } from '../base/judgement.js';
import type { Judgement } from '../base/judgement.js';
import type { RunError } from './json.js';
import { findingsJson, judgementWith, platformJson } from './json.js';
import type { Finding } from '../rules/types.js';
import { bootJson, endBootJson } from './simulate.js';
import type { StartWords } from './simulate.js';
import { factOfBoot, settleWords } from './settle.js';
import {
  commandOf,
  commandsOf,
  FLAG_FILE,
  isSentWithBefore,
  MAKE_FLAG_FILE,
  needsFlagFile,
  vendorCommand,
} from './shell.js';
import type { VendorWay } from './shell.js';
import type { Style, TextOptions } from './style.js';
import { findingsText } from './text.js';
import { nextCommand } from './typed.js';
import { MAX_WIDTH, paragraph } from './wrap.js';
import { NO_WAY, NOT_KNOWN, NOT_OK, NOTHING_CHECKED } from './verdict.js';
import { assumedJson, assumedWords } from './assumed.js';
import { safeText } from '../base/safe-text.js';
import { byteCount, counted, factsWords, moduleWords, releaseFor, slotWords, versionWords } from './words.js';

export interface PlanReport {
  readonly plan: UpdatePlan;
  readonly via: Transport;
  readonly state: DeviceState;
  readonly start: StartWords;
  /** What the cloud is expected to send where the device is in safe mode. */
  readonly expected: ExpectedOfPlan;
  readonly overBudget: { readonly budget: number; readonly wireBytes: number } | null;
  /** Why files are not sent: those that are no modules, and those that `check` refuses. */
  readonly findings: readonly Finding[];
  /** Names of modules that the plan should have installed, and that may not be sent. */
  readonly refused: readonly string[];
  /** Where there is no way: the other transports over which there is one. */
  readonly otherWays: readonly VendorWay[];
  /** Files that have nothing to do with the device. */
  readonly aside: Aside;
  /** Applications among the files that are not sent; null for none. */
  readonly heldBack: HeldBack | null;
}

/** What a plan is worth, its budget and the files that it leaves out included. */
export function planReportJudgement({
  plan,
  overBudget,
  refused,
}: Pick<PlanReport, 'plan' | 'overBudget' | 'refused'>): Judgement {
  return worstOf([planJudgement(plan), judgementOf(overBudget !== null || refused.length > 0)]);
}

/** What every document `fwinspect/plan@1` about a device begins with. */
export function planHead(
  { state, start, findings }: Pick<PlanReport, 'state' | 'start' | 'findings'>,
  judgement: Judgement,
  errors: readonly RunError[],
) {
  return {
    schema: 'fwinspect/plan@1',
    judgement: judgementWith(judgement, errors),
    platform: platformJson(state.platform),
    from: start.release,
    notes: start.notes,
    assumed: assumedJson(start.assumed),
    findings: findingsJson(findings),
  };
}

/** The document `fwinspect/plan@1`. */
export function planJson(report: PlanReport, errors: readonly RunError[], helps: readonly Help[] = []) {
  const { plan, via, state, expected, overBudget } = report;
  const { platform } = state;
  const head = planHead(report, planReportJudgement(report), errors);
  if (plan.kind !== 'plan') {
    return {
      ...head,
      reachable: false,
      blocked: plan.kind === 'unreachable' ? plan.blocked.map((one) => blockedJson(one, platform)) : [],
      suggest: plan.kind === 'unreachable' ? plan.suggest.map(suggestionJson) : [],
      otherWays: report.otherWays,
      advice: [...heldBackWords(report), ...(plan.kind === 'unreachable' ? adviceLines(plan.advice) : [])],
      errors,
    };
  }
  return {
    ...head,
    reachable: true,
    via,
    to: plan.release,
    steps: plan.steps.map((step, at) => ({
      ...stepJson(step, plan.steps[at - 1], platform),
      expected: expectedJson(expected.steps[at] ?? null, platform),
    })),
    totals: plan.totals,
    overBudget,
    advice: [...heldBackWords(report), ...adviceLines(adviceOf(plan)), ...helpWords(helps)],
    end: endBootJson(plan.end, expected.end, platform),
    errors,
  };
}

/** The document of a plan that came to nothing. */
export function nothingPlanned(errors: readonly RunError[]) {
  return {
    schema: 'fwinspect/plan@1',
    judgement: 'unknown',
    assumed: [],
    reachable: false,
    blocked: [],
    suggest: [],
    errors,
  };
}

/** The document of a plan for which no file may be sent. */
export function nothingPlannedFor(findings: readonly Finding[], errors: readonly RunError[]) {
  return {
    ...nothingPlanned(errors),
    judgement: judgementWith('not-ok', errors),
    findings: findingsJson(findings),
  };
}

/** The answer for a person where no file may be sent. */
export function nothingPlannedText(findings: readonly Finding[], options: TextOptions): string {
  return `${findingsText(findings, options)}\n${options.style.bad('REFUSED')}  Nothing is planned: none of the files may be sent.\n`;
}

/** The document of a verification that came to nothing. */
export function nothingVerified(errors: readonly RunError[]) {
  return {
    schema: 'fwinspect/verify@1',
    judgement: 'unknown',
    landed: [],
    missing: [],
    end: { mode: 'unknown' },
    assumed: [],
    errors,
  };
}

function stepJson(step: PlanStep, before: PlanStep | undefined, platform: number) {
  const { facts, file, size } = step.file;
  return {
    step: step.step,
    file,
    function: functionName(facts.function),
    index: facts.index,
    version: facts.version,
    release: releaseFor(facts),
    bytes: size,
    wireBytes: step.wireBytes,
    wireFloor: step.wireFloor,
    transport: step.transport,
    refusalTold: step.refusalTold,
    command: isSentWithBefore(step, before) ? null : commandOf(step, platform),
    afterwards: step.afterwards.mode,
    afterwardsReasons: step.afterwards.reasons.map((one) => bootReasonWords(one, platform)),
    hazards: step.afterwards.hazards.map(hazardWords),
    why: step.intermediate === null ? null : step.intermediate.why,
  };
}

function blockedJson(blocked: Blocked, platform: number) {
  const words = blockedWords(blocked, platform);
  return {
    file: blocked.file?.file ?? null,
    function: functionName(moduleIdOf(blocked.key).function),
    index: moduleIdOf(blocked.key).index,
    check: typeof blocked.reason === 'string' ? blocked.reason : blocked.reason.kind,
    needs: needsOf(blocked, platform),
    has: hasOf(blocked, platform),
    message: words,
    rule: blocked.rule,
    told: blocked.told,
  };
}

function needsOf({ reason }: Blocked, platform: number): string | null {
  if (typeof reason === 'string' || !('needs' in reason) || typeof reason.needs === 'number') return null;
  return moduleWords({ ...reason.needs, platform });
}

function hasOf({ reason }: Blocked, platform: number): string | null {
  if (typeof reason === 'string' || !('has' in reason) || !('needs' in reason) || typeof reason.needs === 'number') {
    return null;
  }
  return versionWords({ ...reason.needs, version: reason.has, platform });
}

function blockedWords({ key, file, reason, version }: Blocked, platform: number): string {
  const slot = { ...moduleIdOf(key), platform };
  if (reason === 'application') return 'the application does not run at the end';
  const name = file === null ? moduleWords({ ...slot, version }) : safeText(file.file);
  if (reason === 'no_file') return `${name} is not among the files`;
  if (reason === 'strands') {
    return `${name} would leave a system part without the one it needs, or the device in a state that it cannot leave`;
  }
  return reasonOfWords(name, reason, platform);
}

/** A piece of advice as a sentence without a full stop. */
function adviceWords(advice: Advice): string {
  switch (advice.kind) {
    case 'intermediate':
      return `over ${advice.release}: ${advice.intermediate.why} (${advice.enforced ? 'enforced by the device' : 'advice; --shortest leaves it out'})`;
    case 'intermediate_missing':
      return `${advice.enforced ? 'needed' : 'documented'} on the way, and not among the files: ${advice.intermediate.releases.join(' or ')} (get ${advice.files.map(safeText).join(', ')})`;
    case 'intermediate_skipped':
      return `left out: ${advice.intermediate.releases.join(' or ')} (${advice.intermediate.why})`;
    case 'application_will_not_run':
      return 'with that no application runs';
    case 'transport_switched':
      return `step ${String(advice.step)} goes over ${transportWords(advice.to)}: ${transportWords(advice.from)} cannot carry it`;
    case 'build_unknown':
      return `step ${String(advice.step)}: an application with the same header numbers may be there; which build it is, is not known, so the file is sent`;
    case 'tool_erases_old_application':
      return `step ${String(advice.step)}: particle flash (particle-cli 3.15.0 and later) also erases the place of the old application of 128K; where that is not erased, the old application may run instead`;
    case 'tool_sends_bootloader_first':
      return `step ${String(advice.step)}: given all files at once, particle flash sends the bootloader first, unless the device is in DFU mode already`;
    case 'hazard_crossed':
      return `step ${String(advice.step)} crosses a known hazard; do the next step soon`;
  }
}

/** "0.42 MB", three digits as the vendor's own estimate. */
function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(3)} MB`;
}

/** The answer for a person. */
export function planText(report: PlanReport, options: TextOptions, helps: readonly Help[] = []): string {
  const { plan } = report;
  switch (plan.kind) {
    case 'plan':
      return reachableText(report, plan, options, helpWords(helps));
    case 'unreachable':
      return unreachableText(report, plan, options);
    case 'no_goal':
      return noGoalText(report, plan.reason, options);
    case 'limit':
      return '';
    case 'unknown':
      return unknownText(plan.fact, report, options);
  }
}

/** The first words of a plan for a person, and the sentence behind them. */
export interface PlanVerdict {
  readonly label: string;
  readonly sentence: string;
}

/** What a plan comes to, without what a terminal alone can use. */
export function planVerdict(report: PlanReport): PlanVerdict {
  const { plan, state, overBudget, refused } = report;
  switch (plan.kind) {
    case 'plan':
      return plan.steps.length === 0 && overBudget === null && refused.length === 0
        ? nothingToSend(report, plan)
        : withHow(reachableVerdict(report, plan), howWords(report, plan));
    case 'unreachable':
      return {
        label: NO_WAY,
        sentence: [suggestWords(plan.suggest, plan.atLeast), ...otherWaysWords(report)].join(' '),
      };
    case 'no_goal': {
      const [held] = plan.reason === 'no_files' ? heldBackWords(report) : [];
      return {
        label: plan.reason === 'no_files' ? NOTHING_CHECKED : NO_GOAL,
        sentence: held ?? noGoalWords(plan.reason, state.platform),
      };
    }
    case 'limit':
      return { label: NOT_KNOWN, sentence: 'there are too many ways to try.' };
    case 'unknown':
      return { label: NOT_KNOWN, sentence: unknownWords(plan.fact, state) };
  }
}

const withHow = ({ label, sentence }: PlanVerdict, how: readonly string[]): PlanVerdict => ({
  label,
  sentence: [sentence, ...how].join(' '),
});

const NO_GOAL = 'NO GOAL';

function unknownWords(fact: HiddenFact | null, state: DeviceState): string {
  const words =
    fact === null
      ? 'too little is known of the device to plan.'
      : `whether there is a way hangs on what is not known: ${factWords(fact, state.platform)}.`;
  return [words, ...settleWords(fact, state)].join(' ');
}

function unknownText(
  fact: HiddenFact | null,
  { state, start }: PlanReport,
  { style, width, quiet }: TextOptions,
): string {
  const sentence = unknownWords(fact, state);
  const notes = quiet ? '' : notesText(start, Math.min(width, MAX_WIDTH), style);
  return `${notes}${style.bad(NOT_KNOWN)}  ${paragraph(sentence, Math.min(width, MAX_WIDTH), ' '.repeat(NOT_KNOWN.length + 2))}\n`;
}

type NoGoal = Extract<UpdatePlan, { readonly kind: 'no_goal' }>['reason'];

function noGoalText(report: PlanReport, reason: NoGoal, { style, width }: TextOptions): string {
  if (reason !== 'no_files') return `${style.bad(NO_GOAL)}  ${noGoalWords(reason, report.state.platform)}\n`;
  const [held = noGoalWords(reason, report.state.platform)] = heldBackWords(report);
  return `${style.bad(NOTHING_CHECKED)}  ${paragraph(held, Math.min(width, MAX_WIDTH), ' '.repeat(NOTHING_CHECKED.length + 2))}\n`;
}

/** Which applications are not sent, and how to have one sent; nothing where none is held back. */
function heldBackWords({ heldBack }: Pick<PlanReport, 'heldBack'>, how = '--replace-app sends it'): readonly string[] {
  if (heldBack === null) return [];
  const names = heldBackNames(heldBack.files.map(({ file }) => safeText(file)));
  switch (heldBack.why) {
    case 'would_replace':
      return [
        `${names} ${heldBack.files.length === 1 ? 'is not sent: it' : 'are not sent: they'} would replace the application of the device; ${how}`,
      ];
    case 'several':
      return [
        `no application is sent: which of ${names} is meant is not said; name one of them, and leave the others out`,
      ];
  }
}

/** Applications that are named. */
const MOST_HELD_BACK = 3;

function heldBackNames(names: readonly string[]): string {
  const left = names.length - MOST_HELD_BACK;
  return [...names.slice(0, MOST_HELD_BACK), ...(left > 0 ? [counted(left, 'other')] : [])].join(' and ');
}

function heldBackText(report: PlanReport, width: number, style: Style): string {
  return heldBackWords(report)
    .map((line) => `  ${style.warn('note')}  ${paragraph(line, width, '        ')}\n`)
    .join('');
}

function adviceLines(advice: readonly Advice[]): readonly string[] {
  return advice.map(adviceWords);
}

/** What was foreseen of the application is left out where the steps end otherwise, or nobody knows how. */
function adviceOf({ advice, end }: Reachable): readonly Advice[] {
  return bootJudgement(end) === 'not-ok' ? advice : advice.filter(({ kind }) => kind !== 'application_will_not_run');
}

/** Nothing to send is only fine where the device is as it should be. */
function nothingToSend(report: PlanReport, { end }: Reachable): PlanVerdict {
  const { state } = report;
  const label = endLabel(end);
  if (label === 'OK') return { label, sentence: 'Everything is there already.' };
  const yet = `Everything is there already, and yet: ${bootWords(end, state.platform)}.`;
  return { label, sentence: [yet, ...cloudWords(report), ...settleWords(factOfBoot(end), state)].join(' ') };
}

/** What the cloud is expected to do with the device at the end. */
function cloudWords({ expected: { end }, state }: PlanReport): readonly string[] {
  return end === null ? [] : [forecastSentence(end, state.platform, false)];
}

function nothingToSendText(report: PlanReport, plan: Reachable, { style, width }: TextOptions): string {
  const { label, sentence } = nothingToSend(report, plan);
  const paint = label === 'OK' ? style.good : style.bad;
  return `${paint(label)}  ${paragraph(sentence, Math.min(width, MAX_WIDTH), ' '.repeat(label.length + 2))}\n`;
}

/** OK, or what the device comes to instead. */
function endLabel(end: Boot): string {
  return end.mode === 'runs-app' ? 'OK' : modeWords(end.mode).toUpperCase();
}

function noGoalWords(reason: Extract<UpdatePlan, { readonly kind: 'no_goal' }>['reason'], platform: number): string {
  switch (reason) {
    case 'no_complete_release':
      return 'no release is complete among the files: a plan needs all system parts of one, and what they declare. Name one with --to to see what is missing.';
    case 'unknown_release':
      return 'that release is not recorded for this platform; see fwinspect versions --platform.';
    case 'no_files':
      return `the device is of platform ${platformName(platform)}, and no file is for that.`;
  }
}

type Reachable = Extract<UpdatePlan, { readonly kind: 'plan' }>;
type Unreachable = Extract<UpdatePlan, { readonly kind: 'unreachable' }>;

function overWords(via: Transport): string {
  return via === 'ota' ? 'over the air' : `over ${transportWords(via)}`;
}

function reachableText(report: PlanReport, plan: Reachable, options: TextOptions, helps: readonly string[]): string {
  const { state, start, via, refused } = report;
  const { style } = options;
  const width = Math.min(options.width, MAX_WIDTH);
  const to = plan.release === null ? 'with these files' : `to ${plan.release}`;
  const { totals } = plan;
  const data =
    via === 'ota'
      ? ` · ${byteCount(totals.bytes)} of files, about ${megabytes(totals.wireBytes)} of data`
      : ` · ${byteCount(totals.bytes)}`;
  const head = `${style.strong(platformName(state.platform))} ${start.release} ${to}, ${overWords(via)} · ${counted(totals.steps, 'step')}${data}`;
  const notes = notesText(start, width, style);
  if (plan.steps.length === 0) {
    return `${paragraph(head, width, '  ')}\n${notes}${heldBackText(report, width, style)}\n${refused.length > 0 ? verdictText(report, plan, options, helps) : nothingToSendText(report, plan, options)}`;
  }
  const short = unpackedName;
  const steps = plan.steps
    .map((step, at) => stepText(step, plan.steps[at - 1], report, plan.advice, short, options))
    .join('');
  // An intermediate release is said where its steps begin.
  const advice = adviceOf(plan)
    .filter(({ kind }) => kind !== 'intermediate')
    .map((one) => `  ${style.warn('note')}  ${paragraph(adviceWords(one), width, '        ')}\n`)
    .join('');
  if (options.quiet) return `${commandLines(plan, state.platform, short)}${verdictText(report, plan, options, helps)}`;
  const below = `${packedText(plan.steps, width, style)}${heldBackText(report, width, style)}${advice}`;
  return `${paragraph(head, width, '  ')}\n${notes}\n${steps}\n${below}${below === '' ? '' : '\n'}${verdictText(report, plan, options, helps)}`;
}

/** A file inside an archive, which no tool takes from there. */
const PACKED = '!/';

/** Paths in commands: as they were typed, so that the commands can be pasted; of what lies in an archive what unpacking gives. */
const unpackedName = (name: string): string =>
  name.includes(PACKED) ? name.slice(name.lastIndexOf(PACKED) + PACKED.length) : name;

/** That files are to be unpacked first, and out of what; nothing where none is packed. */
function packedText(steps: readonly PlanStep[], width: number, style: Style): string {
  const packed = steps.map(({ file }) => file.bundle ?? file.file).filter((name) => name.includes(PACKED));
  const archives = [
    ...new Set(packed.map((name) => name.slice(0, name.lastIndexOf(PACKED)).replaceAll(PACKED, ', then '))),
  ];
  return packed.length === 0
    ? ''
    : `  ${style.warn('note')}  ${paragraph(`unpack here first: ${safeText(archives.join(', '))}; particle flash takes no file from within an archive`, width, '        ')}\n`;
}

/** The commands of a plan and nothing else. */
function commandLines({ steps }: Reachable, platform: number, short: (name: string) => string): string {
  return steps
    .filter((step, at) => !isSentWithBefore(step, steps[at - 1]))
    .flatMap((step) => commandsOf(shownStep(step, short), platform, 'sh'))
    .map((command) => `  ${safeText(command)}\n`)
    .join('');
}

/** A step with the names that are shown. */
function shownStep(step: PlanStep, short: (name: string) => string): PlanStep {
  const { bundle = null, file } = step.file;
  return { ...step, file: { ...step.file, file: short(file), bundle: bundle === null ? null : short(bundle) } };
}

/** What was assumed or is unclear, one line each. */
export function notesText(
  { notes, assumed }: Pick<StartWords, 'notes' | 'assumed'>,
  width: number,
  style: Style,
): string {
  const words = assumedWords(assumed);
  const all = [...notes, ...(words === null ? [] : [words])];
  return all.map((one) => `  ${style.faint(paragraph(one, width, '  '))}\n`).join('');
}

/** A step for a person. */
export interface StepWords {
  /** To be run one after another; null where the command of the step before sends this file too. */
  readonly commands: readonly string[] | null;
  /** That an intermediate release begins here, and why. */
  readonly intermediate: readonly string[];
  /** What is sent, and what the device does afterwards. */
  readonly what: string;
  /** What the cloud is expected to send before the next step comes; at the end it is said of the whole plan. */
  readonly cloud: readonly string[];
  /** What else is to be done before the commands work. */
  readonly before: readonly string[];
  readonly hazards: readonly string[];
}

/**
 * Takes a step and the one before it; gives its words.
 *
 * @param short names of files as they are shown
 */
export function stepWords(
  step: PlanStep,
  before: PlanStep | undefined,
  { state, via, plan, expected }: Pick<PlanReport, 'state' | 'via' | 'plan' | 'expected'>,
  advice: readonly Advice[],
  short: (name: string) => string,
): StepWords {
  const { platform } = state;
  const shown = shownStep(step, short);
  const size = via === 'ota' ? `, ${megabytes(step.wireBytes)}` : '';
  const later = plan.kind === 'plan' ? plan.steps.slice(step.step) : [];
  const isLast = later.length === 0;
  const comes = later.some(({ afterwards }) => afterwards.mode === 'runs-app');
  const cloud = isLast ? null : (expected.steps[step.step - 1] ?? null);
  return {
    commands: isSentWithBefore(step, before) ? null : commandsOf(shown, platform, 'sh').map(safeText),
    intermediate: intermediateWords(step, before, advice),
    what: `${partsWords(step.file.facts)}${size}; then ${afterWords(step, platform, comes)}`,
    // The next step is what is done by hand.
    cloud: cloud === null ? [] : [forecastSentence(cloud, platform, true)],
    before: needsFlagFile(step) ? [`${FLAG_FILE} is a file of one byte, A5: ${MAKE_FLAG_FILE.sh}`] : [],
    hazards: step.afterwards.hazards.map((one) => `hazard: ${hazardWords(one)}`),
  };
}

function stepText(
  step: PlanStep,
  before: PlanStep | undefined,
  report: PlanReport,
  advice: readonly Advice[],
  short: (name: string) => string,
  options: TextOptions,
): string {
  const { style } = options;
  const width = Math.min(options.width, MAX_WIDTH);
  const words = stepWords(step, before, report, advice, short);
  const lines = [
    ...words.intermediate.map(style.faint),
    words.what,
    ...words.cloud,
    ...words.before,
    ...words.hazards.map((one) => style.warn(one)),
  ];
  const command = words.commands === null ? 'with the same command' : words.commands.join(' &&\n     ');
  return `${String(step.step).padStart(3)}  ${style.strong(command)}\n${lines.map((line) => `     ${paragraph(line, width, '     ')}\n`).join('')}`;
}

/**
 * What else a person should know of a plan, and of the files that it does not send; what stands at its steps is left out.
 *
 * @param how an application is sent that would replace that of the device
 */
export function planNotes(report: PlanReport, how: string): readonly string[] {
  const { plan } = report;
  const advice = plan.kind === 'plan' ? adviceOf(plan) : plan.kind === 'unreachable' ? plan.advice : [];
  const told = advice.filter(({ kind }) =>
    plan.kind === 'plan' ? kind !== 'intermediate' : kind === 'intermediate_missing',
  );
  return [...heldBackWords(report, how), ...adviceLines(told)];
}

/** Why there is no way, one sentence each; nothing where there is one. */
export function blockedLines({ plan, state }: PlanReport): readonly string[] {
  return plan.kind === 'unreachable' ? plan.blocked.map((one) => blockedWords(one, state.platform)) : [];
}

/** "0.4.8 to 0.6.4, over the air: 5 steps, 541,000 bytes of files, about 0.620 MB of data" */
export function planHeadline({ plan, start, via }: PlanReport): string {
  const to = plan.kind !== 'plan' || plan.release === null ? '' : ` to ${plan.release}`;
  if (plan.kind !== 'plan') return `${start.release}${to}, ${overWords(via)}`;
  const { totals } = plan;
  const data = via === 'ota' ? `, about ${megabytes(totals.wireBytes)} of data` : '';
  return `${start.release}${to}, ${overWords(via)}: ${counted(totals.steps, 'step')}, ${byteCount(totals.bytes)} of files${data}`;
}

/** Whether the device ends in safe mode for want of an asset: no plan that anybody wants. */
export function lacksAssets({ end }: Pick<Reachable, 'end'>): boolean {
  return end.reasons.some(({ kind }) => kind === 'asset_missing');
}

/** What is said where the steps to an intermediate release begin, or of the goal behind one. */
function intermediateWords(
  { intermediate }: PlanStep,
  before: PlanStep | undefined,
  advice: readonly Advice[],
): readonly string[] {
  if (intermediate === null || intermediate === before?.intermediate) return [];
  return advice
    .filter((one) => one.kind === 'intermediate' && one.intermediate === intermediate)
    .map((one) => adviceWords(one));
}

/** @param comes whether the application runs after a later step */
function afterWords({ afterwards, runs, file }: PlanStep, platform: number, comes: boolean): string {
  const release = runs === null ? '' : (releaseOf(runs, platform) ?? String(runs));
  switch (afterwards.mode) {
    case 'runs-app':
      return `${release} runs ${whichApplication(afterwards.application, file.facts)} (breathing cyan)`;
    case 'safe-mode':
      return `SAFE MODE under ${release} (breathing magenta): ${comes ? 'no application until a later step' : 'the application does not run'}`;
    case 'dfu':
      return 'the next file in the same DFU session';
    default:
      return bootWords(afterwards, platform);
  }
}

/** What to do and to wait for, for someone who has never done it. */
const HOW = {
  ota: [
    'Put the name of the device in the place of DEVICE.',
    'After each step wait for the restart (the LED blinks magenta while a file comes in), then until the LED breathes as told, and send the next.',
    'The event spark/flash/status "success" says only that the file has arrived.',
  ],
  dfu: [
    'First hold MODE (SETUP) while you press RESET, until the LED blinks yellow: DFU.',
    'Write all DFU files in one session, then restart once; send what follows one by one.',
  ],
  other: [
    'Connect the device by USB.',
    'After each step wait for the restart, until the LED breathes as told, then send the next.',
  ],
} as const;

/** How the steps of a plan are done, one sentence each; nothing where there are none to do. */
function howWords(report: PlanReport, { steps, end }: Reachable): readonly string[] {
  const { via, overBudget, refused } = report;
  if (steps.length === 0 || overBudget !== null || refused.length > 0 || bootJudgement(end) === 'not-ok') return [];
  return [...HOW[via === 'dfu' || via === 'ota' ? via : 'other'], ...falseSuccessWords(steps)];
}

function reachableVerdict(report: PlanReport, plan: Reachable): PlanVerdict {
  const { state, overBudget, refused } = report;
  if (overBudget !== null) {
    return {
      label: OVER_BUDGET,
      sentence: `about ${megabytes(overBudget.wireBytes)} of data; the budget is ${megabytes(overBudget.budget)}.`,
    };
  }
  if (refused.length > 0) {
    const names = refused.map(safeText).join(', ');
    return { label: NOT_OK, sentence: `${counted(refused.length, 'file')} may not be sent: ${names}.` };
  }
  const down =
    plan.totals.stepsWithoutApp === 0
      ? ''
      : ` Without the application after ${String(plan.totals.stepsWithoutApp)} of ${counted(plan.steps.length, 'step')}.`;
  const end =
    plan.end.mode === 'runs-app'
      ? 'At the end the application runs.'
      : `At the end: ${bootWords(plan.end, state.platform)}.`;
  const settle = settleWords(factOfBoot(plan.end), state)
    .map((one) => ` ${one}`)
    .join('');
  const cloud = cloudWords(report).map((one) => ` ${one}`);
  return { label: endLabel(plan.end), sentence: `${end}${cloud.join('')}${down}${settle}${dissuading(report, plan)}` };
}

/** Of steps that end without the application: that nobody should do them. */
function dissuading({ state }: PlanReport, { end, state: last }: Reachable): string {
  if (bootJudgement(end) !== 'not-ok') return '';
  // What is no number compares as neither.
  const isOlder = Number(runningVersion(last)) < Number(runningVersion(state));
  return `${isOlder ? ' This is a downgrade.' : ''} Do not send this as it is.`;
}

const OVER_BUDGET = 'OVER BUDGET';

function verdictText(report: PlanReport, plan: Reachable, options: TextOptions, helps: readonly string[]): string {
  const { style, quiet, typed } = options;
  const { label, sentence } = reachableVerdict(report, plan);
  const width = Math.min(options.width, MAX_WIDTH);
  const how = quiet ? [] : howWords(report, plan);
  const left = typed?.isAll === false ? stepsAtEnd(plan) : null;
  const command = nextCommand(
    (inputs, device) => `fwinspect verify ${device}--device AFTER ${inputs}`,
    // What is not there at the end cannot have landed.
    typed === undefined || left === null ? typed : { ...typed, inputs: namesOf(left, unpackedName) },
    width - ITEM.length,
  );
  const hasDevice = how.length > 0 && report.start.release !== '';
  const sent = left === null ? '' : `, and ${leftWords(left, plan)}`;
  const list = hasDevice ? [...how, `Afterwards, with a file AFTER of what the device then reports${sent}:`] : how;
  const paint = label === 'OK' ? style.good : style.bad;
  const items = list.map((one, at) => `    ${String(at + 1)}. ${paragraph(one, width, ITEM)}\n`).join('');
  return `${paint(label)}  ${paragraph([sentence, ...helps].join(' '), width, ' '.repeat(label.length + 2))}\n${items === '' ? '' : `\n${items}`}${hasDevice ? `${ITEM}${command}\n` : ''}`;
}

/** As they are named in the commands of the steps. */
function namesOf(steps: readonly PlanStep[], short: (name: string) => string): readonly string[] {
  return [...new Set(steps.map(({ file }) => short(file.bundle ?? file.file)))];
}

/** The files of these steps: what stands for them where there is no room for their names. */
function leftWords(left: readonly PlanStep[], { steps }: Reachable): string {
  if (left.length === steps.length) return 'the files that were sent';
  return `the files of ${left.length === 1 ? 'step' : 'steps'} ${left.map(({ step }) => String(step)).join(', ')}`;
}

/** Below the number of an item. */
const ITEM = ' '.repeat(7);

/** A tool that reports success whatever happens is said once, with the steps that it concerns. */
function falseSuccessWords(steps: readonly PlanStep[]): readonly string[] {
  const silent = steps.filter(({ refusalTold }) => refusalTold === 'false_success').map(({ step }) => String(step));
  if (silent.length === 0) return [];
  return [
    `The release that takes ${silent.length === 1 ? 'step' : 'steps'} ${silent.join(', ')} reports success over serial whatever happens: only the LED and fwinspect verify tell.`,
  ];
}

function unreachableText(report: PlanReport, plan: Unreachable, { style, width }: TextOptions): string {
  const { state, start, via } = report;
  const wide = Math.min(width, MAX_WIDTH);
  const { platform } = state;
  const head = `${style.strong(platformName(platform))} ${start.release}${plan.release === null ? '' : ` to ${plan.release}`}, ${overWords(via)}`;
  const blocked = plan.blocked
    .map((one) => `  ${style.bad('BLOCKED')}  ${paragraph(blockedWords(one, platform), wide, '           ')}\n`)
    .join('');
  const advice = plan.advice
    .filter(({ kind }) => kind === 'intermediate_missing')
    .map((one) => `  ${style.warn('note')}  ${paragraph(adviceWords(one), wide, '        ')}\n`)
    .join('');
  return `${paragraph(head, wide, '  ')}\n${notesText(start, wide, style)}\n${blocked}${heldBackText(report, wide, style)}${advice}\n${style.bad(NO_WAY)}  ${paragraph([suggestWords(plan.suggest, plan.atLeast), ...otherWaysWords(report, true)].join(' '), wide, '        ')}\n`;
}

/** "Add A and B, or those of 0.5.4 or 0.5.5." Each of them was tried. */
export function suggestWords(suggest: readonly Suggestion[], atLeast: number): string {
  const [first, ...rest] = suggest;
  if (first === undefined) return NOTHING_OPENS[Math.min(atLeast, 2)] ?? NOTHING_OPENS[0];
  // Of other things the nearest one is enough; which release to go over is a choice.
  const releases = isSystemAlone(first) ? rest.filter(isSystemAlone).flatMap(([one]) => one?.release ?? []) : [];
  return `Add ${setWords(first)}${releases.length === 0 ? '' : `, or those of ${releases.join(' or ')}`}.`;
}

/**
 * "There is a way over DFU (particle flash --usb): --via dfu."
 *
 * @param options whether the option that asks for it is said
 */
function otherWaysWords({ otherWays }: Pick<PlanReport, 'otherWays'>, options = false): readonly string[] {
  if (otherWays.length === 0) return [];
  const named = otherWays.map((one) => {
    const command = vendorCommand(one);
    return options ? `--via ${one} (${command})` : `${transportWords(one)} (${command})`;
  });
  const all = [named.slice(0, -1).join(', '), named.at(-1) ?? ''].filter((part) => part !== '').join(' or ');
  return [`There is a way ${options ? 'with' : 'over'} ${all}.`];
}

const NOTHING_OPENS = [
  'These files do not lead there.',
  'These files do not lead there, and nothing was found that would open the way and run the application.',
  'These files do not lead there. No release, bootloader, radio stack or NCP firmware alone would open the way: at least two are missing, or there is none.',
] as const;

function isSystemAlone(set: Suggestion): boolean {
  return set.length === 1 && set[0]?.what === 'system';
}

function setWords(set: Suggestion): string {
  const names = set.flatMap(({ files }) => files.map(({ file }) => safeText(file)));
  return names.length < 3 ? names.join(' and ') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

/** The release is null for things of several releases. */
function suggestionJson(set: Suggestion) {
  const releases = [...new Set(set.map(({ release }) => release))];
  return {
    release: releases.length === 1 ? (releases[0] ?? null) : null,
    files: set.flatMap(({ files }) => files.map(({ file }) => file)),
    things: set.map(({ what, release, files }) => ({ what, release, files: files.map(({ file }) => file) })),
  };
}

/** The document `fwinspect/verify@1`. */
export function verifyJson(
  verification: Verification,
  platform: number,
  events: EventLog | null,
  assumed: readonly Assumed[],
  errors: readonly RunError[],
  notes: readonly string[],
  course: Course | null = null,
  next: PlanStep | null = null,
) {
  return {
    schema: 'fwinspect/verify@1',
    judgement: judgementWith(verification.judgement, errors),
    platform: platformJson(platform),
    notes,
    landed: verification.landed.map(({ file }) => file),
    missing: verification.missing.map(({ file, parts, why }) => ({
      file: file.file,
      why: why.kind,
      rule: why.kind === 'refused' ? why.rule : null,
      told: why.kind === 'refused' ? why.told : null,
      message: `${file.facts.combined.length === 0 ? '' : `${lackedWords(parts, platform)}: `}${missingWords(why, parts[0], platform)}`,
    })),
    byVersion: verification.byVersion.map(({ file }) => file),
    next: next === null ? null : { file: next.file.file, command: commandOf(next, platform) },
    events,
    course: course === null ? null : { kind: course, message: COURSE_WORDS[course] },
    end: bootJson(verification.end, platform),
    safeMode: verification.safeMode,
    assumed: assumedJson(assumed),
    errors,
  };
}

const FALSE_SUCCESS = '; over serial that release reports success all the same';

/** Why a file is not there, as a sentence without a full stop. */
function missingWords(why: Missing, part: ModuleFacts, platform: number): string {
  switch (why.kind) {
    case 'refused':
      return why.reason === null
        ? 'the device refuses it'
        : `most likely refused: ${reasonOfItWords(why.reason, platform)}${why.told === 'false_success' ? FALSE_SUCCESS : ''}`;
    case 'never_applied':
      return `most likely accepted and ${appliedWords(why.reason)}: ${reasonWords(why.reason, platform)}`;
    case 'overtaken':
      return `another one is there: ${moduleWords({ ...part, version: why.by, platform })}`;
    case 'not_sent':
      return 'most likely not sent: the device would take it';
    case 'pending':
      return `sent, not there: ${counted(why.started, 'transfer')} started, ${String(why.succeeded)} arrived; wait for the restart, or send it again`;
    case 'unknown':
      return 'the report does not say what lies there';
    case 'build_unknown':
      return why.by === 'report'
        ? `an application with these header numbers is there, and the report gives no hash of it: every build against one Device OS has the same numbers. ${HOW_TO_FIND_OUT}`
        : `an application with these header numbers is there, and the file holds no right hash to tell its build by. ${BY_VERSION}`;
    case 'other_build':
      return 'another build is there: by the report its hash, or what it requires, is another, with the same header numbers';
    case 'assets_missing':
      return `what it requires is not on the device: ${why.assets.map(({ name, hash }) => `asset ${safeText(name)} (${safeText(hash.slice(0, 16))}...)`).join(', ')}`;
  }
}

const BY_VERSION = 'verify --by-version accepts equal numbers';
const HOW_TO_FIND_OUT = `particle serial inspect and the describe message of the device give it (UUID, "u"); ${BY_VERSION}`;

/** The answer of `verify` for a person. */
export function verifyText(
  verification: Verification,
  state: DeviceState,
  events: EventLog | null,
  assumed: readonly Assumed[],
  { style, width, quiet }: TextOptions,
  notes: readonly string[],
  course: Course | null = null,
  next: PlanStep | null = null,
): string {
  const wide = Math.min(width, MAX_WIDTH);
  const { platform } = state;
  const told = course === null ? '' : `  course   ${paragraph(COURSE_WORDS[course], wide, '           ')}\n`;
  const below = notesText({ notes, assumed }, wide, style);
  const landed = verification.landed
    .map(({ file, facts }) => {
      const words = `${safeText(file)}   ${partsWords(facts)}`;
      const lines = words.length + 11 > wide ? paragraph(words, wide, ' '.repeat(11)) : words;
      return `  ${style.good('landed')}   ${lines}\n`;
    })
    .join('');
  const missing = verification.missing
    .map(
      ({ file, parts, why }) =>
        `  ${style.bad(isNotKnown(why) ? 'unknown' : 'MISSING')}  ${paragraph(`${safeText(file.file)} (${lackedWords(parts, platform)}): ${missingWords(why, parts[0], platform)}`, wide, '           ')}\n`,
    )
    .join('');
  const end = bootWords(verification.end, platform);
  const [label, words] = verifiedWords(verification, end);
  const sentence = [words, ...settleWords(factOfBoot(verification.end), state)].join(' ');
  const send = next === null ? '' : sendNextText(next, platform, wide, style);
  return `${quiet ? '' : landed}${missing}${quiet ? '' : `${eventsText(events, verification, platform, wide)}${told}`}${landed + missing === '' ? '' : '\n'}${verification.judgement === 'ok' ? style.good(label) : style.bad(label)}  ${paragraph(sentence, wide, ' '.repeat(label.length + 2))}\n${quiet ? '' : `${send}${below}`}`;
}

/** "bootloader + system part 1": of assets the name counts. */
function lackedWords(parts: MissingFile['parts'], platform: number): string {
  return parts.map((one) => (one.asset === null ? slotWords({ ...one, platform }) : factsWords(one))).join(' + ');
}

/** The command of the step that comes next, for a file as it is named outside of its archive. */
function sendNextText(next: PlanStep, platform: number, width: number, style: Style): string {
  const command = safeText(commandOf(shownStep(next, unpackedName), platform));
  return `${style.strong('Send next:')}\n${packedText([next], width, style)}  ${command}\n`;
}

const SAFE_MODE_WORDS: Readonly<Record<SafeModeSince, string>> = {
  since_report: 'That was before it went to safe mode: the event is later than the report.',
  unknown: 'It may be in safe mode since, by its events; give a report from now.',
};

/** The label and the sentence of a verification. */
function verifiedWords(verification: Verification, end: string): readonly [string, string] {
  const { judgement, landed, missing } = verification;
  if (landed.length + missing.length === 0) return [NOTHING_CHECKED, `No file is for this device. The device: ${end}.`];
  const open = missing.filter(({ why }) => isNotKnown(why)).length;
  const counts = [
    ...(missing.length > open ? [`${counted(missing.length - open, 'file')} missing`] : []),
    ...(open > 0 ? [`${counted(open, 'file')} not known to be there`] : []),
  ];
  const isToldAnyway = verification.safeMode === null || verification.end.mode === 'safe-mode';
  const since = isToldAnyway ? '' : ` ${SAFE_MODE_WORDS[verification.safeMode]}`;
  const rest = `${counts.length === 0 ? 'Everything landed' : counts.join(', ')}. The device: ${end}.${since}`;
  switch (judgement) {
    case 'ok':
      return ['OK', `Everything landed and the application runs.${byVersionWords(verification)}`];
    case 'not-ok':
      return ['NOT DONE', rest];
    case 'unknown':
      return [NOT_KNOWN, rest];
  }
}

/** What `--by-version` was taken for. */
function byVersionWords({ byVersion }: Verification): string {
  return byVersion.length === 0
    ? ''
    : ` By header numbers alone, which any build has: ${byVersion.map(({ file }) => safeText(file)).join(', ')}.`;
}

function eventsText(events: EventLog | null, verification: Verification, platform: number, width: number): string {
  if (events === null) return '';
  const counts = `${String(events.started)} started, ${String(events.succeeded)} success (of the transfer, not of the installation), ${String(events.failed)} failed.`;
  const told = events.started > events.succeeded ? ` ${silenceWords(verification, platform)}` : '';
  const results = events.results.length === 0 ? '' : ` The device itself: ${events.results.map(safeText).join('; ')}.`;
  const others = events.ofOthers === 0 ? '' : ` ${counted(events.ofOthers, 'event')} of other devices not counted.`;
  const logged = events.transfers.map((one) => ` ${transferWords(one, verification)}`).join('');
  return `  events   ${paragraph(`${counts}${told}${results}${logged}${others}`, width, '           ')}\n`;
}

const REACHED: Readonly<Record<LoggedTransfer['reached'], string>> = {
  started: 'started and not received to the end',
  received: 'received',
  checking: 'received; the device began to check it, and the log says no more',
  applying: 'received, checked, and about to be applied',
};

/** What the device's own log says of one transfer, with the files of that size. */
function transferWords({ size, reached, error }: LoggedTransfer, { landed, missing }: Verification): string {
  const files = [...landed, ...missing.map(({ file }) => file)].filter((file) => file.size === size);
  const named = files.length === 0 ? '' : ` (the size of ${files.map(({ file }) => safeText(file)).join(', ')})`;
  const bytes = size === null ? 'a file of unknown size' : `${byteCount(size)}${named}`;
  const end = error === null ? REACHED[reached] : `not taken: ${safeText(error)}`;
  return `The log of the device: ${bytes}, ${end}.`;
}

/** What it means that a transfer started and no success followed, by how the release that took the file tells of a refusal. */
function silenceWords({ refusal, takenBy }: Verification, platform: number): string {
  if (refusal?.told == null || takenBy === null) {
    return 'A start without success: the transfer broke off, or the device refused the file.';
  }
  const release = releaseOf(takenBy, platform) ?? String(takenBy);
  switch (refusal.told) {
    case 'event':
      return `A start without success: the transfer broke off. ${release} tells its verdict in the event spark/device/ota_result.`;
    case 'ack':
      return refusal.failsTransfer
        ? `A start without success: ${release} checks a file before it answers, so it refused the file, or the transfer broke off.`
        : `A start without success: the transfer broke off, or the device refused the file. ${release} acknowledges a file that it refuses like a good one and puts its verdict inside; what the cloud makes of that is not known.`;
    case 'nobody':
    case 'host':
    case 'false_success':
      return `A start without success: the transfer broke off. ${release} says success before it checks a file, and never tells a refusal.`;
  }
}
