import { inspectText } from '../report/inspect.js';
import { fileJson, findingsJson, jsonText } from '../report/json.js';
import { checkBundle, checkFile } from '../rules/run.js';
import { textOptions, writeErrors, writeOutput } from './context.js';
import type { CommonOptions } from './context.js';
import { exitCode } from './exit-code.js';
import { readInput } from './input.js';
import { wantsJson, writeSkipped } from './shared.js';

/** `fwinspect inspect FILE...` */
export async function inspect(args: readonly string[], options: CommonOptions): Promise<number> {
  const json = wantsJson(options);
  const input = await readInput(args, { all: options.all, contentIds: false });
  const inspected = input.files.map((subject) => ({ subject, findings: checkFile(subject) }));
  const rest = input.bundles.flatMap(checkBundle);
  if (json) {
    const document = {
      schema: 'fwinspect/inspect@1',
      modules: inspected.map(({ subject, findings }) => fileJson(subject, findings)),
      findings: findingsJson(rest),
      errors: input.errors,
    };
    writeOutput(jsonText(document), options.output);
  } else {
    writeOutput(inspected.length === 0 ? '' : inspectText(inspected, rest, textOptions(options)), options.output);
    writeSkipped(input.skipped, options);
    writeErrors(input.errors);
  }
  const findings = [...inspected.flatMap((one) => one.findings), ...rest];
  return exitCode({
    failed: findings.some(({ severity }) => severity === 'error'),
    unreadable: input.errors.length > 0 || input.files.length === 0,
  });
}
