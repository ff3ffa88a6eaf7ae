import { sendable } from '../assess/sendable.js';
import type { BuildChoice, Sendable } from '../assess/sendable.js';
import { isModuleFile } from '../device/module-file.js';
import type { Assumed } from '../catalog/assumed.js';
import type { ModuleFile } from '../device/module-file.js';
import type { DeviceState } from '../device/types.js';
import { MODULE_FUNCTION } from '../module/types.js';
import { planUpdate } from '../plan/update.js';
import type { PlanStep, UpdateGoal, UpdatePlan } from '../plan/update.js';
import { findingsJson, jsonText } from '../report/json.js';
import { nothingPlanned, nothingPlannedText, planJson, planText } from '../report/plan.js';
import type { PlanReport } from '../report/plan.js';
import { commandsText } from '../report/shell.js';
import { findingsText } from '../report/text.js';
import { counted } from '../report/words.js';
import { safeText } from '../base/safe-text.js';
import { assumedOf } from './assumed.js';
import { textOptions, UsageError, writeErrors, writeOutput } from './context.js';
import type { PlanOptions } from './options.js';
import { knownDevice } from './device.js';
import type { KnownDevice } from './device.js';
import { exitCode } from './exit-code.js';
import { readInput } from './input.js';
import type { Input } from './input.js';
import { say } from './door.js';
import { releaseOption, wantsJson, writeSkipped } from './shared.js';
import { bytesOf } from './size.js';

/** `fwinspect plan --from RELEASE|--device FILE FILE|FOLDER...` */
export async function plan(args: readonly string[], options: PlanOptions): Promise<number> {
  const json = wantsJson(options);
  const budget = options.budget === undefined ? null : bytesOf(options.budget);
  const input = await readInput(args, { all: options.all, memory: options.memory, hashes: true });
  refuseImages(input);
  const device = await knownDevice(options, platformsOf(input));
  const chosen = sendable(input.files, options.debug);
  const { files } = chosen;
  if (files.length === 0 && chosen.findings.length > 0) return nothingToSend(chosen, input, options, json);
  const updatePlan = planUpdate(device.state, files, goalOf(chosen, options, device.state.platform), {
    via: options.via,
    prefer: options.prefer,
    shortest: options.shortest,
    allowStranding: options.allowStranding,
  });
  if (updatePlan.kind === 'limit') {
    throw new UsageError(
      `more than ${String(updatePlan.stateLimit)} device states were looked at without an end; give fewer files, or leave --shortest out`,
    );
  }
  const report: PlanReport = {
    plan: updatePlan,
    via: options.via,
    state: device.state,
    start: {
      ...device.words,
      notes: [...device.words.notes, ...buildNotes(chosen.debug, device.state.platform)],
      assumed: assumedIn(updatePlan, device, files),
    },
    overBudget: overBudget(updatePlan, budget),
    findings: chosen.findings,
  };
  write(report, input, options, json, device.state);
  return exitCode({
    failed: updatePlan.kind !== 'plan' || report.overBudget !== null || isOneRefused(chosen, input, options),
    unreadable: input.errors.length > 0 || files.length === 0,
  });
}

/** A module that is named and cannot be sent fails a plan whose goal is all files. */
function isOneRefused({ findings }: Sendable, { files }: Input, { to }: PlanOptions): boolean {
  const refused = new Set(findings.map(({ file }) => file));
  return to === undefined && files.filter(isModuleFile).some(({ file }) => refused.has(file));
}

/** Which build was taken where both were there. */
function buildNotes({ taken, leftOut: all }: BuildChoice, platform: number): readonly string[] {
  const leftOut = all.filter(({ facts }) => facts.platform === platform).map(({ file }) => file);
  if (leftOut.length === 0) return [];
  const named = leftOut.slice(0, MOST_NAMES).map((file) => safeText(file.slice(file.lastIndexOf('/') + 1)));
  const more = leftOut.length > named.length ? ` and ${counted(leftOut.length - named.length, 'other')}` : '';
  const other = taken === 'release' ? 'debug' : 'release';
  const how = taken === 'release' ? '--debug takes them' : 'without --debug they are taken';
  return [`${taken} builds are taken, ${other} builds left out: ${named.join(', ')}${more} (${how})`];
}

/** Files that are named of very many. */
const MOST_NAMES = 4;

/** No file may be sent: why, and nothing else. */
function nothingToSend({ findings }: Sendable, input: Input, options: PlanOptions, json: boolean): number {
  if (json) {
    writeOutput(jsonText({ ...nothingPlanned(input.errors), findings: findingsJson(findings) }), options.output);
  } else {
    const text = textOptions(options.commands === undefined ? options : { ...options, output: undefined });
    const words = nothingPlannedText(findings, text);
    if (options.commands === undefined) writeOutput(words, options.output);
    else say(words);
    writeSkipped(input.skipped, options);
  }
  writeErrors(input.errors);
  const isNoModule = !input.files.some(isModuleFile);
  return exitCode({ failed: true, unreadable: input.errors.length > 0 || isNoModule });
}

/** A plan rests on what it sends; where there is none, all files were looked at. */
function assumedIn(
  updatePlan: UpdatePlan,
  { state, words }: KnownDevice,
  files: readonly ModuleFile[],
): readonly Assumed[] {
  const sent = updatePlan.kind === 'plan' ? updatePlan.steps.map(({ file }) => file) : files;
  const goal = 'release' in updatePlan ? updatePlan.release : null;
  return assumedOf({ start: words.assumed, state, files: sent, goal });
}

function write(report: PlanReport, input: Input, options: PlanOptions, json: boolean, state: DeviceState): void {
  const { plan: updatePlan } = report;
  writeErrors(input.errors);
  if (json) {
    writeOutput(jsonText(planJson(report, input.errors)), options.output);
    return;
  }
  writeSkipped(input.skipped, options);
  const isWhole = updatePlan.kind === 'plan' && report.overBudget === null;
  if (options.commands !== undefined && isWhole) {
    refuseHostileNames(updatePlan.steps.map(({ file }) => file.file));
    refusePacked(updatePlan.steps, input);
    writeOutput(commandsText(updatePlan.steps, state.platform, options.commands), options.output);
    return;
  }
  // A script is run by somebody: what is none goes where people look, and into no file.
  const people = options.commands === undefined ? options : { ...options, output: undefined };
  const text = textOptions(people);
  const { findings } = report;
  const words = `${findingsText(findings, text)}${findings.length > 0 ? '\n' : ''}${planText(report, text)}`;
  if (options.commands === undefined) writeOutput(words, options.output);
  else say(words);
}

/** A plan sends one file after the other; an image of flash is written at once. */
function refuseImages({ images }: Input): void {
  const [image] = images;
  if (image === undefined) return;
  throw new UsageError(
    `${safeText(image.file)} is an image of flash, which no tool sends as an update: it is written as a whole, by a programmer or over DFU. plan takes the .bin files of its modules; simulate --via dfu says what writing it comes to`,
  );
}

/** A command of a script names a file that is there. */
function refusePacked(steps: readonly PlanStep[], { files }: Input): void {
  const names = new Set(steps.map(({ file }) => file.file));
  const packed = files.find(({ file, archive }) => archive !== null && names.has(file));
  if (packed !== undefined) {
    throw new UsageError(`${safeText(packed.file)} lies in an archive; unpack it, and plan with the files`);
  }
}

/** Quotes hold any name; a terminal, and a person who reads the script, do not. */
function refuseHostileNames(names: readonly string[]): void {
  const hostile = names.find((name) => safeText(name) !== name);
  if (hostile !== undefined) {
    throw new UsageError(`${safeText(hostile)} holds characters that a script should not show; rename the file`);
  }
}

function overBudget(updatePlan: UpdatePlan, budget: number | null): PlanReport['overBudget'] {
  if (budget === null || updatePlan.kind !== 'plan' || updatePlan.totals.wireBytes <= budget) return null;
  return { budget, wireBytes: updatePlan.totals.wireBytes };
}

/** A release that is named; of files with two builds, the newest that is complete; else all of the files. */
function goalOf({ debug }: Sendable, { to }: PlanOptions, platform: number): UpdateGoal {
  if (to !== undefined) return { kind: 'release', release: releaseOption(to, platform).release };
  const isRelease = debug.leftOut.some(({ facts }) => facts.platform === platform);
  return isRelease ? { kind: 'release', release: null } : { kind: 'files' };
}

function platformsOf(input: Input): readonly number[] {
  const modules = input.files.filter(isModuleFile).filter(({ module }) => module.function !== MODULE_FUNCTION.asset);
  return [...new Set(modules.map(({ module }) => module.platform))];
}
