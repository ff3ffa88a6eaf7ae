/** `deps` for people and as data. */
import type { ModuleId } from '../module/types.js';
import { groupBy } from '../base/group-by.js';
import { functionName } from '../catalog/functions.js';
import { MODULE_FUNCTION } from '../module/types.js';
import { lackedAssets } from '../plan/lacked-assets.js';
import type { FlashOrder, OrderedStep } from '../plan/order.js';
import { isSameModule } from '../module/id.js';
import { combinedIn, needsOf } from '../device/module-file.js';
import type { ModuleFile } from '../device/module-file.js';
import type { AssetName } from '../device/types.js';
import type { Finding } from '../rules/types.js';
import type { Assessment, PlatformOrder } from '../assess/types.js';
import { assumedJson, assumedText } from './assumed.js';
import { firstOf } from './bounded.js';
import { fewOf, withinLines } from './few.js';
import { becauseWords } from './because.js';
import { slotsOfFile, versionsOfFile } from './contents.js';
import { explainHint, whyUnknown } from './finding.js';
import {
  ANY_PLATFORM,
  findingsJson,
  judgementWith,
  modulePlatformJson,
  platformJson,
  requirementJson,
  verdictJson,
} from './json.js';
import type { RunError, SkippedFiles } from './json.js';
import type { TextOptions } from './style.js';
import { conditionWords, NOT_KNOWN, NOT_OK, NOTHING_CHECKED, OK } from './verdict.js';
import { isOfSeveral, mainOfSeveral, releasesIn, severalReleasesText } from './several-releases.js';
import { nextCommand } from './typed.js';
import { columns, cutName, countsText, findingsText, fitted, pairs, shorten } from './text.js';
import { paragraph, wrap } from './wrap.js';
import { safeText } from '../base/safe-text.js';
import { counted, platformWords, releaseFor, requirementWords } from './words.js';
import { platformById, platformName } from '../catalog/platforms.js';

/** What `deps` tells of an assessment. */
export type DepsReport = Pick<Assessment, 'order' | 'findings' | 'setAside' | 'assumed' | 'judgement'>;

/** One platform's modules with their order and what was found about them. */
interface DepsGroup extends PlatformOrder {
  readonly findings: readonly Finding[];
}

function groupsOf({ order, findings }: DepsReport): readonly DepsGroup[] {
  const bySet = groupBy(findings, ({ set }) => set);
  return order.map((group, at) => ({ ...group, findings: bySet.get(at) ?? [] }));
}

/** Findings that belong to no group: files that are no modules, mixed platforms. */
const looseOf = ({ findings }: DepsReport): readonly Finding[] => findings.filter(({ set }) => set === null);

/** No files, no problems. */
export const EMPTY_REPORT: DepsReport = { order: [], findings: [], setAside: [], assumed: [], judgement: 'unknown' };

/** The document `fwinspect/deps@1`. The verdict is `ok` only where everything could be read, too. */
export function depsJson(report: DepsReport, skipped: readonly SkippedFiles[], errors: readonly RunError[]) {
  const judgement = judgementWith(report.judgement, errors);
  return {
    schema: 'fwinspect/deps@1',
    verdict: verdictJson(judgement),
    judgement,
    groups: groupsOf(report).map((group) => ({
      platform: isOfAssets(group) ? ANY_PLATFORM : platformJson(group.platform),
      order: group.order.steps.map((step) => stepJson(step, group.platform)),
      needsOnDevice: group.order.needsOnDevice.map((need) => ({
        ...requirementJson(need, group.platform),
        neededBy: need.neededBy.map(({ file }) => file),
        why: need.why,
      })),
      assetsOnDevice: lackedAssets(group.order.steps).map(({ name, hash, neededBy }) => ({ name, hash, neededBy })),
      findings: findingsJson(group.findings),
    })),
    setAside: report.setAside.map(({ file, module }) => ({ file, platform: modulePlatformJson(module) })),
    findings: findingsJson(looseOf(report)),
    assumed: assumedJson(report.assumed),
    skipped,
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
    ...combinedJson(item),
    after: after.map(({ item: other, because }) => ({ file: other.file, because: becauseWords(because, platform) })),
  };
}

/** The module behind the first one of a combined file; other files have no such field. */
function combinedJson(item: ModuleFile) {
  const combined = combinedIn(item).map((module) => ({
    function: functionName(module.function),
    index: module.index,
    version: module.version,
    release: releaseFor(module),
  }));
  return combined.length === 0 ? {} : { combined };
}

/**
 * The answer for a person.
 *
 * @param complete false where some of the input could not be read
 */
export function depsText(report: DepsReport, complete: boolean, options: TextOptions): string {
  const { shown: first, more } = fewOf(worstFirst(groupsOf(report)), 'platform', options);
  const groups = [...inPlace(first).map((group) => groupText(group, options)), options.quiet ? '' : more].filter(
    (part) => part !== '',
  );
  const loose = findingsText(shown(looseOf(report), options), options);
  const aside = options.quiet ? '' : asideText(report.setAside, options);
  const verdict = `${verdictText(report, complete, options)}${assumedText(report.assumed, options)}`;
  const lists = withinLines(
    [...groups, loose, aside].filter((part) => part !== ''),
    options,
  );
  return [...lists, verdict].join(options.quiet ? '' : '\n');
}

/** Where not all platforms are told, those that fail are. */
function worstFirst(groups: readonly DepsGroup[]): readonly DepsGroup[] {
  const fails = ({ findings }: DepsGroup): boolean => findings.some(({ severity }) => severity === 'error');
  return [...groups.filter(fails), ...groups.filter((one) => !fails(one))];
}

const inPlace = (groups: readonly DepsGroup[]): readonly DepsGroup[] =>
  [...groups].sort((a, b) => a.platform - b.platform);

function asideText(aside: readonly ModuleFile[], options: TextOptions): string {
  const { width } = options;
  const label = '  set aside  ';
  const { shown, more } = fewOf(aside, 'file', options);
  const lines = shown
    .map(({ file, module }) => `${safeText(file)} is for ${platformWords(module)}`)
    .map((line) => `${label}${paragraph(line, width, ' '.repeat(label.length))}\n`)
    .join('');
  return `${lines}${more}`;
}

/** Assets alone carry no platform. */
function isOfAssets({ items }: PlatformOrder): boolean {
  return items.length > 0 && items.every(({ module }) => module.function === MODULE_FUNCTION.asset);
}

/**
 * Notes about single files are for --verbose; notes about the set say that something was left out, and that about an image of flash says whose
 * modules these are: they always show.
 */
function shown(findings: readonly Finding[], { verbose, quiet }: TextOptions): readonly Finding[] {
  return findings.filter(
    ({ severity, rule }) =>
      severity === 'error' ||
      (!quiet && (severity === 'warning' || verbose || rule.startsWith('FW5') || rule === 'FW108')),
  );
}

function groupText(group: DepsGroup, options: TextOptions): string {
  const { folder, short } = shorten(group.items.map(({ file }) => file));
  // Without the head nothing says the folder, so the names are whole.
  if (options.quiet) return findingsText(shown(group.findings, options), options);
  const several = options.verbose ? [] : releasesIn(group);
  const said = several.length === 0 ? undefined : mainOfSeveral(group.findings);
  const told = said === undefined ? group.findings : group.findings.filter((one) => !isOfSeveral(one));
  const update = said === undefined ? '' : severalReleasesText(group.platform, several, said.rule, options);
  const findings = `${update}${findingsText(shown(told, options), options, short)}`;
  const facts = [
    counted(moduleCount(group.items), 'module'),
    ...releaseWords(group),
    ...(folder === '' ? [] : [`in ${safeText(folder)}/`]),
  ];
  const platform = isOfAssets(group) ? 'assets' : platformName(group.platform);
  const lines = wrap([platform, ...facts].join(' · '), options.width).join('\n  ');
  const head = `${options.style.strong(platform)}${lines.slice(platform.length)}`;
  // Where a module is refused there is no order that works: none is shown, so that nobody follows it.
  const refused = group.findings.some(({ severity }) => severity === 'error');
  const steps = refused ? '' : stepsText(group, short, options);
  const needs = refused ? '' : needsText(group, short, options);
  return `${head}\n\n${[steps, findings, needs].filter((part) => part !== '').join('\n')}`;
}

/** What is counted: that there are several releases is one error of a platform, as it is one sentence. */
function countedOf(report: DepsReport): readonly Finding[] {
  const ofGroups = groupsOf(report).flatMap((group) => {
    if (releasesIn(group).length === 0) return group.findings;
    const said = mainOfSeveral(group.findings);
    return group.findings.filter((one) => one === said || !isOfSeveral(one));
  });
  return [...ofGroups, ...looseOf(report)];
}

function moduleCount(items: readonly ModuleFile[]): number {
  return items.reduce((sum, item) => sum + 1 + combinedIn(item).length, 0);
}

function releaseWords({ items, platform }: DepsGroup): readonly string[] {
  const releases = items
    .flatMap((item) => [item.module, ...combinedIn(item)])
    .filter((module) => module.function === MODULE_FUNCTION.systemPart)
    .map((module) => releaseFor({ ...module, platform }));
  const distinct = [...new Set(releases)];
  return distinct.length === 1 && distinct[0] != null ? [`Device OS ${distinct[0]}`] : [];
}

function stepsText(group: DepsGroup, short: (name: string) => string, options: TextOptions): string {
  const { shown: first, more } = firstOf(group.order.steps, 'step');
  const rows = first.map((step) => [
    String(step.step),
    short(step.item.file),
    slotsOfFile(step.item),
    versionsOfFile(step.item),
    reasonWords(step, group),
  ]);
  const oneLine = columns(rows);
  if (oneLine.split('\n').every((line) => line.length <= options.width)) return `${oneLine}${more}`;
  // Too wide for one line: the reason goes below its step.
  const facts = rows.map((row) => row.slice(0, 4));
  const narrow = fitted(facts, 1, options.width, LEAST_NAME)?.split('\n');
  return `${rows.map((row, at) => `${narrow?.[at] ?? belowName(row, options.width)}\n${reasonLines(row[4] ?? '', options)}`).join('')}${more}`;
}

/** A step whose facts have no room beside its name. */
function belowName([number = '', name = '', ...facts]: readonly string[], width: number): string {
  const [indent, start] = [' '.repeat(7), `  ${number}   `];
  const below = wrap(facts.slice(0, 2).join(' · '), width - indent.length).join(`\n${indent}`);
  return `${start}${cutName(name, width - start.length)}\n${indent}${below}`;
}

/** A file name with fewer columns than this tells nothing. */
const LEAST_NAME = 16;

function reasonLines(reason: string, { style, width }: TextOptions): string {
  const indent = ' '.repeat(7);
  return reason
    .split('; ')
    .flatMap((one) => wrap(one, width - indent.length))
    .map((line) => `${indent}${style.faint(line)}\n`)
    .join('');
}

/** "needs system part 1 >= 13 (0.5.0), step 1; ..." */
function reasonWords({ item, after }: OrderedStep, { order, platform }: DepsGroup): string {
  const stepOf = (other: ModuleFile): string => String(order.steps.find((one) => one.item === other)?.step ?? '?');
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
  const open = needsOf(item)
    .filter((one) => !after.some(({ because }) => because.kind === 'dependency' && because.requirement === one))
    .map((one) => `needs ${requirementWords(one, platform)}: must be on the device${gen2BootNote(order, one)}`);
  // Mere place is worth a word only where no dependency explains it.
  const all = [...provided, ...open, ...(provided.length === 0 ? placed : [])];
  return all.length === 0 ? 'needs nothing' : all.join('; ');
}

/** A Gen 2 bootloader that the set brings later is no condition for the update, only for the start of the application. */
function gen2BootNote(order: FlashOrder, one: ModuleId): string {
  const later = order.steps.find(({ item }) => isSameModule(item.module, one));
  return later === undefined || order.needsOnDevice.some((need) => isSameModule(need, one))
    ? ''
    : ` at boot, step ${String(later.step)} brings it`;
}

function needsText({ order, platform }: DepsGroup, short: (name: string) => string, { width }: TextOptions): string {
  const { shown: first, more } = firstOf(order.needsOnDevice, 'module');
  const rows = first.map((need): [string, string] => [requirementWords(need, platform), neededByWords(need, short)]);
  return rows.length === 0 ? '' : `Must already be on the device:\n${pairs(rows, width)}${more}`;
}

function neededByWords({ neededBy }: FlashOrder['needsOnDevice'][number], short: (name: string) => string): string {
  const { shown: first, more } = firstOf(neededBy, 'file');
  return `for ${first.map(({ file }) => short(file)).join(', ')}${more.trimEnd()}`;
}

/**
 * What files come to without any device: the first words for a person, and the sentence behind them.
 *
 * @param complete false where some of the input could not be read
 */
export function depsVerdict(
  report: DepsReport,
  complete: boolean,
): { readonly label: string; readonly sentence: string; readonly condition: string | null } {
  const steps = report.order.reduce((sum, group) => sum + group.order.steps.length, 0);
  const all = (label: string, sentence: string) => ({ label, sentence, condition: null });
  if (report.judgement === 'not-ok') {
    return all(NOT_OK, notOkSentence(report, report.findings));
  }
  if (steps === 0) return all(NOTHING_CHECKED, 'No module among the files.');
  if (!complete) {
    return all(INCOMPLETE, `Not everything could be read. ${NOTHING_YET}`);
  }
  if (report.judgement === 'unknown') return all(NOT_KNOWN, `${whyUnknown(report.findings)} ${NOTHING_YET}`);
  return { label: OK, sentence: verdict(report, steps), condition: conditionsOf(report) };
}

/** Files of several releases are nothing wrong: they are no set. */
function notOkSentence(report: DepsReport, told: readonly Finding[]): string {
  const rest = report.findings.filter((one) => one.severity === 'error' && !isOfSeveral(one));
  const [only] = groupsOf(report);
  if (rest.length === 0 && report.order.length === 1 && only !== undefined && releasesIn(only).length > 0) {
    return 'No device takes these files as one set.';
  }
  return `${countsText(told)}. Nothing should be flashed.`;
}

const INCOMPLETE = 'INCOMPLETE';

const NOTHING_YET = 'Nothing should be flashed before that is settled.';

function verdictText(report: DepsReport, complete: boolean, options: TextOptions): string {
  const { style, verbose, quiet, width } = options;
  const { label, sentence: whole, condition } = depsVerdict(report, complete);
  const told = verbose || quiet ? report.findings : countedOf(report);
  const said = label === NOT_OK ? notOkSentence(report, told) : whole;
  if (label === NOT_OK) {
    const hint = verbose || quiet ? '' : explainHint(told).trimStart();
    const gap = label.length + 2 + said.length + 3 + hint.length > width ? '\n    ' : '   ';
    return `${style.bad(label)}  ${said}${hint === '' ? '' : `${gap}${style.faint(hint)}`}\n`;
  }
  if (label !== OK) return `${style.warn(label)}  ${paragraph(said, width, ' '.repeat(label.length + 2))}\n`;
  const hint = verbose ? ' The order is for transports that check (over the air, serial); DFU checks nothing.' : '';
  const sentence = `${condition === null ? ' ' : `if ${condition}. `}${quiet ? quietVerdict(report) : said}${hint}`;
  const [first = '', ...rest] = paragraph(`${OK} ${sentence}`, width, '    ').split('\n');
  const words = [`${style.good(OK)}${first.slice(OK.length)}`, ...rest].join('\n');
  return `${words}\n${quiet ? '' : planHint(report, options)}`;
}

/** Columns before what stands below a verdict. */
const INDENT = 4;

/** The order holds without a device; what a certain one does on the way is another question. */
function planHint({ order: groups }: DepsReport, { style, width, typed }: TextOptions): string {
  const [only] = groups;
  const isUpdate = only?.order.steps.some(({ item }) => item.module.function === MODULE_FUNCTION.systemPart) === true;
  const platform = platformById(only?.platform ?? -1);
  if (groups.length !== 1 || !isUpdate || platform?.ofKnownFamily !== true) return '';
  const command = nextCommand(
    (inputs) => `fwinspect plan --from RELEASE --platform ${platform.name} ${inputs}`,
    typed,
    width - INDENT,
  );
  const lead = 'For a device of yours:';
  const gap = INDENT + lead.length + 1 + command.length > width ? `\n${' '.repeat(INDENT)}` : ' ';
  return `${' '.repeat(INDENT)}${style.faint(`${lead}${gap}${command}`)}\n`;
}

/** What every device must have before for the answer to hold; null for nothing. */
function conditionsOf({ order }: DepsReport): string | null {
  const all = order.map((group) => ({ ...group, assets: lackedAssets(group.order.steps) }));
  const needy = all.filter((group) => group.order.needsOnDevice.length + group.assets.length > 0);
  const of = ({ order: { needsOnDevice }, platform, assets }: (typeof all)[number]): string =>
    [conditionWords(needsOnDevice, platform), assetWords(assets)].filter((words) => words !== '').join(' and ');
  const [only] = needy;
  if (only === undefined) return null;
  if (order.length === 1) return `the device has ${of(only)}`;
  const { shown: first, more } = firstOf(needy, 'platform');
  return `${first.map((group) => `${platformName(group.platform)} devices have ${of(group)}`).join(', ')}${more.trimEnd()}`;
}

/** "the assets cat.txt, dog.txt" */
function assetWords(assets: readonly AssetName[]): string {
  const { shown: first, more } = firstOf(assets, 'asset');
  const names = first.map(({ name }) => safeText(name)).join(', ');
  return assets.length === 0 ? '' : `the asset${assets.length === 1 ? '' : 's'} ${names}${more.trimEnd()}`;
}

function verdict({ order: groups }: DepsReport, steps: number): string {
  if (steps === 1) return 'It can be flashed.';
  const several = groups.length > 1 ? ' (each platform for itself)' : '';
  return `Flash in this order${several}, one at a time; the device restarts after each.`;
}

/** The order itself is not shown, so the verdict must not point at it. */
function quietVerdict({ order: groups }: DepsReport): string {
  const { shown: first, more } = firstOf(groups, 'platform');
  const words = first.map(
    ({ platform, order }) =>
      `${counted(moduleCount(order.steps.map(({ item }) => item)), 'module')} for ${platformName(platform)}`,
  );
  return `${words.join(', ')}${more.trimEnd()}: no problems found.`;
}
