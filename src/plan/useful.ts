/**
 * Files that no best plan needs. The twin tells two system parts (or bootloaders) of one slot apart by comparing their versions with what modules and
 * goals ask for and with the numbers of the board's rules, and by their addresses. Where all that agrees, a file that asks for no more and is no larger
 * stands for the other: every plan with the other is one with it. Only what the files that stay ask for counts, so this is a fixed point.
 */
import { rulesOf, valueIn } from '../catalog/boards/index.js';
import { bootloaderRuleChanges, systemChanges } from '../catalog/changes.js';
import { embeddedBootloader, takesBootloaderBack } from '../catalog/embedded-bootloaders.js';
import { slotsOf } from '../catalog/flash-map.js';
import { OLDEST_SYSTEM_OF_PROTECTED } from '../device/accept.js';
import { eraOf } from '../device/era.js';
import { FIRST_SYSTEM_WITH_DCT } from '../device/install.js';
import type { DeviceState, ModuleFacts } from '../device/types.js';
import { moduleKey } from '../module/id.js';
import type { ModuleKey } from '../module/id.js';
import { MODULE_FUNCTION } from '../module/types.js';
import type { ModuleId, Requirement } from '../module/types.js';
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
    if (isCompared(file)) compared.push({ file, signature: signatureOf(file.facts), carries: carriedBy(file.facts) });
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
  /** The version of the bootloader that it brings; null for none, or one that is not known. */
  readonly carries: number | null;
}

const BOOTLOADER = { function: MODULE_FUNCTION.bootloader, index: 0 };

function keptOf(compared: readonly Compared[], asked: Asked): readonly PlanFile[] {
  const groups = new Map<string, readonly PlanFile[]>();
  const stepsOf = new Map<ModuleKey, readonly number[]>();
  for (const { file, signature, carries } of compared) {
    const steps = (of: ModuleId, version: number | null): string => {
      const key = moduleKey(of);
      const known = stepsOf.get(key) ?? asked.of(key);
      stepsOf.set(key, known);
      return version === null ? '-' : String(below(known, version));
    };
    const name = `${signature} ${steps(file.facts, file.facts.version)} ${steps(BOOTLOADER, carries)}`;
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
  const bootloaders = bootloaderRuleChanges(platform);
  const eras = eraClasses(platform);
  const validator = rulesOf(platform)?.validatorIndex;
  const versionClass = ({ function: moduleFunction, index, version }: ModuleFacts): string => {
    if (moduleFunction === MODULE_FUNCTION.bootloader) return String(below(bootloaders, version));
    const carried = embeddedBootloader(platform, index, version);
    const own = `${String(below(partMarks(platform), version))} ${carried === null ? '-' : String(below(bootloaders, carried))}`;
    return index === validator ? `${own} ${eras(version)}` : own;
  };
  return (facts) =>
    [
      facts.function, facts.index, facts.platform, facts.start, facts.mcu, facts.flags, facts.headerOffset, facts.dynamicStart,
      facts.protects, needs(facts.dependency1), needs(facts.dependency2), below(bounds, facts.end),
      below(bounds, facts.end + SUFFIX), versionClass(facts),
    ].join(' '); // prettier-ignore
}

/** A module's CRC lies behind its end. */
const SUFFIX = 4;

const needs = (one: Requirement | null): string =>
  one === null ? '-' : `${String(one.function)}.${String(one.index)}`;

/** The bootloader that a system part writes where an older one is installed. */
function carriedBy({ platform, function: moduleFunction, index, version }: ModuleFacts): number | null {
  return moduleFunction === MODULE_FUNCTION.systemPart ? embeddedBootloader(platform, index, version) : null;
}

/** Where system parts begin to differ that validate nothing: hazards, and what the twin compares outside of the rules of releases. */
function partMarks(platform: number): readonly number[] {
  const rules = rulesOf(platform);
  const clashes = [rules?.hazards.wifiFirmwareLost, rules?.hazards.staticMemoryOverlap].flatMap((one) => one ?? []);
  const moved = rules?.systemStart.kind === 'two_places' ? [rules.systemStart.systemFrom] : [];
  return ascending([
    FIRST_SYSTEM_WITH_DCT,
    OLDEST_SYSTEM_OF_PROTECTED,
    ...clashes.flatMap(({ from, under }) => [from, under]),
    ...moved,
  ]);
}

/** What decides who hears of a refusal, and with which number: no plan hangs on it. */
const TOLD = ['os', 'refusalReportedByEvent', 'refusalReportedInAck', 'serialReportsRefusal', 'errorCodes'] as const;

/** The same text for versions under which a device goes by the same rules. */
function eraClasses(platform: number): (version: number) => string {
  const rules = rulesOf(platform);
  const changes = systemChanges(platform);
  const texts = new Map<number, string>();
  return (version) => {
    const at = below(changes, version);
    const known = texts.get(at);
    if (known !== undefined) return known;
    const era: Record<string, unknown> = { ...eraOf(platform, version) };
    for (const name of TOLD) Reflect.deleteProperty(era, name);
    const carrier = valueIn(rules?.bootloaderCarrier ?? [], version) ?? null;
    const text = JSON.stringify([era, carrier, takesBootloaderBack(platform, version)]);
    texts.set(at, text);
    return text;
  };
}

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
