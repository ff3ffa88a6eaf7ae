/** The plan for a device and the files that were read: which of them may be sent, and the way. */
import { assumedOfPlan } from '../assess/assumed.js';
import { expectedOfPlan } from '../assess/expected.js';
import type { FirmwareFile } from '../assess/file.js';
import { sendable } from '../assess/sendable.js';
import { asideOf } from '../assess/aside.js';
import type { SimulationAnswer } from '../assess/simulation.js';
import { stepJudgement } from '../device/judgement.js';
import { isModuleFile } from '../device/module-file.js';
import { MODULE_FUNCTION } from '../module/types.js';
import { sendableFiles } from '../plan/applications.js';
import { planUpdate } from '../plan/update.js';
import type { PlanOptions, UpdateGoal, UpdatePlan } from '../plan/update.js';
import type { Finding } from '../rules/types.js';
import { otherWays } from '../plan/other-ways.js';
import { safeText } from '../base/safe-text.js';
import { buildNotes } from './builds.js';
import { bootWords, transportWords } from './device.js';
import type { KnownDevice } from './known-device.js';
import type { PlanReport } from './plan.js';

/** What a plan is asked for, beside the device and the files. */
export interface PlanQuestion extends Pick<
  PlanOptions,
  'via' | 'prefer' | 'shortest' | 'allowStranding' | 'stateLimit'
> {
  readonly goal: UpdateGoal;
  /** Of a debug and a release build the debug build. */
  readonly debug: boolean;
  /** An application that nobody named may replace that of the device. */
  readonly replaceApplication: boolean;
  /** The most bytes over the air; null = any number. */
  readonly budget: number | null;
}

/** The plan, or that there is nothing to plan with. */
export type PlanAnswer =
  | {
      readonly kind: 'report';
      readonly report: PlanReport;
      /** Whether a file is for the platform of the device. */
      readonly isForDevice: boolean;
    }
  /** Files are for the device, and none of them may be sent. */
  | { readonly kind: 'nothing_to_send'; readonly findings: readonly Finding[] }
  /** So many device states were looked at without an end. */
  | { readonly kind: 'limit'; readonly stateLimit: number };

/**
 * Takes the device, the files as they were read, and what is asked; gives the plan with all that is said beside it.
 */
export function planReportOf(device: KnownDevice, all: readonly FirmwareFile[], question: PlanQuestion): PlanAnswer {
  const { goal, debug, replaceApplication, budget, via } = question;
  const { platform } = device.state;
  const modules = all.filter(isModuleFile);
  const ofDevice = modules.filter(
    ({ facts }) => facts.platform === platform || facts.function === MODULE_FUNCTION.asset,
  );
  const chosen = sendable(all, debug);
  const refused = new Set(chosen.findings.map(({ file }) => file));
  const sent = new Set<FirmwareFile>(chosen.files);
  const offered = ofDevice.filter((one) => sent.has(one));
  if (offered.length === 0 && ofDevice.length > 0) return { kind: 'nothing_to_send', findings: chosen.findings };
  const { files, heldBack } = sendableFiles(device.state, offered, replaceApplication);
  const plan = planUpdate(device.state, files, goal, question);
  if (plan.kind === 'limit') return plan;
  const report: PlanReport = {
    plan,
    via,
    state: device.state,
    start: {
      ...device.words,
      notes: [...device.words.notes, ...buildNotes(chosen.debug, platform)],
      assumed: assumedOfPlan(plan, device, files),
    },
    expected: expectedOfPlan(device.state, plan),
    overBudget: overBudget(plan, budget),
    heldBack,
    aside: asideOf(all, chosen.findings, platform),
    otherWays: plan.kind === 'unreachable' ? otherWays(device.state, files, goal, question) : [],
    findings: chosen.findings,
    // A goal that is a release may be reached without the file.
    refused: goal.kind === 'files' ? ofDevice.flatMap(({ file }) => (refused.has(file) ? [file] : [])) : [],
  };
  return { kind: 'report', report, isForDevice: ofDevice.length > 0 };
}

function overBudget(plan: UpdatePlan, budget: number | null): PlanReport['overBudget'] {
  if (budget === null || plan.kind !== 'plan' || plan.totals.wireBytes <= budget) return null;
  return { budget, wireBytes: plan.totals.wireBytes };
}

/** What is said of an image of flash where files are planned for one by one; null where other files stand beside it. */
export function imageAsideWords(file: string, written: SimulationAnswer | null): string {
  const name = `${safeText(file)} is an image of flash, written as a whole`;
  if (written === null) return `${name}, by a programmer or over DFU: ask about it without other files`;
  const { via, simulation } = written;
  const { end, state, steps } = simulation;
  const then = end.mode === 'runs-app' ? 'the application runs' : bootWords(end, state.platform);
  const some = steps.some((step) => stepJudgement(step) !== 'ok') ? '; not all of it gets to flash' : '';
  return `${name}, ${via === 'dfu' ? 'over' : 'by'} ${transportWords(via)}: then ${then}${some}`;
}
