/** One question, one answer: the one place where commands, reports, the page and users of the library get theirs. */
import { compareText } from '../base/compare.js';
import { worstOf } from '../base/judgement.js';
import type { Judgement } from '../base/judgement.js';
import { assumedInOrder, assumedTogether } from '../catalog/assumed.js';
import { resolveRelease } from '../catalog/releases.js';
import { isModuleFile } from '../device/module-file.js';
import type { ModuleFile } from '../device/module-file.js';
import { MODULE_FUNCTION } from '../module/types.js';
import { orderModules } from '../plan/order.js';
import { compareLock } from '../release/lock.js';
import type { Lock } from '../release/lock.js';
import type { ReachMatrix } from '../release/reachability.js';
import {
  checkBundle,
  checkExpectations,
  checkFile,
  checkImage,
  checkInput,
  checkRelease,
  checkSet,
  checkWaivers,
} from '../rules/run.js';
import { sortFindings } from '../rules/sort.js';
import type { BundleSubject, Finding } from '../rules/types.js';
import { assumedOfFiles } from './assumed.js';
import { judgeDevices } from './devices.js';
import type { DevicePart, JudgedDevices } from './devices.js';
import { bundlesOf, inventoryOfFiles } from './file.js';
import type { FirmwareFile } from './file.js';
import { groupByPlatform } from './groups.js';
import type { PlatformGroup } from './groups.js';
import { applyPolicy, judgementBy, withLevels } from './policy.js';
import { judgeReleases, lowestInField } from './releases.js';
import { releaseFindings, releasesOfPlatform, waysTo } from './release-sets.js';
import type {
  Assessment,
  DeviceEntry,
  DeviceVerdict,
  Parts,
  PlatformOrder,
  Policy,
  Problem,
  Question,
} from './types.js';

/** What each command looks at: where two of them say different things of the same files, it is for a difference here. */
export const PARTS = {
  /** Also of `report` and `graph`. */
  deps: { otherPlatforms: 'set_aside', sets: 'platform', input: true, expectations: false },
  check: { otherPlatforms: 'judged', sets: 'platform', input: true, expectations: true },
  audit: { otherPlatforms: 'set_aside', sets: 'release', input: true, expectations: false },
} as const satisfies Readonly<Record<string, Parts>>;

/** An assessment whose devices come one after another. */
export interface OpenAssessment {
  /** Judges one more device, or counts one more report that says none. */
  readonly add: (item: DeviceEntry) => void;
  /** The answer, with all devices so far. */
  readonly end: () => Assessment;
  /** What of the devices has to be known to put the answer together with that of another run; null where no device was asked about. */
  readonly part: () => DevicePart | null;
  /** Every device so far by its ID, where the question asks for verdicts; nothing else. */
  readonly verdicts: () => Iterable<DeviceVerdict>;
}

/**
 * Answers a question about files: what they are, in which order they are flashed, what is wrong with them, what becomes of devices. Pure; never throws on
 * bad bytes or bad names.
 *
 * @param files as `readFirmwareFile` gives them; their order shows only where they have no flash order
 */
export function assess(files: readonly FirmwareFile[], question: Question = {}, policy: Policy = {}): Assessment {
  return beginAssessment(files, question, policy).end();
}

/** The same for very many devices: they are added one by one, and none is kept. */
export function beginAssessment(
  files: readonly FirmwareFile[],
  question: Question = {},
  policy: Policy = {},
): OpenAssessment {
  const { via = 'ota', platform = null, protected: isProtected = null, verdicts = 'none', minOs, targetOs } = question;
  const { expectCloud = false, library = [] } = question;
  const found = judgeFiles(files, question);
  const whole = groupByPlatform(found.modules.filter(({ module }) => module.crc.ok));
  const field = judgeReleases(whole, { minOs, targetOs, via, isProtected, expectCloud, library });
  let fleet: JudgedDevices | null = null;
  const add = (item: DeviceEntry): void => {
    fleet ??= judgeDevices(whole, platform, { via, isProtected, verdicts, expectCloud, library });
    fleet.add(item);
  };
  if (question.devices !== undefined) {
    fleet = judgeDevices(whole, platform, { via, isProtected, verdicts, expectCloud, library });
  }
  question.devices?.forEach(add);
  return {
    add,
    part: () => fleet?.part() ?? null,
    verdicts: () => (verdicts === 'none' ? [] : (fleet?.verdicts() ?? [])),
    end: () => {
      const ofDevices = fleet?.end() ?? { devices: null, findings: [], assumed: [], problems: [] };
      const findings = [...found.findings, ...[...field.findings, ...ofDevices.findings].map(ofNoSet)];
      const problems = [...found.problems, ...field.problems, ...ofDevices.problems];
      const { devices } = ofDevices;
      const together = assumedTogether([...field.assumed, ...ofDevices.assumed, ...assumedOfFiles(found)]);
      // The same order whichever device was met first.
      const assumed = devices === null ? together : assumedInOrder(together);
      const againstDevices = devices !== null || minOs !== undefined || targetOs !== undefined;
      return answer(
        { ...found, findings, problems, devices, assumed, unjudged: field.unjudged, againstDevices },
        policy,
      );
    },
  };
}

/** A finding before the policy. */
type Raw = Finding & { readonly set: number | null };

const ofNoSet = (finding: Finding): Raw => ({ ...finding, set: null });

/** What there is to say without any device. */
interface FilesJudged extends Pick<Assessment, 'files' | 'setAside' | 'inventory' | 'order' | 'releases' | 'lock'> {
  /** Those of the files that are modules, in the order given. */
  readonly modules: readonly ModuleFile[];
  readonly findings: readonly Raw[];
  readonly problems: readonly Problem[];
}

function judgeFiles(given: readonly FirmwareFile[], question: Question): FilesJudged {
  const { parts = PARTS.check, platform = null, matrix = false, to, onWays } = question;
  const ways = { matrix, to, onWays };
  const aside = new Set(parts.otherPlatforms === 'judged' ? [] : given.filter((file) => isForAnother(file, platform)));
  const files = given.filter((file) => !aside.has(file));
  const modules = files.filter(isModuleFile);
  const inventory = inventoryOfFiles(files);
  const isBySet = parts.sets === 'platform';
  const releases = isBySet ? [] : inventory.platforms.map((one) => releasesOfPlatform(one, ways));
  const reachOf = ({ platform: of }: PlatformGroup): ReachMatrix | null => {
    if (!isBySet) return releases.find((one) => one.inventory.platform === of)?.reach ?? null;
    const own = inventory.platforms.find((one) => one.platform === of);
    return own === undefined ? null : waysTo(own, ways);
  };
  const order = groupByPlatform(modules).map((group): PlatformOrder => ({
    ...group,
    order: orderModules(group.items),
    reach: reachOf(group),
  }));
  const lock = question.lock == null ? null : compareLock(lockFor(question.lock, platform), inventory);
  const asideNames = new Set([...aside].map(({ file }) => file));
  const bundles = bundlesOf(given).filter((one) => !isAside(one, asideNames));
  const found = { files, setAside: byName([...aside].filter(isModuleFile)), inventory, order, releases, lock };
  return {
    ...found,
    files: byName(files),
    modules,
    findings: findingsOf(found, bundles, parts, question),
    problems: goalProblems(found, question),
  };
}

function byName<File extends FirmwareFile>(files: readonly File[]): readonly File[] {
  return [...files].sort((a, b) => compareText(a.file, b.file));
}

/** Files that are no modules are nobody's in particular, and assets are for no platform. */
function isForAnother({ result }: FirmwareFile, platform: number | null): boolean {
  return platform !== null && result.kind === 'module' && !isFor(platform, result);
}

function isFor(platform: number, one: { readonly platform: number; readonly function: number }): boolean {
  return one.platform === platform || one.function === MODULE_FUNCTION.asset;
}

function isAside({ applications }: BundleSubject, names: ReadonlySet<string>): boolean {
  return applications.length > 0 && applications.every(({ file }) => names.has(file));
}

/** What a lock says of that platform; without one, all that it says. */
function lockFor(lock: Lock, platform: number | null): Lock {
  if (platform === null) return lock;
  return { ...lock, files: lock.files.filter(({ identity }) => identity === null || isFor(platform, identity)) };
}

type Judged = Pick<Assessment, 'files' | 'inventory' | 'order' | 'releases' | 'lock'>;

function findingsOf(
  { files, inventory, order, releases, lock }: Judged,
  bundles: readonly BundleSubject[],
  parts: Parts,
  {
    platform = null,
    product = null,
    productVersion = null,
    maxOta = null,
    released = null,
    images = [],
    minOs,
    targetOs,
  }: Question,
): readonly Raw[] {
  const setOf = new Map(order.flatMap(({ items }, set) => items.map(({ file }) => [file, set])));
  const ofSet = (finding: Finding): Raw => ({ ...finding, set: setOf.get(finding.file ?? '') ?? null });
  const expect = { platform, product, productVersion, maxOta, released };
  const items = files.filter(isModuleFile);
  const ofOrder = (one: PlatformOrder): readonly Finding[] =>
    checkSet({ ...one, lowestOs: lowestInField(one.platform, { minOs, targetOs }) });
  const isOfReleases = parts.sets === 'release';
  const ofPlatforms = order
    .flatMap((one, set) => ofOrder(one).map((found) => ({ ...found, set })))
    // The release rules say better which parts are missing, and which files are equal.
    .filter(({ rule }) => !isOfReleases || (rule !== 'FW507' && rule !== 'FW505'));
  // What the sets of a release say is mostly what all files of the platform say.
  const told = new Set(ofPlatforms.map(keyOf));
  const ofReleases = releases.flatMap(releaseFindings);
  return [
    ...files.flatMap(checkFile).map(ofSet),
    ...(parts.expectations ? files.flatMap((file) => checkExpectations({ ...file, expect })) : []).map(ofSet),
    ...ofPlatforms,
    ...(parts.input ? checkInput({ items, expectedPlatform: platform }) : []).map(ofNoSet),
    ...bundles.flatMap(checkBundle).map(ofNoSet),
    ...images.flatMap(checkImage).map(ofNoSet),
    ...ofReleases.filter((one) => !told.has(keyOf(one))).map(ofNoSet),
    ...(parts.sets === 'release' ? checkRelease({ inventory, lock }) : []).map(ofNoSet),
  ];
}

const keyOf = ({ rule, file, values }: Finding): string => JSON.stringify([rule, file, values]);

/** No matrix at all, where one was asked for to a certain release. */
function goalProblems(
  { order, releases, inventory }: Judged,
  { matrix = false, to, parts }: Question,
): readonly Problem[] {
  if (!matrix || to === undefined) return [];
  const isThere =
    parts?.sets === 'release'
      ? releases.some(({ reach }) => reach !== null)
      : order.length === 0 || order.some(({ platform }) => resolveRelease(to, platform).kind === 'found');
  if (isThere) return [];
  const newer = resolveRelease(to);
  return newer.kind === 'newer'
    ? [{ kind: 'newer_than_table', option: 'to', asked: to, newer }]
    : [{ kind: 'no_goal', to, platforms: inventory.platforms.map(({ platform }) => platform) }];
}

/** The answer before the policy. */
type Unweighed = Omit<Assessment, 'findings' | 'failed' | 'judgement'> & { readonly findings: readonly Raw[] };

function answer(unweighed: Unweighed, policy: Policy): Assessment {
  const { files, problems, devices } = unweighed;
  const applied = applyPolicy(unweighed.findings, policy);
  const ofWaivers = withLevels(checkWaivers({ waivers: applied.waivers }), policy);
  const findings = sortFindings([
    ...applied.findings,
    ...ofWaivers.map((finding) => ({ ...finding, waived: null, set: null })),
  ]);
  const isOpen = problems.length > 0 || files.length === 0 || (devices?.missingPages.length ?? 0) > 0;
  const nothing: Judgement = isOpen ? 'unknown' : 'ok';
  const judgement = worstOf([...findings.map((finding) => judgementBy(finding, policy)), nothing]);
  return { ...unweighed, findings, failed: judgement === 'not-ok', judgement };
}
