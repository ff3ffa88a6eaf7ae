/** `simulate` for people and as data. */
import { NOTHING_ASIDE } from '../assess/aside.js';
import type { Aside } from '../assess/aside.js';
import type { Judgement } from '../base/judgement.js';
import { NO_PLATFORM, platformName } from '../catalog/platforms.js';
import { nameOfVersion } from '../catalog/assumed.js';
import type { Assumed } from '../catalog/assumed.js';
import { releaseOf } from '../catalog/releases.js';
import type { Forecast } from '../cloud/types.js';
import type { Boot } from '../device/boot.js';
import { runningVersion } from '../device/accept.js';
import { stepJudgement } from '../device/judgement.js';
import { decisiveReason, hasLanded } from '../device/simulate.js';
import type { SimulatedStep, Simulation } from '../device/simulate.js';
import type { CheckName, DeviceState, HiddenFact, Outcome, Transport } from '../device/types.js';
import { nextActions } from '../plan/next.js';
import type { NamedFile } from '../plan/next.js';
import type { Finding } from '../rules/types.js';
import {
  appliedWords,
  bootReasonWords,
  bootWords,
  checksWords,
  decisionSentence,
  hazardWords,
  isOpen,
  modeWords,
  ruleWords,
  stepRule,
  toldWords,
  transportWords,
  whichApplication,
} from './device.js';
import { assumedJson, assumedWords } from './assumed.js';
import { firstOf } from './bounded.js';
import { withinLines } from './few.js';
import { partsWords } from './contents.js';
import { expectedJson } from './cloud-json.js';
import { forecastSentence } from './cloud.js';
import type { RunError } from './json.js';
import { findingsJson, judgementWith, platformJson } from './json.js';
import { nextWords } from './next.js';
import { factOfBoot, factOfReason, settleWords } from './settle.js';
import type { TextOptions } from './style.js';
import { cutName, findingsText, shorten } from './text.js';
import { MAX_WIDTH, paragraph } from './wrap.js';
import { counted } from './words.js';

/** Where the simulation starts, in words of the caller's making. */
export interface StartWords {
  /** "Device OS 0.4.8-rc.6 (the nearest release to 0.4.8)" */
  readonly release: string;
  /** What was assumed or is unclear, one sentence each. */
  readonly notes: readonly string[];
  /** What the answer rests on that nobody read. */
  readonly assumed: readonly Assumed[];
}

export interface SimulateReport {
  readonly via: Transport;
  readonly state: DeviceState;
  readonly start: StartWords;
  readonly simulation: Simulation<NamedFile>;
  /** What the cloud is expected to send then; null where the device does not end in safe mode. */
  readonly expected: Forecast | null;
  /** Problems of files that are no modules, and of those that `check` refuses and the device would take; they were not sent. */
  readonly findings: readonly Finding[];
  /** Of all of it, but for what could not be read. */
  readonly judgement: Judgement;
  /** How many files could not be read. */
  readonly unread: number;
}

type Step = SimulatedStep<NamedFile>;

const isTaken = (step: Step): boolean => step.decision.verdict === 'accepted' && hasLanded(step);

/**
 * The document `fwinspect/simulate@1`.
 *
 * @param aside files that nobody named and that are not for the device
 */
export function simulateJson(report: SimulateReport, errors: readonly RunError[], aside: Aside = NOTHING_ASIDE) {
  const { via, state, start, simulation, expected, findings } = report;
  const { platform } = state;
  return {
    schema: 'fwinspect/simulate@1',
    judgement: judgementWith(report.judgement, errors),
    via,
    platform: platformJson(platform),
    notes: start.notes,
    start: { release: start.release, mode: simulation.start.mode, notes: start.notes },
    assumed: assumedJson(start.assumed),
    steps: simulation.steps.map((step) => stepJson(step, platform)),
    end: { ...endBootJson(simulation.end, expected, platform), runs: runningJson(simulation.state) },
    stepsWithoutApplication: stepsDown(report),
    next: nextWords(nextActions(state, simulation, via), platform, (file) => file),
    leftAside: aside,
    findings: findingsJson(findings),
    errors,
  };
}

/** The document of a run in which nothing was sent. */
export function nothingSimulated(
  errors: readonly RunError[],
  findings: readonly Finding[] = [],
  via: Transport | null = null,
) {
  return {
    schema: 'fwinspect/simulate@1',
    judgement: findings.length > 0 ? 'not-ok' : 'unknown',
    via,
    platform: null,
    notes: [],
    start: null,
    assumed: [],
    steps: [],
    end: { mode: 'unknown', reasons: [], cloudMayHeal: false, expected: null, hazards: [], runs: null },
    stepsWithoutApplication: 0,
    next: [],
    leftAside: NOTHING_ASIDE,
    findings: findingsJson(findings),
    errors,
  };
}

/** The answer for a person where no file is a module: what they are instead. */
export function nothingSimulatedText(findings: readonly Finding[], options: TextOptions): string {
  const verdict = `${options.style.bad('REFUSED')}  Nothing was simulated: no file is a module.\n`;
  return `${findingsText(findings, options)}\n${verdict}`;
}

/** The Device OS that a device runs; null where it has none or it is not known. */
function runningJson(state: DeviceState) {
  const version = runningVersion(state);
  return typeof version === 'number' ? { version, release: releaseOf(version, state.platform) } : null;
}

function stepJson(step: Step, platform: number) {
  const { decision } = step;
  const reason = decisiveReason(step);
  const rule = stepRule(step);
  return {
    step: step.step,
    file: step.file.file,
    accepted: decision.verdict === 'accepted' ? true : decision.verdict === 'refused' ? false : null,
    verdict: decision.verdict,
    applied: isOpen(step) ? null : hasLanded(step),
    checks: checksJson(decision.checks),
    error: decision.error,
    reason:
      reason === null ? null : { ...reason, message: decisionSentence(step, platform), rule: ruleWords(rule) || null },
    rule,
    told: decision.told,
    decidedBy:
      step.decidedBy === null ? null : { version: step.decidedBy, release: releaseOf(step.decidedBy, platform) },
    afterwards: step.afterwards.mode,
    afterwardsReasons: step.afterwards.reasons.map((one) => bootReasonWords(one, platform)),
    hazards: step.afterwards.hazards.map(hazardWords),
    ...(step.ifTaken === undefined
      ? {}
      : {
          ifTaken: {
            mode: step.ifTaken.mode,
            reasons: step.ifTaken.reasons.map((one) => bootReasonWords(one, platform)),
          },
        }),
  };
}

const JSON_OUTCOME: Readonly<Record<Outcome, boolean | string | null>> = {
  pass: true,
  fail: false,
  unknown: 'unknown',
  fault: 'undefined',
  not_checked: null,
};

/** Checks as true, false, null (not checked), "unknown" or "undefined". */
function checksJson(checks: Readonly<Record<CheckName, Outcome>>) {
  const one = (name: CheckName): boolean | string | null => JSON_OUTCOME[checks[name]];
  return {
    integrity: one('integrity'),
    dependencies: one('dependencies'),
    dependenciesFull: one('dependenciesFull'),
    range: one('range'),
    platform: one('platform'),
  };
}

export function bootJson(boot: Boot, platform: number) {
  return {
    mode: boot.mode,
    reasons: boot.reasons.map((one) => bootReasonWords(one, platform)),
    cloudMayHeal: boot.cloudMayHeal,
    hazards: boot.hazards.map(hazardWords),
  };
}

/** How a device starts in the end, and what the cloud is expected to send then. */
export function endBootJson(boot: Boot, expected: Forecast | null, platform: number) {
  return {
    ...bootJson(boot, platform),
    cloudMayHeal: expected?.end.kind === 'runs',
    expected: expectedJson(expected, platform),
  };
}

/** The answer for a person. */
export function simulateText(report: SimulateReport, options: TextOptions): string {
  const width = Math.min(options.width, MAX_WIDTH);
  const { short } = shorten(report.simulation.steps.map(({ file }) => file.file));
  const findings = findingsText(report.findings, options);
  const end = endText(report, short, { ...options, width });
  if (options.quiet) {
    const { shown: refused, more } = firstOf(
      report.simulation.steps.filter((step) => !isTaken(step)),
      'step',
    );
    const steps = `${refused.map((step) => stepText(step, report, short, { ...options, width })).join('')}${more}`;
    return `${withinLines([steps, findings], options).join('')}${end}`;
  }
  const { shown: first, more } = firstOf(report.simulation.steps, 'step');
  const steps = first.map((step) => stepText(step, report, short, { ...options, width })).join('');
  const lists = withinLines([`${steps}${more}`, findings], options).join('');
  return `${headText(report, { ...options, width })}\n${lists}\n${end}`;
}

function headText({ state, start, via, simulation }: SimulateReport, { style, width }: TextOptions): string {
  const over =
    via === 'ota' ? 'over the air' : `${via === 'programmer' ? 'written by' : 'over'} ${transportWords(via)}`;
  const now = simulation.start.mode === 'runs-app' ? [] : [`now: ${bootWords(simulation.start, state.platform)}`];
  const assumed = assumedWords(start.assumed);
  const notes = [...now, ...start.notes, ...(assumed === null ? [] : [assumed])].map(
    (note) => `  ${paragraph(note, width, '  ')}\n`,
  );
  const name = platformName(state.platform);
  const head = paragraph(`${name}, ${start.release}, ${over}`, width, '  ');
  return `${style.strong(name)}${head.slice(name.length)}\n${notes.map(style.faint).join('')}`;
}

const STEP_INDENT = '       ';

function stepText(
  step: Step,
  { state: { platform }, via, simulation }: SimulateReport,
  short: (name: string) => string,
  { style, verbose, quiet, width }: TextOptions,
): string {
  const { file, facts } = step.file;
  const number = `  ${String(step.step)}  `;
  const name = cutName(short(file), width - number.length);
  const what = partsWords({ ...facts, platform: facts.platform === NO_PLATFORM ? platform : facts.platform });
  const head = number.length + name.length + 3 + what.length > width ? name : `${name}   ${style.faint(what)}`;
  const [first = '', ...rest] = paragraph(decisionSentence(step, platform), width, STEP_INDENT).split('\n');
  const paint = isTaken(step) ? style.good : style.bad;
  const [, verdict = first, reason = ''] = /^([^:]*)(:.*)?$/.exec(first) ?? [];
  const why = [`${paint(verdict)}${reason}`, ...rest].join('\n');
  const checks = verbose || !isTaken(step) ? [checksWords(step.decision.checks)] : [];
  const numbers = verbose ? [numbersOf(step, platform)] : [];
  const isStarted = via !== 'programmer' || step === simulation.steps.at(-1);
  const after = !isTaken(step) ? ifTakenWords(step, platform) : isStarted ? [afterWords(step)] : [];
  const lines = quiet ? [] : [...checks, ...numbers, ...refusalNote(step, via), ...after];
  const hazards = quiet ? [] : step.afterwards.hazards.map((one) => `hazard: ${hazardWords(one)}`);
  const shown = [
    why,
    ...lines.map((line) => paragraph(line, width, STEP_INDENT)),
    ...hazards.map((line) => style.warn(paragraph(line, width, STEP_INDENT))),
  ];
  return `${number}${head}\n${shown.map((line) => `${STEP_INDENT}${line}\n`).join('')}`;
}

/** What Device OS itself would log: which release decided, its flag words, its error code. */
function numbersOf({ decision, decidedBy }: Step, platform: number): string {
  const hex = (value: number): string => `0x${value.toString(16).padStart(2, '0')}`;
  const by = decidedBy === null ? [] : [`decided by ${osWords(decidedBy, platform)}`];
  const flags = decision.checked === 0 ? [] : [`checked ${hex(decision.checked)}, passed ${hex(decision.result)}`];
  const error = decision.error === null ? [] : [`error ${String(decision.error)}`];
  return [...by, ...flags, ...error].join(' · ');
}

function osWords(version: number, platform: number): string {
  return `Device OS ${releaseOf(version, platform) ?? `with module version ${String(version)}`}`;
}

/** "Device OS 0.5.0", or what can be said where that is not known. */
function runningWords(state: DeviceState): string | null {
  const version = runningVersion(state);
  return typeof version === 'number' ? osWords(version, state.platform) : null;
}

function afterWords({ afterwards, state, file }: Step): string {
  const running = runningWords(state);
  if (afterwards.mode === 'runs-app' && running !== null) {
    return `then ${running} runs ${whichApplication(afterwards.application, file.facts)}`;
  }
  return `then ${bootWords(afterwards, state.platform)}`;
}

/** What comes of a file of which it is not known whether it is taken. */
function ifTakenWords({ ifTaken }: Step, platform: number): readonly string[] {
  if (ifTaken === undefined) return [];
  return [`if it is, then ${ifTaken.mode === 'runs-app' ? 'the application runs' : bootWords(ifTaken, platform)}`];
}

/** What the person sees of a refusal by a release: of old ones, nothing. */
function refusalNote({ decision, decidedBy }: Step, via: Transport): readonly string[] {
  const words = decidedBy === null ? null : toldWords(decision.told, via);
  return words === null ? [] : [words];
}

/** The paragraph at the end: what it comes to, and what is to be done. */
function endText(report: SimulateReport, short: (name: string) => string, options: TextOptions): string {
  return outcomeText(report, short, downWords(report), options);
}

/**
 * What a simulation comes to, in one paragraph behind its label.
 *
 * @param short names of files as they are shown
 * @param down how long the device is without its application, in sentences
 */
export function outcomeText(
  report: SimulateReport,
  short: (name: string) => string,
  down: readonly string[],
  { style, width }: TextOptions,
): string {
  const label = labelOf(report);
  // Where nothing was sent, nothing is said of what the device does.
  const isSilent = report.simulation.steps.length === 0 && heldBack(report) > 0;
  const sentence = [
    ...refusedWords(report),
    ...heldBackWords(report),
    ...(isSilent ? [] : [deviceWords(report), ...lostWords(report), ...healWords(report), ...down]),
    ...(report.unread > 0 ? ['Not everything could be read.'] : []),
    ...(isSilent
      ? []
      : nextWords(nextActions(report.state, report.simulation, report.via), report.state.platform, short)),
    ...(isSilent ? [] : settleWords(openFact(report.simulation), report.state)),
  ].join(' ');
  const paint = label === 'OK' ? style.good : style.bad;
  return `${paint(label)}  ${paragraph(sentence, width, ' '.repeat(label.length + 2))}\n`;
}

function labelOf(report: SimulateReport): string {
  const { simulation, findings, unread } = report;
  if (simulation.steps.some(({ decision }) => decision.verdict === 'refused')) return 'REFUSED';
  if (findings.some(isFault)) return 'NOT SIMULATED';
  if (simulation.end.mode !== 'runs-app') return modeWords(simulation.end.mode).toUpperCase();
  const open = simulation.steps.find((step) => !isTaken(step));
  if (open !== undefined) return open.decision.verdict === 'accepted' && !isOpen(open) ? 'NOT APPLIED' : 'NOT KNOWN';
  return unread > 0 ? 'INCOMPLETE' : 'OK';
}

/** What an image of flash says of itself stops nothing. */
const isFault = ({ severity }: Finding): boolean => severity !== 'note';

/** How many files fwinspect itself did not send: a device may well take them. */
const heldBack = ({ findings }: SimulateReport): number =>
  new Set(findings.filter(isFault).map(({ file }) => file)).size;

function heldBackWords(report: SimulateReport): readonly string[] {
  const count = heldBack(report);
  if (count === 0) return [];
  const files = report.simulation.steps.length === 0 ? counted(count, 'file') : counted(count, 'other file');
  const [are, them] = count === 1 ? ['is', 'it'] : ['are', 'them'];
  const unchecked = report.via === 'dfu' ? ` Over DFU a device would write ${them} without a check.` : '';
  return [`${files} ${are} not simulated: what is wrong with ${them} stands above.${unchecked}`];
}

function refusedWords({ simulation: { steps } }: SimulateReport): readonly string[] {
  const refused = steps.filter((step) => stepJudgement(step) === 'not-ok').length;
  const open = steps.filter(isUnsure).length;
  const all = steps.length;
  const [only] = steps;
  if (all === 1 && refused === 1 && only?.decision.verdict === 'accepted') {
    return [`The file is accepted and ${appliedWords(decisiveReason(only))}.`];
  }
  const [one, other] = all === 1 ? ['the file is', 'The file is'] : [ofWords(open, all), ofWords(refused, all)];
  return [
    ...(refused === 0 ? [] : [`${other} not taken.`]),
    ...(open === 0 ? [] : [`Whether ${one} taken is not known.`]),
  ];
}

/** "1 of 3 files is" */
function ofWords(some: number, all: number): string {
  return `${String(some)} of ${counted(all, 'file')} ${some === 1 ? 'is' : 'are'}`;
}

/** Whether it is not known if a file is taken, or comes to be applied. */
function isUnsure(step: Step): boolean {
  return stepJudgement(step) === 'unknown';
}

/** "The device stays on 0.4.8-rc.6 and runs its application." */
function deviceWords({ simulation: { end, state, steps }, state: before }: SimulateReport): string {
  const version = runningVersion(state);
  if (steps.some(isUnsure)) {
    const ends =
      end.mode === 'runs-app' ? 'the device runs its application' : `at the end: ${bootWords(end, state.platform)}`;
    return end.mode === 'unknown' ? `At the end: ${bootWords(end, state.platform)}.` : `Either way, ${ends}.`;
  }
  if (typeof version !== 'number') return `At the end: ${bootWords(end, state.platform)}.`;
  const release = nameOfVersion(version, state.platform);
  const stays = runningVersion(before) === version ? `stays on ${release}` : `is then on ${release}`;
  if (end.mode === 'runs-app') return `The device ${stays} and runs its application.`;
  if (end.mode === 'safe-mode') return `The device ${stays}, in ${bootWords(end, state.platform)}.`;
  return `At the end: ${bootWords(end, state.platform)}.`;
}

function lostWords({ simulation: { uncertainSince, steps } }: SimulateReport): readonly string[] {
  if (uncertainSince === null) return [];
  if (steps[uncertainSince - 1]?.afterwards.mode === 'dfu') {
    return [
      `After step ${String(uncertainSince)} the device waits in DFU mode: what is sent behind it does not arrive.`,
    ];
  }
  return [
    `Since step ${String(uncertainSince)} the device was in a state that Device OS does not define; what was sent behind it may never have arrived.`,
  ];
}

/** What the cloud is expected to do, which is a model; what is done about it by hand stands behind it. */
function healWords({ expected, state, simulation, via }: SimulateReport): readonly string[] {
  if (expected === null) return [];
  return [forecastSentence(expected, state.platform, nextActions(state, simulation, via).length > 0)];
}

/** What would have to be known first: of the first file that hangs on it, else of the end. */
function openFact({ steps, end }: SimulateReport['simulation']): HiddenFact | null {
  const ofSteps = steps.filter(isUnsure).map((step) => factOfReason(decisiveReason(step)));
  return ofSteps.find((one) => one !== null) ?? factOfBoot(end);
}

const stepsDown = ({ simulation }: SimulateReport): number =>
  simulation.steps.filter(({ afterwards }) => afterwards.mode !== 'runs-app').length;

function downWords(report: SimulateReport): readonly string[] {
  const down = stepsDown(report);
  const { length } = report.simulation.steps;
  return down === 0 ? [] : [`Without the application after ${String(down)} of ${counted(length, 'step')}.`];
}
