/** Replays verdict tables: what Device OS's own validator answered, against the twin. */
import { eraOf } from '../../src/device/era.js';
import type { Era } from '../../src/device/era.js';
import { validate } from '../../src/device/accept.js';
import { install, isLanded, withStaged } from '../../src/device/install.js';
import type { Installed } from '../../src/device/install.js';
import { loaderVerdict, restoreFactory } from '../../src/device/loader.js';
import type { LoaderVerdict, Verdict } from '../../src/device/loader.js';
import type { Decision, DeviceState, InstalledModule, ModuleFacts } from '../../src/device/types.js';
import { put } from '../../src/device/write.js';
import { slotsIn } from '../../src/catalog/flash-map.js';

interface TableModule {
  readonly f: number;
  readonly i: number;
  readonly v: number;
  readonly p: number;
  readonly start: number;
  readonly end: number;
  readonly d: readonly (readonly [number, number, number])[];
  readonly crc: boolean;
  readonly at: number;
  readonly off: number;
  readonly flags?: number;
  readonly mcu?: number;
}

interface TableOta {
  readonly fetched: boolean | null;
  readonly checked: string | null;
  readonly result: string | null;
  readonly accepted: boolean;
  readonly applied: string | null;
  readonly landed?: boolean;
  readonly error: number | null;
  readonly fault: boolean;
}

interface TableBoot {
  readonly user: boolean | null;
  readonly modules: boolean | null;
  readonly safeMode: boolean | null;
  readonly factoryReset: boolean;
  readonly fault: boolean;
  readonly modulesFault?: boolean;
  readonly userFault?: boolean;
  readonly afterFactory?: TableBoot & { readonly restored: boolean };
}

interface Block {
  readonly ota: TableOta | null;
  readonly boot: TableBoot;
}

export interface TableCase extends Block {
  readonly platform: number;
  readonly os: string;
  readonly osModule: number;
  readonly slots: readonly TableModule[];
  readonly candidate: TableModule | null;
  readonly hw?: Block;
}

const RADIO_AT = 4096;
const NCP_AT = 0;
/** In the tables every listed SoftDevice is an S140 7.0.1 image with a patched id. */
const TABLE_RADIO_WORD = 10345;
const RTL_END = 0x085ffffc;

function factsOf(one: TableModule): ModuleFacts {
  const dependency = ([f, i, v]: readonly [number, number, number]) =>
    f === 0 ? null : { function: f, index: i, version: v };
  return {
    function: one.f,
    index: one.i,
    version: one.v,
    platform: one.p,
    start: one.start,
    end: one.end,
    mcu: one.mcu ?? 0,
    flags: one.flags ?? 0,
    headerOffset: one.off,
    dependency1: one.d[0] === undefined ? null : dependency(one.d[0]),
    dependency2: one.d[1] === undefined ? null : dependency(one.d[1]),
    crcOk: one.crc,
    size: 0,
    dynamicStart: one.start,
    assets: [],
    asset: null,
    protects: false,
    inner: null,
    combined: [],
  };
}

function stateOf(table: TableCase, era: Era): DeviceState {
  const nrf = era.family === 'nrf52840';
  const pseudo = (one: TableModule): boolean => nrf && (one.at === RADIO_AT || one.at === NCP_AT);
  const radio = nrf ? table.slots.find(({ at }) => at === RADIO_AT) : undefined;
  const ncp = nrf ? table.slots.find(({ at }) => at === NCP_AT) : undefined;
  const application = table.slots.find((one) => one.at > 0x08260000 && one.end === RTL_END);
  const modules: InstalledModule[] = table.slots
    .filter((one) => !pseudo(one))
    .map((one) => ({ ...factsOf(one), at: one.at }));
  return {
    platform: table.platform,
    modules,
    unknown: [],
    // The host build writes header, suffix and CRC of an image and leaves the rest erased.
    bodyByte: 0xff,
    radio: radio === undefined ? null : { version: radio.v, infoWord: TABLE_RADIO_WORD },
    ncp: ncp?.v ?? null,
    // The host build knows no MBR: its page reads as erased.
    ncpWord: 0xffff,
    applicationStart: era.family === 'rtl872x' ? (application?.at ?? null) : null,
    protection: 'open',
    assets: [],
    staged: null,
  };
}

/** The exact predicates of what the host build could not decide or got wrong. */
type Filter = 'C1' | 'C2' | 'C3' | 'C4' | 'C5' | 'C6' | 'C7';

export interface Replayed {
  readonly disagreements: readonly string[];
  readonly filters: readonly Filter[];
}

interface Comparison {
  readonly gate: boolean;
  readonly applied: boolean;
  readonly landed: boolean;
  readonly boot: boolean;
  readonly afterFactory: boolean;
}

/** C4: tables of the first edition (platform and release), whose host build copies where the KM0 refuses. */
const COPIES_THE_MBR: ReadonlySet<string> = new Set(['35 6.2.0', '32 6.2.0', '28 5.9.0']);

const EVERYTHING: Comparison = { gate: true, applied: true, landed: true, boot: true, afterFactory: true };
const GATE: Comparison = { gate: true, applied: false, landed: false, boot: false, afterFactory: false };
const GATE_AND_APPLIED: Comparison = { ...GATE, applied: true };

function comparisonOf(
  table: TableCase,
  era: Era,
): { readonly filters: readonly Filter[]; readonly compare: Comparison | null } {
  const { candidate, ota } = table;
  const block = table.hw ?? table;
  const accepted = block.ota?.accepted === true || ota?.accepted === true;
  const gen3 = era.family === 'nrf52840';
  const c3 = table.hw !== undefined && table.slots.some(({ at, start }) => at === 0x08000000 && start !== 0x08000000);
  if (c3) return { filters: ['C3'], compare: null };
  if (
    candidate !== null &&
    era.isElectron &&
    table.osModule >= 12 &&
    table.osModule <= 23 &&
    candidate.f === 2 &&
    accepted
  ) {
    return { filters: ['C1'], compare: GATE };
  }
  if (candidate !== null && era.family === 'rtl872x' && candidate.f === 2 && candidate.i === 1) {
    if (candidate.end < 0x0800003e) return { filters: ['C5'], compare: null };
    if (accepted && COPIES_THE_MBR.has(`${table.platform} ${table.os}`)) {
      return { filters: ['C4'], compare: GATE_AND_APPLIED };
    }
  }
  if (
    candidate !== null &&
    accepted &&
    era.family !== 'rtl872x' &&
    candidate.f !== 9 &&
    isMisplaced(table, candidate, era)
  ) {
    return { filters: ['C2'], compare: GATE_AND_APPLIED };
  }
  if (
    candidate !== null &&
    accepted &&
    gen3 &&
    era.smallExternalFlash &&
    era.stagingMoved &&
    candidate.f === 2 &&
    candidate.end - candidate.start + 4 > 0xc000
  ) {
    return { filters: ['C6'], compare: GATE_AND_APPLIED };
  }
  const c7 = gen3 && table.os === '1.5.2' && table.boot.afterFactory !== undefined;
  return c7
    ? { filters: ['C7'], compare: { ...EVERYTHING, afterFactory: false } }
    : { filters: [], compare: EVERYTHING };
}

function isMisplaced(table: TableCase, candidate: TableModule, era: Era): boolean {
  if (table.osModule >= 6102 && era.family === 'nrf52840' && candidate.f === 4 && candidate.start === 0x30000) {
    return false;
  }
  const slot = slotsIn(table.platform, table.osModule).find(
    (one) => one.function === candidate.f && one.index === candidate.i,
  );
  return slot !== undefined && slot.start !== candidate.start;
}

const hex = (word: number): string => `0x${word.toString(16).padStart(2, '0')}`;

/** Replays one case; gives every field in which the twin disagrees. */
export function replay(table: TableCase): Replayed {
  const era = eraOf(table.platform, table.osModule);
  if (era === null) return { disagreements: ['no rules for the platform'], filters: [] };
  const { filters, compare } = comparisonOf(table, era);
  if (compare === null) return { disagreements: [], filters };
  const block = table.hw ?? table;
  const disagreements: string[] = [];
  const expect = (name: string, expected: unknown, actual: unknown): void => {
    if (expected !== actual) disagreements.push(`${name}: device ${String(expected)}, twin ${String(actual)}`);
  };
  const state = stateOf(table, era);
  let after = state;
  if (table.candidate !== null && block.ota !== null) {
    const candidate = factsOf(table.candidate);
    const decision = validate(state, era, candidate, 'ota');
    compareGate(block.ota, decision, expect);
    const installed = decision.verdict === 'accepted' ? installInTable(table, state, era, candidate) : null;
    after = installed?.state ?? withStaged(state, era, candidate);
    if (compare.applied) compareApplied(block.ota, decision, installed, expect);
    if (compare.landed && installed !== null && block.ota.landed !== undefined) {
      expect('landed', block.ota.landed, landedAtTheEnd(after, era, candidate, installed));
    }
  }
  if (compare.boot) compareBoot(block.boot, after, era, compare.afterFactory, expect);
  return { disagreements, filters };
}

/** C4: the host build of those tables copies a bootloader also where the KM0 refuses. */
function installInTable(table: TableCase, state: DeviceState, era: Era, candidate: ModuleFacts): Installed {
  const copies =
    COPIES_THE_MBR.has(`${table.platform} ${table.os}`) &&
    candidate.function === 2 &&
    candidate.start >= 0x08000000 &&
    candidate.start < 0x08004000;
  if (!copies) return install(state, era, candidate, { bootloader: 'of_release' });
  return { applied: 'pending', landed: true, reason: null, state: put(state, era, candidate, candidate.start) };
}

/** The tables look for the module after a factory restore, where the start came to one. */
function landedAtTheEnd(
  after: DeviceState,
  era: Era,
  candidate: ModuleFacts,
  { landed }: Installed,
): Installed['landed'] {
  const restored = loaderVerdict(after, era).outcome === 'factory_reset' ? restoreFactory(after, era) : null;
  const isCopied = candidate.function !== 7 && candidate.function !== 8 && candidate.function !== 9;
  return restored !== null && isCopied ? isLanded(restored, candidate) : landed;
}

type Expect = (name: string, expected: unknown, actual: unknown) => void;

function compareGate(ota: TableOta, decision: Decision, expect: Expect): void {
  if (ota.fault) {
    expect('verdict', 'undefined', decision.verdict);
    return;
  }
  expect('fetched', ota.fetched, decision.fetched);
  expect('checked', ota.checked, hex(decision.checked));
  expect('result', ota.result, hex(decision.result));
  expect('accepted', ota.accepted, decision.verdict === 'accepted');
  expect('error', ota.error, decision.error);
}

function compareApplied(ota: TableOta, decision: Decision, installed: Installed | null, expect: Expect): void {
  if (ota.fault) return;
  const applied = installed === null ? 'error' : installed.applied === 'retry_loop' ? 'retry-loop' : installed.applied;
  expect('applied', ota.applied, decision.verdict === 'undefined' ? null : applied);
}

function compareBoot(boot: TableBoot, state: DeviceState, era: Era, afterFactory: boolean, expect: Expect): void {
  const verdict = loaderVerdict(state, era);
  compareLoader('boot', boot, verdict, expect);
  if (!afterFactory || boot.afterFactory === undefined) return;
  const restored = restoreFactory(state, era);
  expect('restored', boot.afterFactory.restored, restored !== null);
  compareLoader('afterFactory', boot.afterFactory, loaderVerdict(restored ?? state, era), expect);
}

function compareLoader(name: string, boot: TableBoot, verdict: LoaderVerdict, expect: Expect): void {
  const plain = (one: Verdict): boolean | string | null => (one === 'fault' ? null : one);
  expect(`${name}.user`, boot.user, plain(verdict.user.valid));
  expect(`${name}.modules`, boot.modules, verdict.modules === null ? null : plain(verdict.modules.valid));
  expect(`${name}.fault`, boot.fault, verdict.outcome === 'fault');
  expect(`${name}.factoryReset`, boot.factoryReset, verdict.outcome === 'factory_reset');
  const safeMode = verdict.outcome === 'safe_mode' ? true : verdict.outcome === 'runs_app' ? false : null;
  expect(`${name}.safeMode`, boot.safeMode, safeMode);
}
