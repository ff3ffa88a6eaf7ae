import { rejectionFindings } from '../assess/inspect.js';
import { isModuleFile } from '../device/module-file.js';
import type { DeviceState } from '../device/types.js';
import { MODULE_FUNCTION } from '../module/types.js';
import { planUpdate } from '../plan/update.js';
import type { UpdateGoal, UpdatePlan } from '../plan/update.js';
import { jsonText } from '../report/json.js';
import { planJson, planText } from '../report/plan.js';
import type { PlanReport } from '../report/plan.js';
import { commandsText } from '../report/shell.js';
import { findingsText } from '../report/text.js';
import { safeText } from '../base/safe-text.js';
import { textOptions, UsageError, writeErrors, writeOutput } from './context.js';
import type { PlanOptions } from './options.js';
import { knownDevice } from './device.js';
import { exitCode } from './exit-code.js';
import { readInput } from './input.js';
import type { Input } from './input.js';
import { say } from './door.js';
import { bytesOf, releaseOption, wantsJson, writeSkipped } from './shared.js';

/** `fwinspect plan --from RELEASE|--device FILE FILE|FOLDER...` */
export async function plan(args: readonly string[], options: PlanOptions): Promise<number> {
  const json = wantsJson(options);
  const budget = options.budget === undefined ? null : bytesOf(options.budget);
  const input = await readInput(args, { all: options.all, hashes: true });
  const device = await knownDevice(options, platformsOf(input));
  const files = input.files.filter(isModuleFile);
  const updatePlan = planUpdate(device.state, files, goalOf(input, options, device.state.platform), {
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
    start: device.words,
    overBudget: overBudget(updatePlan, budget),
  };
  write(report, input, options, json, device.state);
  return exitCode({
    failed: updatePlan.kind !== 'plan' || report.overBudget !== null,
    unreadable: input.errors.length > 0 || files.length === 0,
  });
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
    writeOutput(commandsText(updatePlan.steps, state.platform, options.commands), options.output);
    return;
  }
  // A script is run by somebody: what is none goes where people look, and into no file.
  const people = options.commands === undefined ? options : { ...options, output: undefined };
  const text = textOptions(people);
  const rejected = rejectionFindings(input.files);
  const words = `${findingsText(rejected, text)}${rejected.length > 0 ? '\n' : ''}${planText(report, text)}`;
  if (options.commands === undefined) writeOutput(words, options.output);
  else say(words);
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

/** A release that is named, or a folder: the newest complete one; files that are named one by one: all of them. */
function goalOf(input: Input, { to }: PlanOptions, platform: number): UpdateGoal {
  return to === undefined ? { kind: 'files' } : { kind: 'release', release: releaseOption(to, platform).release };
}

function platformsOf(input: Input): readonly number[] {
  const modules = input.files.filter(isModuleFile).filter(({ module }) => module.function !== MODULE_FUNCTION.asset);
  return [...new Set(modules.map(({ module }) => module.platform))];
}
