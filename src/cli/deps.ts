import { orderModules } from '../plan/order.js';
import type { NamedModule } from '../plan/types.js';
import { depsJson, depsText } from '../report/deps.js';
import type { DepsGroup, DepsReport } from '../report/deps.js';
import { jsonText } from '../report/json.js';
import { checkBundle, checkFile, checkInput, checkSet } from '../rules/run.js';
import type { Finding } from '../rules/types.js';
import { textOptions, writeErrors, writeOutput } from './context.js';
import type { CommonOptions } from './context.js';
import { exitCode } from './exit-code.js';
import { readInput } from './input.js';
import type { Input, InputFile } from './input.js';
import { groupByPlatform, namedModules } from './groups.js';
import { platformOption, wantsJson, writeSkipped } from './shared.js';

export interface DepsOptions extends CommonOptions {
  readonly platform: string | undefined;
}

/** `fwinspect deps FILE...`, also `fwinspect FILE...` */
export async function deps(args: readonly string[], options: DepsOptions): Promise<number> {
  const json = wantsJson(options);
  const platform = platformOption(options.platform);
  const input = await readInput(args, { all: options.all, contentIds: true });
  const report = depsReport(input, platform);
  const nothing = report.groups.length === 0;
  const errors =
    nothing && input.errors.length === 0 && report.findings.length === 0
      ? [
          {
            file: '',
            code: 'nothing_checked',
            message: 'nothing was checked: no module for that platform among the files',
          },
        ]
      : input.errors;
  if (json) {
    writeOutput(jsonText(depsJson(report, errors)), options.output);
  } else {
    writeOutput(nothing && report.findings.length === 0 ? '' : depsText(report, textOptions(options)), options.output);
    writeSkipped(input.skipped, options);
    writeErrors(errors);
  }
  return exitCode({ failed: report.rejected, unreadable: errors.length > 0 });
}

/** Orders and judges what was read. */
export function depsReport(input: Input, expectedPlatform: number | null): DepsReport {
  const modules = namedModules(input.files);
  const aside = modules.filter(
    ({ module }) => expectedPlatform !== null && module.function !== 9 && module.platform !== expectedPlatform,
  );
  const kept = modules.filter((item) => !aside.includes(item));
  const groups = groupByPlatform(kept).map(({ platform, items }) => groupOf(platform, items, input));
  const named = input.files.filter(({ from }) => from === 'named' || from === 'stdin').map(({ file }) => file);
  const findings: Finding[] = [
    ...input.files.filter(({ result }) => result.kind === 'rejection').flatMap(checkFile),
    ...checkInput({ items: kept.map((item) => ({ ...item, named: named.includes(item.file) })), expectedPlatform }),
    ...input.bundles.flatMap(checkBundle),
  ];
  const all = [...findings, ...groups.flatMap((group) => group.findings)];
  return { groups, findings, aside, rejected: all.some(({ severity }) => severity === 'error') };
}

function groupOf(platform: number, items: readonly NamedModule[], input: Input): DepsGroup {
  const order = orderModules(items);
  const subjects = input.files.filter(({ file }: InputFile) => items.some((item) => item.file === file));
  const findings = [...subjects.flatMap(checkFile), ...checkSet({ platform, items, order })];
  return { platform, items, order, findings };
}
