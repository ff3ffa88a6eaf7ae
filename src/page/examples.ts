/** The examples of the page: the fixtures of the project, made again from what the release table says, so that they take no room. */
import { slotsIn } from '../catalog/flash-map.js';
import { EXAMPLE_OF_GEN3, EXAMPLE_PLATFORM, findPlatform } from '../catalog/platforms.js';
import { releaseRow, versionOf } from '../catalog/releases.js';
import { MODULE_FUNCTION } from '../module/types.js';
import { buildModule } from '../module/write.js';
import type { ModuleDescription } from '../module/write.js';
import type { Choices } from './messages.js';
import { plainSha256 } from './sha256.js';

/** One example. */
export interface Example {
  readonly title: string;
  readonly text: string;
  readonly files: () => readonly { readonly name: string; readonly content: Uint8Array | string }[];
  readonly choices: Partial<Choices>;
}

/** Offset of the header behind the vector table: Gen 2, Gen 3. */
const GEN2_HEADER = 0x184;
const GEN3_HEADER = 0x200;
const SYSTEM_CODE = 1024;
const APPLICATION_CODE = 512;

/** What the fixture of a released module is: its header as released, and noise for its code. */
function released(
  release: string,
  platform: number,
  which: { readonly function: number; readonly index: number; readonly headerOffset: number },
): ModuleDescription {
  const row = releaseRow(release, platform);
  const isIt = (one: { readonly function: number; readonly index: number }): boolean =>
    one.function === which.function && one.index === which.index;
  const declared = row?.modules.find(isIt);
  const [dependency1 = null, dependency2 = null] = declared?.dependencies ?? [];
  const start = slotsIn(platform, row?.system ?? 0).find(isIt)?.start ?? 0;
  return { platform, ...which, version: declared?.version ?? 0, start, dependency1, dependency2, code: SYSTEM_CODE };
}

/** What the fixture of an application for a release is. */
function application(release: string, platform: number, index: number, systemIndex: number): ModuleDescription {
  const version = versionOf(release, platform) ?? 0;
  const slot = slotsIn(platform, version).find(
    (one) => one.function === MODULE_FUNCTION.userPart && one.index === index && one.store === 'main',
  );
  return {
    platform,
    function: MODULE_FUNCTION.userPart,
    index,
    version: 4,
    start: slot?.start ?? 0,
    dependency1: { function: MODULE_FUNCTION.systemPart, index: systemIndex, version },
    code: APPLICATION_CODE,
  };
}

const build = (description: ModuleDescription): Uint8Array => buildModule(description, { sha256: plainSha256 });
const platformOf = (name: string): number => findPlatform(name)?.id ?? 0;

function gen2Part(release: string, platform: number, index: number): Uint8Array {
  // The third part has no vector table.
  const headerOffset = index === 3 ? 0 : GEN2_HEADER;
  return build(released(release, platform, { function: MODULE_FUNCTION.systemPart, index, headerOffset }));
}

function gen3Part(release: string, platform: number, moduleFunction: number, index: number): Uint8Array {
  return build(released(release, platform, { function: moduleFunction, index, headerOffset: GEN3_HEADER }));
}

/** One bit of its code is wrong. */
function damaged(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte, at) => (at === 100 ? byte ^ 1 : byte));
}

const ERROR_PAGE = '<!DOCTYPE html>\n<html><head><title>404</title></head></html>\n';

/** A describe message of a device whose application was built for a newer Device OS. */
const IN_SAFE_MODE = JSON.stringify({
  p: platformOf(EXAMPLE_OF_GEN3),
  m: [
    { s: 49152, l: 'm', vc: 30, vv: 30, f: 'b', n: '0', v: 1101, d: [] },
    {
      s: 671744,
      l: 'm',
      vc: 30,
      vv: 30,
      f: 's',
      n: '1',
      v: 4006,
      d: [
        { f: 'b', n: '0', v: 1101 },
        { f: 'a', n: '0', v: 202 },
      ],
    },
    {
      s: 262144,
      l: 'm',
      vc: 30,
      vv: 26,
      u: '00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff',
      f: 'u',
      n: '2',
      v: 6,
      d: [{ f: 's', n: '1', v: 4200 }],
    },
    { s: 192512, l: 'm', vc: 30, vv: 30, f: 'a', n: '0', v: 202, d: [] },
  ],
});

/** In the order in which the page offers them. */
export const EXAMPLES: readonly Example[] = [
  {
    title: 'An Electron on its way to 0.5.0',
    text: 'Over the air, system part 1 has to come first; before it the device refuses part 2.',
    files: () => {
      const gen2 = platformOf(EXAMPLE_PLATFORM);
      return [
        { name: 'system-part2-0.5.0-electron.bin', content: gen2Part('0.5.0', gen2, 2) },
        { name: 'system-part1-0.5.0-electron.bin', content: gen2Part('0.5.0', gen2, 1) },
        { name: 'app-for-0.5.0.bin', content: build(application('0.5.0', gen2, 1, 2)) },
      ];
    },
    choices: { from: '0.4.8-rc.6' },
  },
  {
    title: 'A download that went wrong',
    text: 'One of the files is the error page of a server, and another one has a wrong bit.',
    files: () => {
      const gen2 = platformOf(EXAMPLE_PLATFORM);
      return [
        // Since 0.6.0 the numbers of the file names are others than those of the modules.
        { name: 'system-part1-0.6.4-electron.bin', content: gen2Part('0.6.4', gen2, 3) },
        { name: 'system-part2-0.6.4-electron.bin', content: ERROR_PAGE },
        { name: 'system-part3-0.6.4-electron.bin', content: damaged(gen2Part('0.6.4', gen2, 2)) },
      ];
    },
    choices: {},
  },
  {
    title: 'A Boron in safe mode',
    text: 'Its application needs a newer Device OS than it has; the files bring it.',
    files: () => {
      const gen3 = platformOf(EXAMPLE_OF_GEN3);
      return [
        { name: 'boron-4.0.2-describe.json', content: IN_SAFE_MODE },
        { name: 'boron-bootloader@4.2.0.bin', content: gen3Part('4.2.0', gen3, MODULE_FUNCTION.bootloader, 0) },
        { name: 'boron-system-part1@4.2.0.bin', content: gen3Part('4.2.0', gen3, MODULE_FUNCTION.systemPart, 1) },
        { name: 'app-256k-for-4.2.0.bin', content: build(application('4.2.0', gen3, 2, 1)) },
      ];
    },
    choices: {},
  },
];
