import { sendable } from '../assess/sendable.js';
import { isModuleFile } from '../device/module-file.js';
import type { DeviceState } from '../device/types.js';
import { MODULE_FUNCTION } from '../module/types.js';
import { sendableFiles } from '../plan/applications.js';
import { planUpdate } from '../plan/update.js';
import type { UpdateGoal, UpdatePlan } from '../plan/update.js';
import { buildNotes } from '../report/builds.js';
import { jsonText } from '../report/json.js';
import { lacksAssets, planJson, planReportJudgement, planText } from '../report/plan.js';
import type { PlanReport } from '../report/plan.js';
import { commandsText } from '../report/shell.js';
import { findingsText } from '../report/text.js';
import { assumedOfPlan } from './assumed.js';
import { textOptions, UsageError, writeErrors, writeOutput } from './context.js';
import type { PlanOptions } from './options.js';
import { knownDevice } from './device.js';
import { exitCode } from './exit-code.js';
import { readInput } from './input.js';
import type { Input } from './input.js';
import { say } from './door.js';
import { refuseImages, refuseScript } from './plan-refusals.js';
import { nothingToSend } from './nothing-to-send.js';
import { goalOption, nothingFor, wantsJson, writeSkipped } from './shared.js';
import { bytesOf } from './size.js';

/** `fwinspect plan --from RELEASE|--device FILE FILE|FOLDER...` */
export async function plan(args: readonly string[], options: PlanOptions): Promise<number> {
  const json = wantsJson(options);
  const budget = options.budget === undefined ? null : bytesOf(options.budget);
  const input = await readInput(args, { all: options.all, memory: options.memory, hashes: true });
  refuseImages(input);
  const device = await knownDevice(options, platformsOf(input));
  const { platform } = device.state;
  const modules = input.files.filter(isModuleFile);
  const ofDevice = modules.filter(
    ({ facts }) => facts.platform === platform || facts.function === MODULE_FUNCTION.asset,
  );
  const errors = [...input.errors, ...(ofDevice.length === 0 ? [nothingFor(platform)] : [])];
  const chosen = sendable(input.files, options.debug);
  const refused = new Set(chosen.findings.map(({ file }) => file));
  const offered = ofDevice.filter((one) => chosen.files.includes(one));
  if (offered.length === 0 && ofDevice.length > 0) return nothingToSend(chosen.findings, input, options, json);
  const { files, heldBack } = sendableFiles(device.state, offered, options.replaceApp);
  const updatePlan = planUpdate(device.state, files, goalOf(input, options, platform), {
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
      notes: [...device.words.notes, ...buildNotes(chosen.debug, platform)],
      assumed: assumedOfPlan(updatePlan, device, files),
    },
    overBudget: overBudget(updatePlan, budget),
    heldBack,
    findings: chosen.findings,
    // A goal that is a release may be reached without the file.
    refused: options.to === undefined ? ofDevice.flatMap(({ file }) => (refused.has(file) ? [file] : [])) : [],
  };
  write(report, { ...input, errors }, options, json, device.state);
  return exitCode({ judgement: planReportJudgement(report), unreadable: errors.length > 0 });
}

function write(report: PlanReport, input: Input, options: PlanOptions, json: boolean, state: DeviceState): void {
  const { plan: updatePlan } = report;
  writeErrors(input.errors);
  if (json) {
    writeOutput(jsonText(planJson(report, input.errors)), options.output);
    return;
  }
  writeSkipped(input.skipped, options);
  if (
    options.commands !== undefined &&
    updatePlan.kind === 'plan' &&
    report.overBudget === null &&
    !lacksAssets(updatePlan) &&
    report.refused.length === 0
  ) {
    refuseScript(updatePlan.steps, input);
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

function overBudget(updatePlan: UpdatePlan, budget: number | null): PlanReport['overBudget'] {
  if (budget === null || updatePlan.kind !== 'plan' || updatePlan.totals.wireBytes <= budget) return null;
  return { budget, wireBytes: updatePlan.totals.wireBytes };
}

/** A release that is named, or a folder: the newest complete one; files that are named one by one: all of them. */
function goalOf(input: Input, { to }: PlanOptions, platform: number): UpdateGoal {
  return to === undefined ? { kind: 'files' } : { kind: 'release', release: goalOption(to, platform) };
}

function platformsOf(input: Input): readonly number[] {
  const modules = input.files.filter(isModuleFile).filter(({ module }) => module.function !== MODULE_FUNCTION.asset);
  return [...new Set(modules.map(({ module }) => module.platform))];
}
