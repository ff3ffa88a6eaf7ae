/** Healthy devices of any release, and modules for their slots, for tests of single rules. */
import { slotsIn } from '../../src/catalog/flash-map.js';
import type { DeviceState, InstalledModule } from '../../src/device/types.js';
import { wholeModule } from '../../src/device/write.js';
import type { Requirement } from '../../src/module/types.js';

export const PHOTON = 6;
export const P1 = 8;
export const ELECTRON = 10;
export const ARGON = 12;
export const BORON = 13;
export const TRACKER = 26;
export const P2 = 32;
export const F = { boot: 2, mono: 3, sys: 4, user: 5, ncp: 7, radio: 8, asset: 9 } as const;
const NRF = [ARGON, BORON, TRACKER];

export const dep = (moduleFunction: number, index: number, version: number): Requirement => ({
  function: moduleFunction,
  index,
  version,
});

/** A device that holds just these modules; addresses in `unknown` hold something that nobody told. */
export function deviceWith(
  platform: number,
  modules: readonly InstalledModule[],
  unknown: readonly number[] = [],
): DeviceState {
  return {
    platform,
    modules,
    unknown,
    radio: null,
    ncp: null,
    applicationStart: null,
    protection: 'open',
    assets: [],
    staged: null,
  };
}

/**
 * The modules with a Gen 2 bootloader that goes with them, where none is told: sources do not say which one a device has, and with an older
 * or newer one it would not find its updates.
 */
export function withFittingBootloader(
  platform: number,
  modules: readonly InstalledModule[],
): readonly InstalledModule[] {
  if (modules.some((one) => one.function === F.boot)) return modules;
  const os = modules.find((one) => one.function === F.sys && one.index === 2)?.version ?? 0;
  return [moduleFor(platform, os, [F.boot, 0, os < 200 ? 11 : 1003]), ...modules];
}

/** A module for its slot in a release; what the slot does not say can be changed. */
export function moduleFor(
  platform: number,
  os: number,
  [moduleFunction, index, version]: readonly [number, number, number],
  change: Partial<InstalledModule> = {},
): InstalledModule {
  const slot = slotsIn(platform, os).find((one) => one.function === moduleFunction && one.index === index);
  const base = wholeModule(
    platform,
    slot ?? { ...slotsIn(platform, os)[0]!, function: moduleFunction, index },
    version,
    null,
    null,
  );
  const rtlUser =
    slot?.dynamic === true ? { start: 0x085f4000, at: 0x085f4000, end: 0x085ffffc, dynamicStart: 0x085f4000 } : {};
  const radio = moduleFunction === F.radio ? { end: 0x265d4, flags: 1 } : {};
  const ncp = moduleFunction === F.ncp ? { mcu: 0x21 } : {};
  const made = { ...base, ...rtlUser, ...radio, ...ncp, ...change };
  return change.start !== undefined && change.at === undefined ? { ...made, at: change.start } : made;
}

/** A device on which everything is valid and an application runs. */
export function deviceOf(platform: number, os: number, change: Partial<DeviceState> = {}): DeviceState {
  return { ...bareDevice(platform, os), ...change };
}

function bareDevice(platform: number, os: number): DeviceState {
  const gen2 = !NRF.includes(platform) && platform !== P2;
  const index = gen2 ? 2 : 1;
  const systems: InstalledModule[] = slotsIn(platform, os)
    .filter((one) => one.function === F.sys)
    .map((one) =>
      moduleFor(platform, os, [F.sys, one.index, os], {
        dependency1: gen2 && one.index === 2 ? dep(F.sys, 1, os) : null,
      }),
    );
  const bootloader = moduleFor(platform, os, [F.boot, 0, gen2 ? (os < 200 ? 11 : 1003) : 3100]);
  const wide = slotsIn(platform, os).some((one) => one.function === F.user && one.index === 2);
  const user = moduleFor(platform, os, [F.user, wide ? 2 : 1, 1], { dependency1: dep(F.sys, index, os) });
  const others = platform === P2 ? [moduleFor(platform, os, [F.boot, 2, 9])] : [];
  return {
    ...deviceWith(
      platform,
      [bootloader, ...others, ...systems, user].sort((a, b) => a.at - b.at),
    ),
    radio: NRF.includes(platform) ? { version: 202, infoWord: 10345 } : null,
    ncp: platform === ARGON ? 5 : null,
    applicationStart: platform === P2 ? 0x085f4000 : null,
  };
}

/** The state with one module put where it lies, in place of what was there. */
export function withPart(state: DeviceState, module: InstalledModule): DeviceState {
  const modules = [...state.modules.filter(({ at }) => at !== module.at), module].sort((a, b) => a.at - b.at);
  return { ...state, modules };
}

/** The state with an address erased. */
export function without(state: DeviceState, ...addresses: readonly number[]): DeviceState {
  return { ...state, modules: state.modules.filter(({ at }) => !addresses.includes(at)) };
}

/** The state with an address about which nothing is known. */
export function withUnknown(state: DeviceState, ...addresses: readonly number[]): DeviceState {
  return { ...without(state, ...addresses), unknown: addresses };
}
