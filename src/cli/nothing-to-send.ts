/** What `plan` says where no file of the device may be sent. */
import { safeText } from '../base/safe-text.js';
import { jsonText } from '../report/json.js';
import { nothingPlannedFor, nothingPlannedText } from '../report/plan.js';
import type { Finding } from '../rules/types.js';
import { textOptions, UsageError, writeErrors, writeOutput } from './context.js';
import { say } from './door.js';
import { exitCode } from './exit-code.js';
import type { Input } from './input.js';
import type { PlanOptions } from './options.js';
import { writeSkipped } from './shared.js';

/** No file may be sent: why, and nothing else. */
export function nothingToSend(findings: readonly Finding[], input: Input, options: PlanOptions, json: boolean): number {
  if (json) writeOutput(jsonText(nothingPlannedFor(findings, input.errors)), options.output);
  else {
    const isScript = options.commands !== undefined;
    const words = nothingPlannedText(findings, textOptions(isScript ? { ...options, output: undefined } : options));
    if (isScript) say(words);
    else writeOutput(words, options.output);
    writeSkipped(input.skipped, options);
  }
  writeErrors(input.errors);
  return exitCode({ judgement: 'not-ok', unreadable: input.errors.length > 0 });
}

/** Where no file can be read, that is what a person missed first: it comes before what is not said of the device. */
export function refuseNothing({ files, errors }: Input, { from, device, platform }: PlanOptions): void {
  const [first] = errors;
  const isDeviceSaid = device !== undefined || (from !== undefined && platform !== undefined);
  if (files.length > 0 || first === undefined || isDeviceSaid) return;
  throw new UsageError(`${safeText(first.file)}: ${first.message}`);
}
