/** `deps` for people and as data. */
import { functionName } from '../catalog/functions.js';
import { MODULE_FUNCTION } from '../module/types.js';
import type { Because, FlashOrder, NeededOnDevice, OrderedStep } from '../plan/order.js';
import { dependenciesOf } from '../plan/order.js';
import type { NamedModule } from '../plan/types.js';
import type { Finding } from '../rules/types.js';
import { findingsJson, platformJson, requirementJson } from './json.js';
import type { RunError } from './json.js';
import type { TextOptions } from './style.js';
import { columns, countsText, findingsText, MAX_WIDTH, shorten } from './text.js';
import { counted, platformWords, releaseFor, requirementWords, safeText, slotWords, versionWords } from './words.js';
import { platformName } from '../catalog/platforms.js';

/** One platform's modules with their order and what was found about them. */
export interface DepsGroup {
  readonly platform: number;
  readonly items: readonly NamedModule[];
  readonly order: FlashOrder;
  readonly findings: readonly Finding[];
}

/** What `deps` found. */
export interface DepsReport {
  readonly groups: readonly DepsGroup[];
  /** Findings that belong to no group: files that are no modules, mixed platforms. */
  readonly findings: readonly Finding[];
  /** Files set aside by --platform, with their platform. */
  readonly aside: readonly NamedModule[];
  readonly rejected: boolean;
}

/** Why a step stands where it stands, in words. */
export function becauseWords(because: Because, platform: number): string {
  switch (because.kind) {
    case 'dependency':
      return `needs ${requirementWords(because.requirement, platform)}`;
    case 'gen2_bootloader_last':
      return 'a Gen 2 device checks the bootloader version at boot only, so it comes after the system parts';
    case 'application_last':
      return 'an application comes after the system it runs on';
    case 'assets_after_application':
      return 'assets come after their application, which tells the device to keep them';
  }
}

/** The document `fwinspect/deps@1`. */
export function depsJson(report: DepsReport, errors: readonly RunError[]) {
  return {
    schema: 'fwinspect/deps@1',
    verdict: report.rejected ? 'rejected' : 'ok',
    groups: report.groups.map((group) => ({
      platform: platformJson(group.platform),
      order: group.order.steps.map((step) => stepJson(step, group.platform)),
      needsOnDevice: group.order.needsOnDevice.map((need) => ({
        ...requirementJson(need, group.platform),
        neededBy: need.neededBy.map(({ file }) => file),
        why: need.why,
      })),
      findings: findingsJson(group.findings),
    })),
    setAside: report.aside.map(({ file, module }) => ({ file, platform: platformJson(module.platform) })),
    findings: findingsJson(report.findings),
    errors,
  };
}

function stepJson({ step, item, after }: OrderedStep, platform: number) {
  return {
    step,
    file: item.file,
    function: functionName(item.module.function),
    index: item.module.index,
    version: item.module.version,
    release: releaseFor(item.module),
    after: after.map(({ item: other, because }) => ({ file: other.file, because: becauseWords(because, platform) })),
  };
}

/** The answer for a person. */
export function depsText(report: DepsReport, options: TextOptions): string {
  const groups = report.groups.map((group) => groupText(group, options)).join('\n');
  const loose = shown(report.findings, options);
  const aside = options.quiet ? '' : asideText(report.aside);
  const body = [groups, findingsText(loose, options), aside].filter((part) => part !== '').join('\n');
  return options.quiet
    ? `${body}${verdictText(report, options)}`
    : `${body}${body === '' ? '' : '\n'}${verdictText(report, options)}`;
}

function asideText(aside: readonly NamedModule[]): string {
  return aside.map(({ file, module }) => `  set aside  ${safeText(file)} is for ${platformWords(module)}\n`).join('');
}

/** Notes about single files are for --verbose; notes about the set say that something was left out, so they always show. */
function shown(findings: readonly Finding[], { verbose, quiet }: TextOptions): readonly Finding[] {
  return findings.filter(
    ({ severity, rule }) =>
      severity === 'error' || (!quiet && (severity === 'warning' || verbose || rule.startsWith('FW5'))),
  );
}

function groupText(group: DepsGroup, options: TextOptions): string {
  const { folder, short } = shorten(group.items.map(({ file }) => file));
  const head = [
    options.style.strong(
      group.items.length > 0 && group.items.every((one) => one.module.function === MODULE_FUNCTION.asset)
        ? 'assets'
        : platformName(group.platform),
    ),
    counted(group.items.length, 'module'),
    ...releaseWords(group),
    ...(folder === '' ? [] : [`in ${safeText(folder)}/`]),
  ].join(' · ');
  if (options.quiet) return findingsText(shown(group.findings, options), options, short);
  const steps = stepsText(group, short, options);
  const findings = findingsText(shown(group.findings, options), options, short);
  const needs = needsText(group.order.needsOnDevice, group.platform, short);
  return `${head}\n\n${[steps, findings, needs].filter((part) => part !== '').join('\n')}`;
}

function releaseWords({ items, platform }: DepsGroup): readonly string[] {
  const releases = items
    .filter(({ module }) => module.function === MODULE_FUNCTION.systemPart)
    .map(({ module }) => releaseFor({ ...module, platform }));
  const distinct = [...new Set(releases)];
  return distinct.length === 1 && distinct[0] != null ? [`Device OS ${distinct[0]}`] : [];
}

function stepsText(group: DepsGroup, short: (name: string) => string, options: TextOptions): string {
  const rows = group.order.steps.map((step) => [
    String(step.step),
    short(step.item.file),
    slotWords(step.item.module),
    versionWords(step.item.module),
    reasonWords(step, group),
  ]);
  const oneLine = columns(rows);
  if (oneLine.split('\n').every((line) => line.length <= Math.min(options.width, MAX_WIDTH))) return oneLine;
  // Too wide for one line: the reason goes below its step.
  const narrow = columns(rows.map((row) => row.slice(0, 4))).split('\n');
  return rows.map((row, at) => `${narrow[at] ?? ''}\n${reasonLines(row[4] ?? '', options)}`).join('');
}

function reasonLines(reason: string, { style }: TextOptions): string {
  return reason
    .split('; ')
    .map((one) => `       ${style.faint(one)}\n`)
    .join('');
}

/** "needs system part 1 >= 13 (0.5.0), step 1; ..." */
function reasonWords({ item, after }: OrderedStep, { order, platform }: DepsGroup): string {
  const stepOf = (other: NamedModule): string => String(order.steps.find((one) => one.item === other)?.step ?? '?');
  const provided = after
    .filter(({ because }) => because.kind === 'dependency')
    .map(({ item: other, because }) => `${becauseWords(because, platform)}: step ${stepOf(other)}`);
  const placed = [
    ...new Set(
      after
        .filter(({ because }) => because.kind !== 'dependency')
        .map(({ because }) => becauseWords(because, platform)),
    ),
  ];
  const open = dependenciesOf(item.module)
    .filter((one) => !after.some(({ because }) => because.kind === 'dependency' && because.requirement === one))
    .map((one) => `needs ${requirementWords(one, platform)}: must be on the device${gen2BootNote(order, one)}`);
  // Mere place is worth a word only where no dependency explains it.
  const all = [...provided, ...open, ...(provided.length === 0 ? placed : [])];
  return all.length === 0 ? 'needs nothing' : all.join('; ');
}

/** A Gen 2 bootloader that the set brings later is no condition for the update, only for the start of the application. */
function gen2BootNote(order: FlashOrder, one: { readonly function: number; readonly index: number }): string {
  const later = order.steps.find(
    ({ item }) => item.module.function === one.function && item.module.index === one.index,
  );
  return later === undefined ||
    order.needsOnDevice.some((need) => need.function === one.function && need.index === one.index)
    ? ''
    : ` at boot, step ${String(later.step)} brings it`;
}

function needsText(needs: readonly NeededOnDevice[], platform: number, short: (name: string) => string): string {
  if (needs.length === 0) return '';
  const rows = needs.map((need) => [
    requirementWords(need, platform),
    `for ${need.neededBy.map(({ file }) => short(file)).join(', ')}`,
  ]);
  return `Must already be on the device:\n${columns(rows)}`;
}

function verdictText(report: DepsReport, { style, verbose }: TextOptions): string {
  const all = [...report.groups.flatMap((group) => group.findings), ...report.findings];
  if (report.rejected) {
    const rule = all.find(({ severity }) => severity === 'error')?.rule ?? '';
    return `${style.bad(countsText(all))}. Nothing should be flashed.   more: fwinspect explain ${rule}\n`;
  }
  const steps = report.groups.reduce((sum, group) => sum + group.order.steps.length, 0);
  if (steps === 0) return '';
  const one = steps === 1;
  const several = report.groups.length > 1 ? ' (each platform for itself)' : '';
  const how = one
    ? 'It can be flashed.'
    : `Flash in this order${several}, one at a time; the device restarts after each.`;
  const hint = verbose ? ' The order is for transports that check (over the air, serial); DFU checks nothing.' : '';
  return `${style.good('OK')}  ${how}${hint}\n`;
}
