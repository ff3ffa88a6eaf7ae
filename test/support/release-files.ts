/** A release as binaries of the project's own builder: what the table declares of one release, under another name and other numbers where asked. */
import { rulesOf } from '../../src/catalog/boards/index.js';
import { slotsIn } from '../../src/catalog/flash-map.js';
import { platformName } from '../../src/catalog/platforms.js';
import { releaseRow, releaseRows } from '../../src/catalog/releases.js';
import type { ReleaseRow } from '../../src/catalog/releases.js';
import { MODULE_FUNCTION } from '../../src/module/types.js';
import type { ModuleDescription } from '../../src/module/write.js';
import { build, rtlApplication } from './fixtures.js';

/** The boards that have the newest releases. */
export const NEW_BOARDS: readonly number[] = releaseRows().flatMap(({ release, platform }) =>
  release === '6.5.0' ? [platform] : [],
);

/** The final releases of a board whose modules were read. */
export const recordedReleases = (platform: number): readonly ReleaseRow[] =>
  releaseRows(platform).filter(({ read, modules, release }) => read && modules.length > 0 && !release.includes('-'));

export interface MadeFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A row under another name, with other numbers. */
export interface Renamed {
  readonly release: string;
  readonly system: number;
  readonly bootloader: number;
}

/** The released files of a row: system part, bootloader, and on RTL872x the prebootloader. */
export function releaseFiles(release: string, platform: number, as: Renamed | null = null): readonly MadeFile[] {
  const row = releaseRow(release, platform);
  if (row === undefined) throw new Error(`no ${release} for ${platformName(platform)}`);
  const name = as?.release ?? release;
  const prebootloader = row.modules
    .flatMap(({ dependencies }) => dependencies)
    .find((one) => one.function === MODULE_FUNCTION.bootloader && one.index === 2);
  return [
    ...row.modules.map((module) => {
      const part = module.part === 'bootloader' ? module.part : `system-part${module.part}`;
      const isBootloader = module.function === MODULE_FUNCTION.bootloader;
      const version = as === null ? module.version : isBootloader ? as.bootloader : as.system;
      return file(row, `${part}@${name}`, { ...module, version });
    }),
    ...(prebootloader === undefined
      ? []
      : [file(row, `prebootloader@${name}`, { ...prebootloader, dependencies: [] })]),
  ];
}

function file(
  { platform, system }: ReleaseRow,
  name: string,
  { function: moduleFunction, index, version, dependencies }: Omit<ReleaseRow['modules'][number], 'part' | 'file'>,
): MadeFile {
  const slot = slotsIn(platform, system).find((one) => one.function === moduleFunction && one.index === index);
  if (slot === undefined) throw new Error('no slot');
  const description: ModuleDescription = {
    platform,
    function: moduleFunction,
    index,
    version,
    start: slot.start,
    dependency1: dependencies[0] ?? null,
    dependency2: dependencies[1] ?? null,
    headerOffset: rulesOf(platform)?.headerOffsetOf(moduleFunction, index) ?? 0,
    code: 1024,
  };
  return { name: `${platformName(platform)}-${name}.bin`, bytes: build(description) };
}

/** An application for a system version. */
export function applicationFor(platform: number, system: number): MadeFile {
  const name = `${platformName(platform)}-app.bin`;
  if (rulesOf(platform)?.dynamicApplication != null) return { name, bytes: build(rtlApplication(platform, system)) };
  const slot = slotsIn(platform, system).find(
    (one) => one.function === MODULE_FUNCTION.userPart && one.index === 2 && one.store === 'main',
  );
  if (slot === undefined) throw new Error('no application slot');
  const dependency1 = { function: MODULE_FUNCTION.systemPart, index: 1, version: system };
  const { function: moduleFunction, index, start } = slot;
  const description = { platform, function: moduleFunction, index, version: 4, start, dependency1, code: 512 };
  return { name, bytes: build(description) };
}
