import { compareText } from '../base/compare.js';
import { orderModules } from '../plan/order.js';
import { isModuleFile } from '../device/module-file.js';
import type { ModuleFile } from '../device/module-file.js';
import { depsJson, depsText } from '../report/deps.js';
import type { DepsGroup, DepsReport } from '../report/deps.js';
import { jsonText } from '../report/json.js';
import { checkBundle, checkFile, checkImage, checkInput, checkSet } from '../rules/run.js';
import type { FileSubject, Finding } from '../rules/types.js';
import { textOptions, writeErrors, writeOutput } from './context.js';
import type { DepsOptions } from './options.js';
import { exitCode } from './exit-code.js';
import { readInput } from './input.js';
import type { Input, InputFile } from './input.js';
import { groupByPlatform } from './groups.js';
import { nothingChecked, platformOption, wantsJson, writeSkipped } from './shared.js';

/** `fwinspect deps FILE...`, also `fwinspect FILE...` */
export async function deps(args: readonly string[], options: DepsOptions): Promise<number> {
  const json = wantsJson(options);
  const platform = platformOption(options.platform);
  const input = inOrder(await readInput(args, { all: options.all, hashes: true, progress: !options.quiet }));
  const report = depsReport(input, platform);
  const nothing = report.groups.length + report.findings.length + input.errors.length === 0;
  const errors = nothing ? [nothingChecked(platform)] : input.errors;
  if (json) writeOutput(jsonText(depsJson(report, input.skipped, errors)), options.output);
  else {
    writeOutput(depsText(report, input.errors.length === 0, textOptions(options)), options.output);
    writeSkipped(input.skipped, options);
  }
  writeErrors(errors);
  return exitCode({ failed: report.rejected, unreadable: errors.length > 0 });
}

/** The order of the arguments must not show. */
function inOrder(input: Input): Input {
  return {
    files: sortedBy(input.files, ({ file }) => file),
    images: sortedBy(input.images, ({ file }) => file),
    bundles: sortedBy(input.bundles, ({ bundle }) => bundle),
    errors: sortedBy(input.errors, ({ file }) => file),
    skipped: sortedBy(input.skipped, ({ root }) => root),
  };
}

function sortedBy<Item>(items: readonly Item[], key: (item: Item) => string): readonly Item[] {
  return [...items].sort((a, b) => compareText(key(a), key(b)));
}

/** Orders and judges what was read. */
export function depsReport(input: Input, expectedPlatform: number | null): DepsReport {
  const modules = input.files.filter(isModuleFile);
  const aside = modules.filter(
    ({ module }) => expectedPlatform !== null && module.function !== 9 && module.platform !== expectedPlatform,
  );
  const kept = modules.filter((item) => !aside.includes(item));
  const isKept = (applications: readonly FileSubject[]): boolean =>
    applications.length === 0 || applications.some(({ file }) => !aside.some((item) => item.file === file));
  const groups = groupByPlatform(kept).map(({ platform, items }) => groupOf(platform, items, input));
  const named = input.files.filter(({ from }) => from === 'named' || from === 'stdin').map(({ file }) => file);
  const findings: Finding[] = [
    ...input.files.filter(({ result }) => result.kind === 'rejection').flatMap(checkFile),
    ...checkInput({ items: kept.map((item) => ({ ...item, named: named.includes(item.file) })), expectedPlatform }),
    ...input.bundles.filter(({ applications }) => isKept(applications)).flatMap(checkBundle),
    ...input.images.flatMap(checkImage),
  ];
  const all = [...findings, ...groups.flatMap((group) => group.findings)];
  return { groups, findings, aside, rejected: all.some(({ severity }) => severity === 'error') };
}

function groupOf(platform: number, items: readonly ModuleFile[], input: Input): DepsGroup {
  const order = orderModules(items);
  const subjects = input.files.filter(({ file }: InputFile) => items.some((item) => item.file === file));
  const findings = [...subjects.flatMap(checkFile), ...checkSet({ platform, items, order })];
  return { platform, items, order, findings };
}
