/** What a person can get from the vendor: the modules of the release table, as things that come together. */
import { groupBy } from '../base/group-by.js';
import { UPDATABLE_NCP } from '../catalog/eras.js';
import { mainSlotOf, slotsIn } from '../catalog/flash-map.js';
import { platformName } from '../catalog/platforms.js';
import { releaseRows } from '../catalog/releases.js';
import type { ReleaseRow } from '../catalog/releases.js';
import { wholeModule } from '../device/write.js';
import { MODULE_FLAG, MODULE_FUNCTION } from '../module/types.js';
import type { Requirement } from '../module/types.js';
import { declaredFiles } from './declared.js';
import type { PlanFile } from './world.js';

/** The system parts of a release, or one other module of it. */
export interface Thing {
  readonly what: 'system' | 'bootloader' | 'radio' | 'ncp';
  readonly release: string;
  /** Module version of the release that it is of. */
  readonly system: number;
  /** Declared, not at hand; named as released, where that is known. */
  readonly files: readonly PlanFile[];
}

/**
 * Everything of the final releases of a platform, ascending by release. A module that several releases ship is that of the first.
 *
 * Source: the release table; radio stacks and NCP firmware are those that system parts declare.
 */
export function thingsOf(platform: number): readonly Thing[] {
  const rows = releaseRows(platform).filter(({ release, modules }) => !release.includes('-') && modules.length > 0);
  const all = rows.flatMap((row) => [...systemOf(row), ...othersOf(row)]);
  const firsts = groupBy(all, ({ what, files }) =>
    what === 'system' ? files.map(({ file }) => file).join(' ') : keyOf(files),
  );
  return [...firsts.values()].flatMap(([first]) => first ?? []);
}

function keyOf(files: readonly PlanFile[]): string {
  return files.map(({ facts }) => [facts.function, facts.index, facts.version].join('/')).join(' ');
}

function systemOf(row: ReleaseRow): readonly Thing[] {
  const files = declaredFiles(row.platform, row).filter(({ facts }) => facts.function === MODULE_FUNCTION.systemPart);
  const named = files.map((file) => ({ ...file, file: nameOf(file, row) }));
  return named.length === 0 ? [] : [{ what: 'system', release: row.release, system: row.system, files: named }];
}

function othersOf(row: ReleaseRow): readonly Thing[] {
  const { release, system, platform } = row;
  const shipped = declaredFiles(platform, row).filter(({ facts }) => facts.function === MODULE_FUNCTION.bootloader);
  const needed = row.modules.flatMap(({ dependencies }) => dependencies).flatMap((one) => neededFile(one, row) ?? []);
  return [...shipped, ...needed].map((file): Thing => ({
    what: whatOf(file.facts.function),
    release,
    system,
    files: [{ ...file, file: nameOf(file, row) }],
  }));
}

function whatOf(moduleFunction: number): Thing['what'] {
  if (moduleFunction === MODULE_FUNCTION.radioStack) return 'radio';
  return moduleFunction === MODULE_FUNCTION.ncpFirmware ? 'ncp' : 'bootloader';
}

/** From 1.4.2 on the files of a radio stack ask for that bootloader. Source: headers of released files. */
const RADIO_NEEDS: readonly { readonly from: number; readonly bootloader: number }[] = [
  { from: 1404, bootloader: 501 },
  { from: 0, bootloader: 401 },
];
const RADIO_NEEDS_SYSTEM = 1321;

/** A module that the table knows by what asks for it; null for those that have rows of their own. */
function neededFile(needs: Requirement, row: ReleaseRow): PlanFile | null {
  const { function: moduleFunction, index, version } = needs;
  const isOwn = moduleFunction === MODULE_FUNCTION.bootloader && index === 0;
  if (isOwn || moduleFunction === MODULE_FUNCTION.systemPart) return null;
  const slot = mainSlotOf(needs, slotsIn(row.platform, row.system));
  if (slot === undefined) return null;
  const isRadio = moduleFunction === MODULE_FUNCTION.radioStack;
  const bootloader = RADIO_NEEDS.find(({ from }) => row.system >= from)?.bootloader ?? 0;
  const { at: _at, ...facts } = wholeModule(
    row.platform,
    slot,
    version,
    isRadio ? { function: MODULE_FUNCTION.bootloader, index: 0, version: bootloader } : null,
    isRadio ? { function: MODULE_FUNCTION.systemPart, index: 1, version: RADIO_NEEDS_SYSTEM } : null,
  );
  const own = isRadio
    ? { flags: MODULE_FLAG.dropModuleInfo }
    : moduleFunction === MODULE_FUNCTION.ncpFirmware
      ? { mcu: UPDATABLE_NCP }
      : {};
  const name = `${row.release}/${String(moduleFunction)}-${String(index)}`;
  return { file: name, size: 0, sha256: `declared ${name}`, facts: { ...facts, ...own } };
}

/** How the vendor names a file: "bootloader-0.6.2-photon.bin" up to 0.x, "photon-bootloader@1.2.1.bin" later; as recorded, where it is. */
function nameOf({ file, facts }: PlanFile, { release, platform, modules }: ReleaseRow): string {
  if (!file.includes('/')) return file;
  const name = platformName(platform);
  const declared = modules.find((one) => one.function === facts.function && one.index === facts.index);
  const kind = kindName(facts.function, facts.index, declared?.part ?? String(facts.index));
  return release.startsWith('0.') ? `${kind}-${release}-${name}.bin` : `${name}-${kind}@${release}.bin`;
}

function kindName(moduleFunction: number, index: number, part: string): string {
  switch (moduleFunction) {
    case MODULE_FUNCTION.systemPart:
      return `system-part${part}`;
    case MODULE_FUNCTION.radioStack:
      return 'softdevice';
    case MODULE_FUNCTION.ncpFirmware:
      return 'ncp';
    default:
      return index === 0 ? 'bootloader' : 'prebootloader-part1';
  }
}
