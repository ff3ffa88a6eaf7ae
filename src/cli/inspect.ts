import { judgementOf } from '../base/judgement.js';
import { inventoryOfFiles } from '../assess/file.js';
import { inspectFiles } from '../assess/inspect.js';
import { inspectJson, inspectText } from '../report/inspect.js';
import { textOptions } from './context.js';
import type { CommonOptions } from './context.js';
import { readInput } from './input.js';
import { finish, nothingChecked, wantsJson } from './shared.js';

/** `fwinspect inspect FILE...` */
export async function inspect(args: readonly string[], options: CommonOptions): Promise<number> {
  const json = wantsJson(options);
  const input = await readInput(args, {
    all: options.all,
    memory: options.memory,
    hashes: false,
    progress: !options.quiet,
  });
  const { inspected, rest } = inspectFiles(input.files, input.images);
  const errors = input.files.length + input.errors.length === 0 ? [nothingChecked(null)] : input.errors;
  const findings = [...inspected.flatMap((one) => one.findings), ...rest];
  return finish(json, options, {
    document: () => inspectJson(inspected, rest, input.skipped, errors),
    text: () =>
      inspected.length === 0
        ? ''
        : inspectText(inspected, rest, textOptions(options), () => inventoryOfFiles(input.files)),
    skipped: input.skipped,
    errors,
    judgement: judgementOf(findings.some(({ severity }) => severity === 'error')),
  });
}
