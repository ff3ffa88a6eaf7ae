/** Random sets and devices, and what the commands say of them: where one says yes no other says no. */
import { assess, PARTS } from '../../src/assess/assess.js';
import { readFirmwareFile } from '../../src/assess/file.js';
import type { FirmwareFile } from '../../src/assess/file.js';
import { filesInOrder, groupByPlatform } from '../../src/assess/groups.js';
import type { Judgement } from '../../src/base/judgement.js';
import { rulesOf } from '../../src/catalog/boards/index.js';
import { slotsIn } from '../../src/catalog/flash-map.js';
import { PLATFORMS as BOARDS } from '../../src/catalog/platforms.js';
import { eraOf } from '../../src/device/era.js';
import { simulationJudgement } from '../../src/device/judgement.js';
import { isModuleFile } from '../../src/device/module-file.js';
import { shippedState } from '../../src/device/shipped.js';
import { simulate } from '../../src/device/simulate.js';
import type { DeviceState } from '../../src/device/types.js';
import { MODULE_FUNCTION } from '../../src/module/types.js';
import { planJudgement } from '../../src/plan/judgement.js';
import { planUpdate } from '../../src/plan/update.js';
import { verifyUpdate } from '../../src/plan/verify.js';
import { isInstalled } from '../../src/plan/world.js';
import { moduleKey } from '../../src/module/id.js';
import { NODE_TOOLS } from '../../src/source/node-tools.js';
import { diceOf } from './random-device.js';
import type { Dice } from './random-device.js';
import { ARGON, BORON, ELECTRON, P1, P2, PHOTON } from './devices.js';
import { hide } from './hidden-states.js';
import { build, FIXTURES, rtlApplication } from './fixtures.js';
import { recordedReleases, releaseFiles } from './release-files.js';
import type { MadeFile } from './release-files.js';

const PLATFORMS = [PHOTON, P1, ELECTRON, ARGON, BORON, P2];

const releasesOf = new Map(PLATFORMS.map((platform) => [platform, recordedReleases(platform)]));
const known = new Map<string, readonly FirmwareFile[]>();

/** The files of a release and an application for it, one a slot, read once. */
function filesOf(platform: number, release: string, system: number): readonly FirmwareFile[] {
  const key = `${String(platform)} ${release}`;
  const made =
    known.get(key) ??
    [...releaseFiles(release, platform), applicationFor(platform, system)].map(({ name, bytes }) =>
      readFirmwareFile(`${key.replace(' ', '-')}-${name}.bin`, bytes, NODE_TOOLS),
    );
  known.set(key, made);
  return made;
}

/** An application that asks for the system part that checks applications. */
function applicationFor(platform: number, system: number): MadeFile {
  if (rulesOf(platform)?.dynamicApplication != null) {
    return { name: 'app', bytes: build(rtlApplication(platform, system)) };
  }
  const slot = slotsIn(platform, system).findLast(
    (one) => one.function === MODULE_FUNCTION.userPart && one.store === 'main',
  );
  if (slot === undefined) throw new Error('no slot for an application');
  const index = eraOf(platform, system)?.validatorIndex ?? 1;
  const dependency1 = { function: MODULE_FUNCTION.systemPart, index, version: system };
  const { start } = slot;
  const what = { platform, function: slot.function, index: slot.index, version: 4 };
  return { name: 'app', bytes: build({ ...what, start, dependency1, code: 512 }) };
}

/** A set with one file a slot, mostly of one release, and a device. */
export interface Case {
  readonly files: readonly FirmwareFile[];
  readonly device: DeviceState;
}

/** The same seed gives the same. */
export function caseOf(seed: number): Case {
  const dice = diceOf(seed);
  const platform = dice.pick(PLATFORMS);
  const rows = releasesOf.get(platform) ?? [];
  const goal = dice.pick(rows);
  const bySlot = new Map<string, FirmwareFile>();
  for (const file of filesOf(platform, goal.release, goal.system)) if (dice.chance(0.7)) putSlot(bySlot, file);
  if (dice.chance(0.3)) {
    const other = dice.pick(rows);
    const [file] = shuffled(dice, filesOf(platform, other.release, other.system));
    if (file !== undefined) putSlot(bySlot, file);
  }
  return { files: shuffled(dice, [...bySlot.values()]), device: deviceFor(dice, platform, dice.pick(rows).release) };
}

function putSlot(bySlot: Map<string, FirmwareFile>, file: FirmwareFile): void {
  if (isModuleFile(file)) bySlot.set(String(moduleKey(file.facts)), file);
}

function deviceFor(dice: Dice, platform: number, release: string): DeviceState {
  const shipped = shippedState(release, platform, dice.chance(0.8) ? 'for_release' : 'none');
  if (shipped === null) throw new Error(`no device of ${release}`);
  const { state } = shipped;
  if (dice.chance(0.6)) return state;
  const names = [...state.modules.map(({ at }) => at), 'radio', 'ncp', 'protection', 'assets'] as const;
  return hide(state, dice.pick(names));
}

function shuffled<Item>(dice: Dice, items: readonly Item[]): readonly Item[] {
  return items
    .map((item) => ({ item, at: dice.below(1_000_000) }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

/** What the commands say of a case that cannot both be true; empty where they agree. */
export function contradictions({ files, device }: Case): readonly string[] {
  if (files.length === 0) return [];
  return [...setContradictions(files), ...ofDevice(files, device)];
}

const differ = (a: Judgement, b: Judgement): boolean =>
  (a === 'ok' && b === 'not-ok') || (a === 'not-ok' && b === 'ok');

/** What each command says of the files alone. */
export function judgementsOf(files: readonly FirmwareFile[]): Readonly<Record<keyof typeof PARTS, Judgement>> {
  const of = (parts: (typeof PARTS)[keyof typeof PARTS]): Judgement => assess(files, { parts }).judgement;
  return { deps: of(PARTS.deps), check: of(PARTS.check), audit: of(PARTS.audit) };
}

/** What the commands say of files alone that cannot both be true. */
export function setContradictions(files: readonly FirmwareFile[]): readonly string[] {
  const said = judgementsOf(files);
  const all = [...new Set(Object.values(said))];
  const isBlind = all.includes('ok') && files.some(({ module }) => module !== null && isOfNoRules(module));
  return [...(all.length === 1 ? [] : [`sets: ${JSON.stringify(said)}`]), ...(isBlind ? ['ok without any rules'] : [])];
}

/** Assets carry no platform. */
const isOfNoRules = (module: { readonly platform: number; readonly function: number }): boolean =>
  module.function !== MODULE_FUNCTION.asset && rulesOf(module.platform) === null;

/** What a folder of a release process may hold beside one release. */
const ODD_PLATFORMS = [777, ...BOARDS.map(({ id }) => id).filter((id) => rulesOf(id) === null)];

/**
 * A folder as it may lie about: releases in folders of their own or all in one, bootloaders with protection and without, damage, files for boards without
 * rules. The same seed gives the same.
 */
export function folderOf(seed: number): readonly FirmwareFile[] {
  const dice = diceOf(seed);
  const platforms = dice.chance(0.3) ? [dice.pick(PLATFORMS), BORON] : [dice.pick(PLATFORMS)];
  const all = platforms.flatMap((platform) =>
    Array.from({ length: 1 + dice.below(2) }, () => dice.pick(releasesOf.get(platform) ?? [])).flatMap((row) => {
      const folder = dice.chance(0.6) ? `${row.release}/` : '';
      const debug = dice.chance(0.3);
      return filesOf(platform, row.release, row.system)
        .filter(() => dice.chance(0.8))
        .flatMap((file) => [
          { ...file, named: false, file: `r/${folder}${file.file}` },
          ...(debug
            ? [
                {
                  ...file,
                  named: false,
                  file: `r/${folder}${file.file.replace('.bin', '+debug.bin')}`,
                  sha256: `d${file.sha256.slice(1)}`,
                },
              ]
            : []),
        ]);
    }),
  );
  const odd = dice.chance(0.25) ? [oddFile(dice.pick(ODD_PLATFORMS))] : [];
  const protectedOnes = dice.chance(0.2) ? [protectedBootloader()] : [];
  return shuffled(dice, [...new Map([...all, ...odd, ...protectedOnes].map((one) => [one.file, one])).values()]);
}

function oddFile(platform: number): FirmwareFile {
  const bytes = build({ platform, function: MODULE_FUNCTION.systemPart, index: 1, version: 5, start: 0x08020000 });
  return readFirmwareFile(`r/odd-${String(platform)}.bin`, bytes, NODE_TOOLS, { named: false });
}

function protectedBootloader(): FirmwareFile {
  const found = FIXTURES.find(({ path }) => path === 'odd/protected-bootloader.bin');
  if (found === undefined) throw new Error('no protected bootloader');
  return readFirmwareFile('r/protected.bin', found.bytes(), NODE_TOOLS, { named: false });
}

function ofDevice(files: readonly FirmwareFile[], device: DeviceState): readonly string[] {
  const modules = files.filter(isModuleFile);
  if (modules.length === 0) return [];
  const set = assess(files).judgement;
  const checked = assess(files, { devices: [{ name: 'device', state: device, file: null }] });
  const check = checked.judgement;
  const [group] = groupByPlatform(modules);
  const toSend = group === undefined ? [] : filesInOrder(group).filter((file) => !isInstalled(device, file));
  const simulated = simulationJudgement(simulate(device, toSend, 'ota'));
  const verified = verifyUpdate(null, device, modules, { via: 'ota', events: null }).judgement;
  const plan = planUpdate(device, modules, { kind: 'files' }, { via: 'ota', suggest: false });
  const planned = planJudgement(plan);
  const landed =
    plan.kind === 'plan' ? verifyUpdate(device, plan.state, modules, { via: 'ota', events: null }).judgement : null;
  return [
    ...(set === 'ok' && differ(check, simulated) ? [`check ${check}, simulate ${simulated}`] : []),
    ...(set === 'ok' && verified === 'ok' && check !== 'ok' ? [`verify ok, check ${check}`] : []),
    ...(verified === 'ok' && planned !== 'ok' ? [`verify ok, plan ${planned}`] : []),
    ...(verified === 'ok' && plan.kind === 'plan' && plan.steps.length > 0 ? ['verify ok, plan has steps'] : []),
    ...(set === 'ok' && planned === 'not-ok' && simulated === 'ok' ? ['plan not-ok, simulate ok'] : []),
    ...(planned === 'ok' && landed !== 'ok' ? [`plan ok, verify of its end ${String(landed)}`] : []),
    ...(plan.kind === 'plan' && plan.steps.length === 0 && planned === 'ok' && verified === 'not-ok'
      ? ['plan has nothing to send, verify not-ok']
      : []),
  ];
}
