import type { Help } from '../plan/helps.js';
import { jsonText } from '../report/json.js';
import { lacksAssets, planJson, planReportJudgement, planText } from '../report/plan.js';
import { asideText, findingsBeside } from '../report/aside.js';
import { helpsOf, isAllThere } from '../report/plan-helps.js';
import { planReportOf } from '../report/plan-of.js';
import type { PlanReport } from '../report/plan.js';
import { commandsText } from '../report/shell.js';
import { findingsText } from '../report/text.js';
import { textOptions, UsageError, writeErrors, writeOutput } from './context.js';
import type { PlanOptions } from './options.js';
import { knownDevice } from './device.js';
import { exitCode } from './exit-code.js';
import { readInput } from './input.js';
import type { Input } from './input.js';
import { say } from './door.js';
import { onlyImage } from './image.js';
import { planImage } from './plan-image.js';
import { platformsOf, questionOf } from './plan-question.js';
import { refuseScript } from './plan-refusals.js';
import { nothingToSend, refuseNothing } from './nothing-to-send.js';
import { nothingFor, wantsJson, writeSkipped } from './shared.js';

/** Every file may have to be weighed against every other one. */
const MOST_FILES = 10_000;

/** `fwinspect plan --from RELEASE|--device FILE FILE|FOLDER...` */
export async function plan(args: readonly string[], options: PlanOptions): Promise<number> {
  const json = wantsJson(options);
  const input = await readInput(args, { all: options.all, memory: options.memory, hashes: true });
  const image = onlyImage(input, 'plan');
  if (image !== null) return planImage(image, input, options);
  if (input.files.length > MOST_FILES) {
    throw new UsageError(`more than ${String(MOST_FILES)} files are too many for a plan; give those of a few releases`);
  }
  refuseNothing(input, options);
  const device = await knownDevice(options, platformsOf(input));
  const { platform } = device.state;
  const question = questionOf(options, platform);
  const answer = planReportOf(device, input.files, question);
  switch (answer.kind) {
    case 'nothing_to_send':
      return nothingToSend(answer.findings, input, options, json);
    case 'limit':
      throw new UsageError(
        `more than ${String(answer.stateLimit)} device states were looked at without an end; give fewer files, or leave --shortest out`,
      );
    case 'report': {
      const errors = [
        ...input.errors,
        ...(answer.isForDevice || input.files.length === 0 ? [] : [nothingFor(platform)]),
      ];
      write(
        answer.report,
        { ...input, errors },
        options,
        json,
        args,
        helpsOf(answer.report, device, input.files, question),
      );
      return exitCode({ judgement: planReportJudgement(answer.report), unreadable: errors.length > 0 });
    }
  }
}

function write(
  report: PlanReport,
  input: Input,
  options: PlanOptions,
  json: boolean,
  args: readonly string[],
  helps: readonly Help[],
): void {
  const { plan: updatePlan, state } = report;
  writeErrors(input.errors);
  if (json) {
    writeOutput(jsonText(planJson(report, input.errors, helps)), options.output);
    return;
  }
  writeSkipped(input.skipped, options);
  if (
    options.commands !== undefined &&
    updatePlan.kind === 'plan' &&
    report.overBudget === null &&
    !lacksAssets(updatePlan) &&
    report.refused.length === 0 &&
    planReportJudgement(report) !== 'not-ok'
  ) {
    refuseScript(updatePlan.steps, input);
    writeOutput(commandsText(updatePlan.steps, state.platform, options.commands), options.output);
    return;
  }
  // A script is run by somebody: what is none goes where people look, and into no file.
  const people = options.commands === undefined ? options : { ...options, output: undefined };
  const text = {
    ...textOptions(people),
    typed: { inputs: args, device: options.device, isAll: isAllThere(report, input.files) },
  };
  const findings = findingsText(findingsBeside(report.findings, report.aside, text), text);
  const answer = `${planText(report, text, helps)}${asideText(report.aside, text)}`;
  // What is in the way comes before the answer; where nothing is, the answer comes first.
  const isInTheWay = planReportJudgement(report) !== 'ok';
  const [first, last] = isInTheWay ? [findings, answer] : [answer, findings];
  const words = [first, last].filter((part) => part !== '').join('\n');
  if (options.commands === undefined) writeOutput(words, options.output);
  else say(words);
}
