/**
 * Files that no best plan needs. The twin tells two system parts (or bootloaders) of one slot apart by comparing their versions with what modules and
 * goals ask for and with the numbers of the board's rules, and by their addresses. Where all that agrees, a file that asks for no more and is no larger
 * stands for the other: every plan with the other is one with it. Only what the files that stay ask for counts, so this is a fixed point.
 */
import { rulesOf } from '../catalog/boards/index.js';
import { bootloaderChanges, systemChanges } from '../catalog/changes.js';
import { embeddedBootloader } from '../catalog/embedded-bootloaders.js';
import { slotsOf } from '../catalog/flash-map.js';
import { OLDEST_SYSTEM_OF_PROTECTED } from '../device/accept.js';
import { FIRST_SYSTEM_WITH_DCT } from '../device/install.js';
import type { DeviceState, ModuleFacts } from '../device/types.js';
import { moduleKey } from '../module/id.js';
import type { ModuleKey } from '../module/id.js';
import { MODULE_FUNCTION } from '../module/types.js';
import type { Requirement } from '../module/types.js';
import { meets } from './goal.js';
import type { Goal } from './goal.js';
import type { PlanFile } from './world.js';

/** Functions whose versions are only compared; all other files stay as they are. */
const COMPARED: readonly number[] = [MODULE_FUNCTION.systemPart, MODULE_FUNCTION.bootloader];
/** What a page of flash takes with it where it is erased. */
const PAGE = 4096;

/** The files that a best plan may need, in the order given. */
export function usefulFiles(start: DeviceState, files: readonly PlanFile[], goal: Goal): readonly PlanFile[] {
  const asked = new Asked();
  for (const one of start.modules) asked.needsOf(one);
  if (start.staged !== null) asked.needsOf(start.staged);
  for (const part of goal.parts) {
    if (part.kind === 'file') asked.needsOf(part.file.facts);
    else {
      asked.add(part.key, part.version);
      if (part.kind === 'version') asked.add(part.key, part.version + 1);
    }
  }
  const goalFiles = goal.parts.flatMap((part) => (part.kind === 'file' ? [part] : []));
  const isCompared = (file: PlanFile): boolean => isSimple(file.facts) && !goalFiles.some((part) => meets(part, file));
  const compared: Compared[] = [];
  const signatureOf = signatures(start, files);
  for (const file of files) {
    if (isCompared(file)) compared.push({ file, signature: signatureOf(file.facts) });
    else asked.needsOf(file.facts);
  }
  for (;;) {
    const kept = keptOf(compared, asked);
    // Every file that stays may ask for a version that tells others apart.
    if (kept.map(({ facts }) => asked.needsOf(facts)).includes(true)) continue;
    const gone = new Set(compared.map(({ file }) => file));
    for (const file of kept) gone.delete(file);
    return gone.size === 0 ? files : files.filter((file) => !gone.has(file));
  }
}

const isSimple = ({ function: moduleFunction, crcOk, inner, combined, assets }: ModuleFacts): boolean =>
  COMPARED.includes(moduleFunction) && crcOk && inner === null && combined.length === 0 && assets.length === 0;

/** Versions that something asks for, by slot. A class, because it is a container that grows. */
class Asked {
  private readonly versions = new Map<ModuleKey, Set<number>>();

  /** Whether that was new. */
  add(key: ModuleKey, version: number): boolean {
    const known = this.versions.get(key);
    if (known === undefined) this.versions.set(key, new Set([version]));
    else if (known.has(version)) return false;
    else known.add(version);
    return true;
  }

  needsOf({ dependency1, dependency2, inner, combined }: ModuleFacts): boolean {
    let isNew = false;
    for (const needs of [dependency1, dependency2]) {
      if (needs !== null && this.add(moduleKey(needs), needs.version)) isNew = true;
    }
    for (const one of [inner, ...combined]) if (one !== null && this.needsOf(one)) isNew = true;
    return isNew;
  }

  of(key: ModuleKey): readonly number[] {
    return [...(this.versions.get(key) ?? [])].sort((a, b) => a - b);
  }
}

interface Compared {
  readonly file: PlanFile;
  /** All that tells it from others but what is asked for. */
  readonly signature: string;
}

function keptOf(compared: readonly Compared[], asked: Asked): readonly PlanFile[] {
  const groups = new Map<string, readonly PlanFile[]>();
  const stepsOf = new Map<ModuleKey, readonly number[]>();
  for (const { file, signature } of compared) {
    const key = moduleKey(file.facts);
    const steps = stepsOf.get(key) ?? asked.of(key);
    stepsOf.set(key, steps);
    const name = `${signature} ${String(below(steps, file.facts.version))}`;
    const best = groups.get(name) ?? [];
    if (best.some((one) => standsFor(one, file))) continue;
    groups.set(name, [...best.filter((one) => !standsFor(file, one)), file]);
  }
  return [...groups.values()].flat();
}

/** How many of ascending numbers are not above one. */
function below(numbers: readonly number[], most: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? Infinity) <= most) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether every plan with `other` is one with `file`. */
function standsFor(file: PlanFile, other: PlanFile): boolean {
  return (
    file.size <= other.size &&
    file.facts.size <= other.facts.size &&
    asksNoMore(file.facts.dependency1, other.facts.dependency1) &&
    asksNoMore(file.facts.dependency2, other.facts.dependency2)
  );
}

function asksNoMore(one: Requirement | null, other: Requirement | null): boolean {
  if (one === null || other === null) return one === other;
  return one.function === other.function && one.index === other.index && one.version <= other.version;
}

/** The same text for modules that the twin cannot tell apart, but for what is asked for, their needs and their sizes. */
function signatures(start: DeviceState, files: readonly PlanFile[]): (facts: ModuleFacts) => string {
  const { platform } = start;
  const marks = new Set<number>();
  for (const { facts } of files) marks.add(facts.start);
  for (const { at, end } of start.modules) marks.add(at).add(end);
  for (const { start: from, end } of slotsOf(platform)) marks.add(from).add(end);
  for (const one of numbersOf(platform)) marks.add(one);
  const bounds = ascending([...marks, ...[...marks].map((one) => one - (one % PAGE))]);
  const ofSystem = ascending([...systemChanges(platform), ...ELSEWHERE]);
  const ofBootloader = bootloaderChanges(platform);
  return (facts) => {
    const { version, end } = facts;
    const isSystem = facts.function === MODULE_FUNCTION.systemPart;
    return [
      facts.function, facts.index, facts.platform, facts.start, facts.mcu, facts.flags, facts.headerOffset, facts.dynamicStart,
      facts.protects, needs(facts.dependency1), needs(facts.dependency2), below(isSystem ? ofSystem : ofBootloader, version),
      below(bounds, end), below(bounds, end + SUFFIX), isSystem ? embeddedBootloader(platform, facts.index, version) : null,
    ].join(' '); // prettier-ignore
  };
}

/** A module's CRC lies behind its end. */
const SUFFIX = 4;

const needs = (one: Requirement | null): string =>
  one === null ? '-' : `${String(one.function)}.${String(one.index)}`;

/** Versions of system parts that the twin compares outside of the rules of releases. */
const ELSEWHERE = [FIRST_SYSTEM_WITH_DCT, OLDEST_SYSTEM_OF_PROTECTED];

const ascending = (numbers: readonly number[]): readonly number[] => [...new Set(numbers)].sort((a, b) => a - b);

const NUMBERS = new Map<number, ReadonlySet<number>>();

/** Every number that stands in the rules of a board, addresses among them: one too many can only keep a file that might have gone. */
function numbersOf(platform: number): ReadonlySet<number> {
  const known = NUMBERS.get(platform);
  if (known !== undefined) return known;
  const found = new Set<number>();
  const collect = (value: unknown): void => {
    if (typeof value === 'number') found.add(value);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(collect);
  };
  collect(rulesOf(platform));
  NUMBERS.set(platform, found);
  return found;
}
