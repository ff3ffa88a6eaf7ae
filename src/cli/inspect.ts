import { inspectJson, inspectText } from '../report/inspect.js';
import { jsonText } from '../report/json.js';
import { checkBundle, checkFile, checkImage } from '../rules/run.js';
import { textOptions, writeErrors, writeOutput } from './context.js';
import type { CommonOptions } from './context.js';
import { exitCode } from './exit-code.js';
import { readInput } from './input.js';
import { nothingChecked, wantsJson, writeSkipped } from './shared.js';

/** `fwinspect inspect FILE...` */
export async function inspect(args: readonly string[], options: CommonOptions): Promise<number> {
  const json = wantsJson(options);
  const input = await readInput(args, { all: options.all, hashes: false, progress: !options.quiet });
  const inspected = input.files.map((subject) => ({ subject, findings: checkFile(subject) }));
  const rest = [...input.bundles.flatMap(checkBundle), ...input.images.flatMap(checkImage)];
  const errors = input.files.length + input.errors.length === 0 ? [nothingChecked(null)] : input.errors;
  if (json) writeOutput(jsonText(inspectJson(inspected, rest, input.skipped, errors)), options.output);
  else {
    writeOutput(inspected.length === 0 ? '' : inspectText(inspected, rest, textOptions(options)), options.output);
    writeSkipped(input.skipped, options);
  }
  writeErrors(errors);
  const findings = [...inspected.flatMap((one) => one.findings), ...rest];
  return exitCode({
    failed: findings.some(({ severity }) => severity === 'error'),
    unreadable: errors.length > 0,
  });
}
