/** `simulate` for people and as data. */
import { platformName } from '../catalog/platforms.js';
import { releaseOf } from '../catalog/releases.js';
import type { Boot } from '../device/boot.js';
import { decisiveReason, hasLanded } from '../device/simulate.js';
import type { SimulatedStep, Simulation } from '../device/simulate.js';
import type { CheckName, Decision, DeviceState, Outcome, Transport } from '../device/types.js';
import {
  bootReasonWords,
  bootWords,
  checksWords,
  hazardWords,
  modeWords,
  reasonWords,
  ruleWords,
  transportWords,
} from './device.js';
import type { RunError } from './json.js';
import { platformJson } from './json.js';
import type { TextOptions } from './style.js';
import { MAX_WIDTH, paragraph } from './text.js';
import { counted, safeText } from './words.js';

/** A file that was simulated, by its name. */
export interface NamedFile {
  readonly file: string;
}

/** Where the simulation starts, in words of the caller's making. */
export interface StartWords {
  /** "Device OS 0.4.8-rc.6 (the nearest release to 0.4.8)" */
  readonly release: string;
  /** What was assumed or is unclear, one sentence each. */
  readonly notes: readonly string[];
}

export interface SimulateReport {
  readonly via: Transport;
  readonly state: DeviceState;
  readonly start: StartWords;
  readonly simulation: Simulation<NamedFile & { readonly facts: object }>;
}

/** The document `fwinspect/simulate@1`. */
export function simulateJson({ via, state, start, simulation }: SimulateReport, errors: readonly RunError[]) {
  const { platform } = state;
  return {
    schema: 'fwinspect/simulate@1',
    via,
    platform: platformJson(platform),
    start: { release: start.release, mode: simulation.start.mode, notes: start.notes },
    steps: simulation.steps.map((step) => stepJson(step, platform)),
    end: bootJson(simulation.end, platform),
    errors,
  };
}

/** The document of a run that came to nothing. */
export function nothingSimulated(errors: readonly RunError[]) {
  return { schema: 'fwinspect/simulate@1', via: null, steps: [], end: { mode: 'unknown', reasons: [] }, errors };
}

function stepJson(step: SimulatedStep<NamedFile>, platform: number) {
  const { decision } = step;
  const reason = decisiveReason(step);
  return {
    step: step.step,
    file: step.file.file,
    accepted: decision.verdict === 'accepted' ? true : decision.verdict === 'refused' ? false : null,
    verdict: decision.verdict,
    applied: hasLanded(step),
    checks: checksJson(decision.checks),
    error: decision.error,
    reason: reason === null ? null : { ...reason, message: reasonWords(reason, platform), rule: ruleWords(decision) },
    decidedBy:
      step.decidedBy === null ? null : { version: step.decidedBy, release: releaseOf(step.decidedBy, platform) },
    afterwards: step.afterwards.mode,
    afterwardsReasons: step.afterwards.reasons.map((one) => bootReasonWords(one, platform)),
    hazards: step.afterwards.hazards.map(hazardWords),
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
export function checksJson(checks: Readonly<Record<CheckName, Outcome>>) {
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

/** The answer for a person. */
export function simulateText(report: SimulateReport, options: TextOptions): string {
  const { simulation, state, via, start } = report;
  const over = via === 'ota' ? 'over the air' : `over ${transportWords(via)}`;
  const head = `${options.style.strong(platformName(state.platform))}, ${start.release}, ${over}\n`;
  const notes = options.quiet
    ? ''
    : start.notes
        .map((note) => `  ${options.style.faint(paragraph(note, Math.min(options.width, MAX_WIDTH), '  '))}\n`)
        .join('');
  const steps = options.quiet ? '' : simulation.steps.map((step) => stepText(step, report, options)).join('');
  return `${options.quiet ? '' : `${head}${notes}\n`}${steps}${options.quiet || steps === '' ? '' : '\n'}${endText(report, options)}`;
}

function stepText(
  step: SimulatedStep<NamedFile>,
  { state: { platform }, via }: SimulateReport,
  options: TextOptions,
): string {
  const { style } = options;
  const reason = decisiveReason(step);
  const head = `  ${String(step.step)}  ${safeText(step.file.file)}   ${verdictWords(step, options)}\n`;
  const rule = ruleWords(step.decision);
  const why = reason === null ? [] : [`${reasonWords(reason, platform)}${rule === '' ? '' : ` [${rule}]`}`];
  const checks = options.verbose || step.decision.verdict !== 'accepted' ? [checksWords(step.decision.checks)] : [];
  const silent = step.decision.verdict === 'refused' ? refusalNote(step, via) : [];
  const after = step.decision.verdict === 'accepted' ? [`then ${bootWords(step.afterwards, platform)}`] : [];
  const hazards = step.afterwards.hazards.map((one) => style.warn(`hazard: ${hazardWords(one)}`));
  return (
    head +
    [...why, ...checks, ...silent, ...after, ...hazards]
      .map((line) => `       ${paragraph(line, Math.min(options.width, MAX_WIDTH), '       ')}\n`)
      .join('')
  );
}

function verdictWords(step: SimulatedStep<NamedFile>, { style }: TextOptions): string {
  const verdicts: Readonly<Record<Decision['verdict'], string>> = {
    accepted: hasLanded(step) ? style.good('accepted') : style.warn('accepted, but never applied'),
    refused: style.bad('refused'),
    undefined: style.bad('not defined by Device OS'),
    unknown: style.warn('not known'),
  };
  return verdicts[step.decision.verdict];
}

/** What the person sees of a refusal: in old releases, nothing. */
function refusalNote({ decidedBy }: SimulatedStep<NamedFile>, via: Transport): readonly string[] {
  if (via !== 'ota' || decidedBy === null || decidedBy >= 103) return [];
  return ['The cloud will still say "Update started": this release never reports a refusal.'];
}

function endText(report: SimulateReport, { style, width }: TextOptions): string {
  const { simulation, state } = report;
  const { end, steps } = simulation;
  const refused = steps.filter(({ decision }) => decision.verdict !== 'accepted').length;
  const good = end.mode === 'runs-app' && refused === 0;
  const label = good ? 'OK' : refused > 0 ? 'REFUSED' : modeWords(end.mode).toUpperCase();
  const counts = refused === 0 ? [] : [`${String(refused)} of ${counted(steps.length, 'file')} not accepted.`];
  const last =
    end.mode === 'runs-app' ? 'The device runs its application.' : `At the end: ${bootWords(end, state.platform)}.`;
  const sentence = [...counts, last, ...lostWords(simulation), ...healWords(end), ...downWords(simulation)].join(' ');
  const indent = ' '.repeat(label.length + 2);
  return `${good ? style.good(label) : style.bad(label)}  ${paragraph(sentence, Math.min(width, MAX_WIDTH), indent)}\n`;
}

function lostWords({ uncertainSince }: SimulateReport['simulation']): readonly string[] {
  if (uncertainSince === null) return [];
  return [
    `Since step ${String(uncertainSince)} the device was in a state that Device OS does not define; what was sent behind it may never have arrived.`,
  ];
}

function healWords({ mode, cloudMayHeal }: Boot): readonly string[] {
  if (mode !== 'safe-mode') return [];
  return [cloudMayHeal ? 'The cloud may send what is missing by itself.' : 'The cloud cannot repair that by itself.'];
}

function downWords({ steps }: SimulateReport['simulation']): readonly string[] {
  const down = steps.filter(({ afterwards }) => afterwards.mode !== 'runs-app').length;
  return down === 0 ? [] : [`Without the application after ${String(down)} of ${counted(steps.length, 'step')}.`];
}
