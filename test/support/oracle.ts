/** Replays verdict tables: what Device OS's own validator answered, against the twin. */
import { eraOf } from '../../src/device/era.js';
import type { Era } from '../../src/device/era.js';
import { validate } from '../../src/device/accept.js';
import { install, installBoth, isLanded, withStaged } from '../../src/device/install.js';
import type { Installed } from '../../src/device/install.js';
import { loaderVerdict, restoreFactory } from '../../src/device/loader.js';
import type { LoaderVerdict, Verdict } from '../../src/device/loader.js';
import { MODULE_FLAG } from '../../src/module/types.js';
import type { Decision, DeviceState, InstalledModule, ModuleFacts, Transport } from '../../src/device/types.js';
import { put } from '../../src/device/write.js';
import { slotsIn } from '../../src/catalog/flash-map.js';
import { platformById } from '../../src/catalog/platforms.js';

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
  /** The module inside a compressed one, and what the stream does. */
  readonly inner?: TableModule;
  readonly payload?: Payload;
  readonly asset?: { readonly name: string; readonly hash: string } | null;
  readonly protects?: boolean;
}

type Payload =
  | 'good'
  | 'corrupt'
  | 'cut off'
  | 'bytes behind the stream'
  | 'original size 4 too large'
  | 'original size 4 too small'
  | 'method 1';

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
  /** Modules behind the candidate in its file; behind the last one flash is erased. */
  readonly combined?: readonly TableModule[];
  readonly protection?: DeviceState['protection'];
  readonly transport?: Transport;
  /** The release whose bootloader copies, where it is not that of `os`. */
  readonly bootloader?: string;
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
    asset: one.asset ?? null,
    protects: one.protects ?? false,
    inner: one.inner === undefined ? null : factsOf(one.inner),
    ...(one.inner === undefined || one.payload === undefined
      ? {}
      : unpackingOf(one.payload, one.inner, one.end - one.start)),
    combined: [],
  };
}

/** The block in which unpacked bytes are written. Source: COPY_BLOCK_SIZE, `flash_mal.c`. */
const BLOCK = 256;

/** Header, compression header, two bytes too many and suffix. */
const AROUND_STREAM = 24 + 8 + 2 + 40;

/** What a stream does to flash: whole blocks go there until the bootloader notices. */
function unpackingOf(payload: Payload, inner: TableModule, outer: number): Pick<ModuleFacts, 'unpacking'> {
  const size = inner.end - inner.start + 4;
  const blocks = Math.floor(size / BLOCK) * BLOCK;
  const broken = (erases: number, writes: number): Pick<ModuleFacts, 'unpacking'> => ({
    unpacking: { kind: 'broken', erases, writes },
  });
  switch (payload) {
    case 'good':
      return {};
    case 'method 1':
      return { unpacking: { kind: 'left_alone' } };
    case 'corrupt':
      return broken(size, 0);
    case 'cut off':
      // Something is missing at the end, so the last block is never full.
      return broken(size, Math.floor((size - 1) / BLOCK) * BLOCK);
    case 'bytes behind the stream':
      // Read in blocks, too: what follows the end of a stream in the next block is never looked at.
      return (outer - AROUND_STREAM) % BLOCK === 0 ? {} : broken(size, blocks);
    case 'original size 4 too large':
      return broken(size + 4, size);
    case 'original size 4 too small':
      return broken(size - 4, blocks > size - 4 ? blocks - BLOCK : size);
  }
}

/** The candidate with what is combined behind it: null where a header is read from erased flash. */
function candidateOf(table: TableCase, one: TableModule): ModuleFacts {
  const given = table.combined ?? [];
  // Behind a module that is shorter than its header there is no other one.
  const hidden = [one, ...given].findIndex((it) => it.end - it.start + 4 < it.off + 24);
  const rest = hidden < 0 ? given : given.slice(0, hidden);
  const last = rest.at(-1) ?? one;
  const isOpen = ((last.flags ?? 0) & MODULE_FLAG.combined) !== 0;
  return { ...factsOf(one), combined: [...rest.map(factsOf), ...(isOpen ? [null] : [])] };
}

const familyOf = (era: Era) => platformById(era.platform)?.family;

function stateOf(table: TableCase, era: Era): DeviceState {
  const nrf = familyOf(era) === 'nrf52840';
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
    // The tables put the start-up code of a later bootloader into every one, whatever version its header says.
    aliasWord: 2609,
    applicationStart: familyOf(era) === 'rtl872x' ? (application?.at ?? null) : null,
    protection: table.protection ?? 'open',
    assets: [],
    staged: null,
  };
}

/** The exact predicates of what the host build could not decide or got wrong: docs/device-os, tables C1 to C7. */
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
  const gen3 = familyOf(era) === 'nrf52840';
  const c3 = table.hw !== undefined && table.slots.some(({ at, start }) => at === 0x08000000 && start !== 0x08000000);
  if (c3) return { filters: ['C3'], compare: null };
  if (
    candidate !== null &&
    platformById(era.platform)?.name === 'electron' &&
    table.osModule >= 12 &&
    table.osModule <= 23 &&
    candidate.f === 2 &&
    accepted
  ) {
    return { filters: ['C1'], compare: GATE };
  }
  if (candidate !== null && familyOf(era) === 'rtl872x' && candidate.f === 2 && candidate.i === 1) {
    if (candidate.end < 0x0800003e) return { filters: ['C5'], compare: null };
    if (accepted && COPIES_THE_MBR.has(`${table.platform} ${table.os}`)) {
      return { filters: ['C4'], compare: GATE_AND_APPLIED };
    }
  }
  if (
    candidate !== null &&
    accepted &&
    familyOf(era) !== 'rtl872x' &&
    candidate.f !== 9 &&
    isMisplaced(table, candidate, era)
  ) {
    return { filters: ['C2'], compare: GATE_AND_APPLIED };
  }
  if (
    candidate !== null &&
    accepted &&
    gen3 &&
    era.safeStagingSize !== null &&
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
  if (table.osModule >= 6102 && familyOf(era) === 'nrf52840' && candidate.f === 4 && candidate.start === 0x30000) {
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
    const candidate = candidateOf(table, table.candidate);
    const transport = table.transport ?? 'ota';
    const decision = validate(state, era, candidate, transport);
    compareGate(block.ota, decision, firstWords(state, era, candidate, transport), expect);
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
  if (!copies) return installAll(table, state, era, candidate);
  return { applied: 'pending', landed: true, reason: null, state: put(state, era, candidate, candidate.start) };
}

/** Bootloader 502 is that of 1.5.2, the only other one in the tables. */
const BOOTLOADER_1_5_2 = 502;

function installAll(table: TableCase, state: DeviceState, era: Era, candidate: ModuleFacts): Installed {
  const bootloader =
    table.candidate?.asset !== undefined
      ? ('installed' as const)
      : table.bootloader === undefined
        ? ('of_release' as const)
        : BOOTLOADER_1_5_2;
  const second = (candidate.flags & MODULE_FLAG.combined) !== 0 ? candidate.combined[0] : undefined;
  if (second == null) return install(state, era, candidate, { bootloader });
  const [installed, other] = installBoth(state, era, [candidate, second], { bootloader });
  if (other === null) return installed;
  const pending = installed.applied === 'pending' || other.applied === 'pending';
  const applied = other.applied === 'error' ? 'error' : pending ? 'pending' : other.applied;
  const isCopied = candidate.function !== 7 && candidate.function !== 8 && candidate.function !== 9;
  return {
    ...other,
    applied,
    landed: isCopied && installed.landed !== null ? isLanded(other.state, candidate) : installed.landed,
  };
}

/** The tables look for the module after a factory restore, where the start came to one. */
function landedAtTheEnd(
  after: DeviceState,
  era: Era,
  candidate: ModuleFacts,
  { landed }: Installed,
): Installed['landed'] {
  const restored = loaderVerdict(after, era).outcome === 'factory_reset' ? restoreFactory(after, era) : null;
  if (candidate.function === 9) return false;
  const isCopied = candidate.function !== 7 && candidate.function !== 8;
  return restored !== null && isCopied ? isLanded(restored, candidate) : landed;
}

type Expect = (name: string, expected: unknown, actual: unknown) => void;

/** The flag words of the tables are those of the file's first module. */
function firstWords(state: DeviceState, era: Era, candidate: ModuleFacts, transport: Transport): Answer {
  return validate(
    state,
    era,
    { ...candidate, flags: candidate.flags & ~MODULE_FLAG.combined, combined: [] },
    transport,
  );
}

type Answer = Omit<Decision, 'told'>;

function compareGate(ota: TableOta, decision: Answer, first: Answer, expect: Expect): void {
  if (ota.fault) {
    expect('verdict', 'undefined', decision.verdict);
    return;
  }
  expect('fetched', ota.fetched, first.fetched);
  expect('checked', ota.checked, hex(first.checked));
  expect('result', ota.result, hex(first.result));
  expect('accepted', ota.accepted, decision.verdict === 'accepted');
  expect('error', ota.error, decision.error);
}

function compareApplied(ota: TableOta, decision: Answer, installed: Installed | null, expect: Expect): void {
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
