import { NO_PLATFORM, platformName } from '../catalog/platforms.js';
import { releaseOf } from '../catalog/releases.js';
import { MODULE_FUNCTION } from '../module/types.js';
import { orderModules } from '../plan/order.js';
import { fleetJudge } from '../plan/fleet.js';
import type { Judgement } from '../plan/fleet.js';
import type { PlanFile } from '../plan/world.js';
import { isModuleFile } from '../device/module-file.js';
import type { ModuleFile } from '../device/module-file.js';
import type { Transport } from '../device/types.js';
import { applyConfig, withLevels } from '../config/apply.js';
import { loweredRules } from '../config/lowered.js';
import { readConfig } from '../config/read.js';
import type { Config } from '../config/types.js';
import type { CheckedFinding, CheckReport, FleetSummary } from '../report/check-types.js';
import { sortFindings } from '../report/finding.js';
import type { RunError } from '../report/json.js';
import { compareText } from '../base/compare.js';
import { safeText } from '../base/safe-text.js';
import {
  checkBundle,
  checkExpectations,
  checkFile,
  checkInput,
  checkSet,
  checkTargets,
  checkWaivers,
} from '../rules/run.js';
import type { Finding } from '../rules/types.js';
import { isUsageError, textOptions, UsageError, writeErrors, writeOutput } from './context.js';
import type { CheckOptions } from './options.js';
import { exitCode } from './exit-code.js';
import { failLevel, fails } from './fail-level.js';
import { fleetDevices, fleetTally, targetReleases } from './fleet.js';
import { FORMATS, formatOutputs } from './formats.js';
import type { FormatOutput } from './formats.js';
import { groupByPlatform } from './groups.js';
import type { PlatformGroup } from './groups.js';
import { readInput } from './input.js';
import type { Input } from './input.js';
import { configText, nameBelow } from './config-file.js';
import type { FoundConfig } from './config-file.js';
import { bytesOf } from './plan.js';
import { platformOption, writeSkipped } from './shared.js';

/** Expectations after flags and configuration were put together; flags win. */
interface Expectations {
  readonly platform: number | null;
  readonly minOs: string | undefined;
  readonly targetOs: string | undefined;
  readonly product: number | null;
  readonly productVersion: number | null;
  readonly maxOta: number | null;
  readonly via: Transport;
}

/** `fwinspect check FILE...` */
export async function check(args: readonly string[], options: CheckOptions): Promise<number> {
  const outputs = formatOutputs(options);
  const found = options.config === false ? null : configText(options.config);
  const config = found === null ? {} : configOf(found);
  const expect = expectations(options, config);
  const today = dayOption(options.today) ?? new Date().toISOString().slice(0, 10);
  const input = await readInput(args, { all: options.all, hashes: true, progress: !options.quiet });
  const judged = await judge(input, expect, options);
  const findings = [...fileFindings(input, expect), ...setFindings(input, expect), ...judged.findings];
  const applied = applyConfig(findings, config, today, (file) => (found === null ? null : nameBelow(found.file, file)));
  const waivers = withLevels(checkWaivers({ waivers: applied.waivers }), config).map((finding): CheckedFinding => ({
    ...finding,
    waived: null,
  }));
  const all = sortFindings([...applied.findings, ...waivers]);
  const report: CheckReport = {
    files: input.files
      .map(({ file, size, sha256 }) => ({ file, size, sha256 }))
      .sort((a, b) => compareText(a.file, b.file)),
    findings: all,
    fleet: judged.fleet,
    configuration: found === null ? null : { file: found.file, lowered: loweredRules(config) },
    failed: all.some((finding) => finding.waived === null && fails(finding.severity, options, config)),
    errors: [...input.errors, ...judged.errors],
  };
  // Files first: where one cannot be written, nothing has been answered yet.
  const isToScreen = ({ output }: FormatOutput): number => Number(output === undefined || output === '-');
  for (const { format, output } of [...outputs].sort((a, b) => isToScreen(a) - isToScreen(b))) {
    writeOutput(
      FORMATS[format](report, { ...textOptions({ ...options, output }), failOn: failLevel(options, config) }),
      output,
      format === 'github',
    );
  }
  writeSkipped(input.skipped, options);
  writeErrors(report.errors);
  return exitCode({ failed: report.failed, unreadable: report.errors.length > 0 || input.files.length === 0 });
}

function configOf(found: FoundConfig): Config {
  const read = readConfig(found.text);
  if (read.kind === 'config') return read.config;
  const faults = read.faults.map(
    ({ path, message }) => `${path === '' ? '' : `${safeText(path)}: `}${safeText(message)}`,
  );
  throw new UsageError(`${safeText(found.file)}: ${faults.join('; ')}`);
}

function expectations(options: CheckOptions, { expect = {} }: Config): Expectations {
  return {
    platform: platformOption(options.platform ?? expect.platform),
    minOs: options.minOs ?? expect.minOs,
    targetOs: options.targetOs ?? expect.targetOs,
    product: options.product ?? expect.product ?? null,
    productVersion: options.productVersion ?? expect.productVersion ?? null,
    maxOta: sizeOption(options.maxOta ?? expect.maxOta),
    via: options.via ?? expect.via ?? 'ota',
  };
}

function sizeOption(size: string | number | undefined): number | null {
  return size === undefined ? null : typeof size === 'number' ? size : bytesOf(size);
}

function dayOption(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text) {
    throw new UsageError(`--today takes a day as YYYY-MM-DD, not ${safeText(text)}`);
  }
  return text;
}

function fileFindings(input: Input, expect: Expectations): readonly Finding[] {
  return [...input.files.flatMap(checkFile), ...input.files.flatMap((file) => checkExpectations({ ...file, expect }))];
}

function setFindings(input: Input, expect: Expectations): readonly Finding[] {
  const modules = input.files.filter(isModuleFile);
  const named = input.files.filter(({ from }) => from === 'named' || from === 'stdin').map(({ file }) => file);
  return [
    ...groupByPlatform(modules).flatMap(({ platform, items }) =>
      checkSet({ platform, items, order: orderModules(items) }),
    ),
    ...checkInput({
      items: modules.map((item) => ({ ...item, named: named.includes(item.file) })),
      expectedPlatform: expect.platform,
    }),
    ...input.bundles.flatMap(checkBundle),
  ];
}

interface Judged {
  readonly findings: readonly Finding[];
  readonly fleet: FleetSummary | null;
  readonly errors: readonly RunError[];
}

/** What the files do to the releases of the range, and to the reported devices. */
async function judge(input: Input, expect: Expectations, options: CheckOptions): Promise<Judged> {
  const groups = groupByPlatform(input.files.filter(isModuleFile).filter(({ module }) => module.crc.ok));
  const wantsRange = expect.minOs !== undefined || expect.targetOs !== undefined;
  const wantsDevices = options.device.length > 0 || options.fleet.length > 0;
  const ranges = wantsRange ? judgeRanges(groups, expect) : { findings: [], errors: [] };
  if (!wantsDevices) return { ...ranges, fleet: null };
  const devices = await judgeDevices(groups, expect, options);
  return {
    fleet: devices.fleet,
    findings: [...ranges.findings, ...devices.findings],
    errors: [...ranges.errors, ...devices.errors],
  };
}

/** The files of a platform in their flash order; in the order given where they have none. */
function filesInOrder({ items }: PlatformGroup): readonly ModuleFile[] {
  const { steps } = orderModules(items);
  return steps.length > 0 ? steps.map(({ item }) => item) : items;
}

/** A platform without releases in the range is a problem of its own files; the others are judged all the same. */
function judgeRanges(groups: readonly PlatformGroup[], expect: Expectations): Omit<Judged, 'fleet'> {
  const platforms = groups.filter(({ platform }) => platform !== NO_PLATFORM);
  const findings: Finding[] = [];
  const errors: RunError[] = [];
  for (const group of platforms) {
    try {
      findings.push(...judgeRange(group, expect));
    } catch (error) {
      if (!isUsageError(error) || platforms.length === 1) throw error;
      errors.push({ file: group.items[0]?.file ?? '', code: 'not_judged', message: error.message });
    }
  }
  return { findings, errors };
}

function judgeRange(group: PlatformGroup, expect: Expectations): readonly Finding[] {
  const files = filesInOrder(group);
  const judgeOne = fleetJudge(files, expect.via);
  const tally = fleetTally(group.platform, 'needs');
  let runsFrom: string | null = null;
  const newest = newestSystem(files);
  for (const { release, version, state } of targetReleases(group.platform, expect.minOs, expect.targetOs)) {
    // Devices that are newer than the system parts of the set are not what it is for.
    if (version > newest) continue;
    const judgement = state === null ? byVersionAlone(files, version) : judgeOne(state);
    if (judgement === null) continue;
    tally.add(release, judgement);
    // From there on all run. The final release of a number stands for its pre-releases.
    runsFrom = judgement.outcome === 'run' ? (runsFrom ?? releaseOf(version, group.platform) ?? release) : null;
  }
  return checkTargets(
    tally.subject(
      'release',
      runsFrom,
      files.map(({ file }) => file),
    ),
  );
}

/** The system version that the set brings; without one nothing is too new for it. */
function newestSystem(files: readonly PlanFile[]): number {
  const versions = files
    .filter(({ facts }) => facts.function === MODULE_FUNCTION.systemPart)
    .map(({ facts }) => facts.version);
  return versions.length === 0 ? Number.MAX_SAFE_INTEGER : Math.max(...versions);
}

/** For releases whose modules are not recorded: an application runs exactly where the system part is new enough. */
function byVersionAlone(files: readonly PlanFile[], version: number): Judgement | null {
  const application = files.find(({ facts }) => facts.function === MODULE_FUNCTION.userPart);
  const needs = application?.facts.dependency1;
  if (application === undefined || files.length > 1 || needs?.function !== MODULE_FUNCTION.systemPart) return null;
  const runs = version >= needs.version;
  return {
    outcome: runs ? 'run' : 'safe-mode',
    file: null,
    reason: null,
    rule: null,
    told: null,
    bootReasons: runs
      ? []
      : [{ kind: 'application_needs', reason: { kind: 'dependency_too_low', needs, has: version } }],
    wireBytes: 0,
  };
}

async function judgeDevices(
  groups: readonly PlatformGroup[],
  expect: Expectations,
  options: CheckOptions,
): Promise<Judged> {
  const tallies = new Map(
    groups.map((group) => [
      group.platform,
      {
        tally: fleetTally(group.platform, 'exact'),
        judgeOne: fleetJudge(filesInOrder(group), expect.via),
        files: filesInOrder(group).map(({ file }) => file),
      },
    ]),
  );
  const errors: RunError[] = [];
  let unreadable = 0;
  let others = 0;
  let judged = 0;
  for await (const item of fleetDevices(options.device, options.fleet, expect.platform)) {
    if (!('state' in item)) {
      if (unreadable++ < MOST_ERRORS) errors.push(item);
      continue;
    }
    const target = tallies.get(item.state.platform);
    if (target !== undefined && (expect.platform ?? item.state.platform) === item.state.platform) {
      target.tally.add(item.name, target.judgeOne(item.state));
      judged++;
      continue;
    }
    others++;
    if (item.file !== null && others <= MOST_ERRORS) errors.push(notMeant(item.file, item.state.platform));
  }
  if (judged === 0 && errors.length === 0) errors.push(nothingJudged(others));
  if (unreadable > MOST_ERRORS) {
    errors.push({ file: '', code: 'more_errors', message: `and ${String(unreadable - MOST_ERRORS)} more of the kind` });
  }
  const used = [...tallies.values()];
  return {
    findings: used.flatMap(({ tally, files }) => checkTargets(tally.subject('device', null, files))),
    fleet: { ...sumOf(used.map(({ tally }) => tally.summary())), otherPlatforms: others },
    errors,
  };
}

const MOST_ERRORS = 20;

/** A device that was named and is not judged would look like one that runs. */
function notMeant(file: string, platform: number): RunError {
  const message = `is a report of platform ${platformName(platform)}, and no file that is looked at is for that`;
  return { file, code: 'other_platform', message };
}

function nothingJudged(others: number): RunError {
  const what =
    others === 0
      ? 'there is no report'
      : `no file is for the platform of ${others === 1 ? 'the report' : `any of the ${String(others)} reports`}`;
  return { file: '', code: 'nothing_judged', message: `no device was judged: ${what}` };
}

function sumOf(parts: readonly FleetSummary[]): FleetSummary {
  const sum = (of: (part: FleetSummary) => number): number => parts.reduce((total, part) => total + of(part), 0);
  return {
    devices: sum(({ devices }) => devices),
    run: sum(({ run }) => run),
    safeMode: sum(({ safeMode }) => safeMode),
    refuse: sum(({ refuse }) => refuse),
    unclear: sum(({ unclear }) => unclear),
    wireBytes: sum(({ wireBytes }) => wireBytes),
    list: parts.flatMap(({ list }) => list),
  };
}
