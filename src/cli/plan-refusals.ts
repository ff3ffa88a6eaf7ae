/** What `plan` refuses before it plans, or before it writes a script. */
import { safeText } from '../base/safe-text.js';
import type { PlanStep } from '../plan/update.js';
import { imagePlanCommand } from '../report/image-plan.js';
import type { ImagePlanReport } from '../report/image-plan.js';
import { isSentWithBefore } from '../report/shell.js';
import { UsageError } from './context.js';
import type { Input } from './input.js';
import type { PlanOptions } from './options.js';

/**
 * Whether an image of flash is planned as it was asked.
 *
 * @throws UsageError for a goal that is a release, and for a script where no command writes it
 */
export function refuseForImage(report: ImagePlanReport, { to, commands }: Pick<PlanOptions, 'to' | 'commands'>): void {
  const name = safeText(report.image.file);
  if (to !== undefined) {
    throw new UsageError(`${name} is an image of flash, written as a whole: it leads to what is in it; leave --to out`);
  }
  if (commands !== undefined && imagePlanCommand(report, commands) === null) {
    throw new UsageError(`no command writes all of ${name} that way; see the plan without --commands`);
  }
  if (commands !== undefined) refuseHostileNames([report.image.file]);
}

/**
 * Whether the commands of a plan can be run as they stand.
 *
 * @throws UsageError where a name is hostile, or no tool can take a file from where it lies
 */
export function refuseScript(steps: readonly PlanStep[], input: Pick<Input, 'files'>): void {
  refuseHostileNames(steps.map(({ file }) => file.bundle ?? file.file));
  refusePacked(steps, input);
}

/** A command of a script names a file that is there: one in no archive, or a bundle that is sent as a whole. */
function refusePacked(steps: readonly PlanStep[], { files }: Pick<Input, 'files'>): void {
  const names = new Set(steps.map(({ file }) => file.file));
  const packed = files.find(({ file, archive, bundle }) => archive !== null && bundle == null && names.has(file));
  if (packed !== undefined) {
    throw new UsageError(`${safeText(packed.file)} lies in an archive; unpack it, and plan with the files`);
  }
  const first = steps.filter((step, at) => !isSentWithBefore(step, steps[at - 1])).map(({ file }) => file.bundle);
  const twice = first.find((bundle, at) => bundle != null && first.indexOf(bundle) < at);
  if (twice != null) {
    throw new UsageError(
      `${safeText(twice)} goes with one command, and other files would have to be sent in the middle of it; see the plan without --commands, and send them first`,
    );
  }
}

/** Quotes hold any name; a terminal, and a person who reads the script, do not. */
function refuseHostileNames(names: readonly string[]): void {
  const hostile = names.find((name) => safeText(name) !== name);
  if (hostile !== undefined) {
    throw new UsageError(`${safeText(hostile)} holds characters that a script should not show; rename the file`);
  }
}
