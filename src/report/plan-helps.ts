/** What stands beside a plan of steps: what would have its end run the application, and whether all files are there then. */
import type { FirmwareFile } from '../assess/file.js';
import { filesFor, sendable } from '../assess/sendable.js';
import { sendableFiles } from '../plan/applications.js';
import { endsWithAll } from '../plan/at-end.js';
import { thingsThatHelp } from '../plan/helps.js';
import type { Help } from '../plan/helps.js';
import { planJudgement } from '../plan/judgement.js';
import type { KnownDevice } from './known-device.js';
import { planReportOf } from './plan-of.js';
import type { PlanQuestion } from './plan-of.js';
import { planReportJudgement } from './plan.js';
import type { PlanReport } from './plan.js';

/** What would help where the steps end without the application. */
export function helpsOf(
  { plan: made, heldBack, overBudget, refused }: PlanReport,
  device: KnownDevice,
  files: readonly FirmwareFile[],
  question: PlanQuestion,
): readonly Help[] {
  const isOther = overBudget !== null || refused.length > 0;
  if (made.kind !== 'plan' || isOther || planJudgement(made) !== 'not-ok') return [];
  if (heldBack?.why === 'would_replace') {
    const answer = planReportOf(device, files, { ...question, replaceApplication: true });
    if (answer.kind === 'report' && planReportJudgement(answer.report) === 'ok') {
      return [{ kind: 'replace_application' }];
    }
  }
  const { state } = device;
  const sent = sendableFiles(state, sendable(files, question.debug).files, question.replaceApplication);
  return thingsThatHelp(state, made.end, sent.files, question);
}

/** Whether all that `verify` would look for is on the device at the end. */
export function isAllThere({ plan: made, state }: PlanReport, files: readonly FirmwareFile[]): boolean {
  return made.kind === 'plan' && endsWithAll(made, filesFor(state.platform, files));
}
