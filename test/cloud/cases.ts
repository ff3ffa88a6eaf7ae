/** The cases of fixtures/cloud/cases.json: what was documented, told or seen of the vendor's cloud, as states and applications. */
import { findPlatform } from '../../src/catalog/platforms.js';
import { slotsIn } from '../../src/catalog/flash-map.js';
import type { CloudFile, SentModule } from '../../src/cloud/types.js';
import { atAssumedStart, shippedState } from '../../src/device/shipped.js';
import type { DeviceState, ModuleFacts } from '../../src/device/types.js';
import { wholeModule } from '../../src/device/write.js';
import { MODULE_FUNCTION } from '../../src/module/types.js';
import type { Requirement } from '../../src/module/types.js';
import cases from '../../fixtures/cloud/cases.json' with { type: 'json' };

export interface CloudCase {
  readonly id: string;
  readonly platform: string;
  readonly release: string;
  readonly modules: readonly string[];
  readonly sent: { readonly how: string; readonly app_needs?: string | null; readonly app_slot?: string };
  readonly end: string;
  readonly basis: string;
  readonly confidence: string;
  readonly source: readonly string[];
  readonly flow?: string;
  readonly steps?: readonly string[];
  readonly expected?: readonly string[];
}

export const CASES: readonly CloudCase[] = cases;

export const caseOf = (id: string): CloudCase => CASES.find((one) => one.id === id)!;

export const platformId = (name: string): number => findPlatform(name)!.id;

const FUNCTIONS: Readonly<Record<string, number>> = {
  boot: MODULE_FUNCTION.bootloader,
  sys: MODULE_FUNCTION.systemPart,
  user: MODULE_FUNCTION.userPart,
  radio: MODULE_FUNCTION.radioStack,
  ncp: MODULE_FUNCTION.ncpFirmware,
};

/** `sys1@4006` as a requirement. */
export function requirementOf(word: string): Requirement {
  const [, name = '', index = '', version = ''] = /^([a-z]+)(\d)@(\d+)$/.exec(word) ?? [];
  return { function: FUNCTIONS[name] ?? 0, index: Number(index), version: Number(version) };
}

/** A module as the cases write it; applications without their version. */
export function wordOf(module: SentModule): string {
  if (module.asset !== null) return `asset ${module.asset.name}`;
  const name = Object.entries(FUNCTIONS).find(([, value]) => value === module.function)?.[0] ?? '?';
  const word = `${name}${String(module.index)}`;
  return name === 'user' ? word : `${word}@${String(module.version)}`;
}

/** A device as its release ships it. */
export function stateOf(release: string, platform: number): DeviceState {
  return shippedState(release, platform, 'for_release')!.state;
}

/** An application that needs a system part, in the slot of that index. */
export function applicationFor(
  platform: number,
  needs: string,
  index = 1,
  more: Partial<ModuleFacts> = {},
  size = 0,
): CloudFile {
  const need = requirementOf(needs);
  const slot = slotsIn(platform, need.version).find(
    (one) => one.function === MODULE_FUNCTION.userPart && one.index === index && one.store === 'main',
  )!;
  const whole = wholeModule(platform, slot, 7, need, null);
  const { at: _at, ...facts } = slot.dynamic ? atAssumedStart(whole, platform) : whole;
  return { file: 'app.bin', size, sha256: 'app', facts: { ...facts, build: 'a'.repeat(64), ...more } };
}

/** The radio stack before the first one that a release declares. */
const OLDER_RADIO = { version: 182, infoWord: null };

/** The device of a case: as its release ships it, with the radio stack that the case names. */
export function caseState(release: string, platform: number, modules: readonly string[]): DeviceState {
  const state = stateOf(release, platform);
  return modules.includes('radio (before 202)') ? { ...state, radio: OLDER_RADIO } : state;
}
