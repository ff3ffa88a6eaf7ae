/**
 * What the vendor's cloud is expected to do with a device: which files it sends, in which order, and where the device is at the end. A model of documented
 * behaviour; its rules are in docs/cloud.md. What a device makes of a file, the twin says, transfer by transfer.
 */
import type { Judgement } from '../base/judgement.js';
import { CLOUD_SWITCHES, cloudBoard, fieldReport, HANDSHAKE_ONLY, PHANTOM_MODULES } from '../catalog/cloud.js';
import { releaseOf, releaseRows } from '../catalog/releases.js';
import { runningEra, runningVersion } from '../device/accept.js';
import { boot } from '../device/boot.js';
import { NO_CONTENT } from '../device/bytes.js';
import type { Boot, BootReason } from '../device/boot.js';
import { stepJudgement } from '../device/judgement.js';
import { decisiveReason, mayNotComeBack, send } from '../device/simulate.js';
import type { AssetName, DeviceState, ModuleFacts } from '../device/types.js';
import { dependenciesOf, moduleKey } from '../module/id.js';
import { MODULE_FLAG, MODULE_FUNCTION } from '../module/types.js';
import { vendorEstimate } from '../plan/cost.js';
import { versionIn } from '../plan/world.js';
import { byState } from './by-state.js';
import { eventsOf } from './events.js';
import { areMet, closureOf, nextModule } from './healer.js';
import type { Next, World } from './healer.js';
import { heldFile, libraryOf, sentModule } from './library.js';
import type { HeldModule } from './library.js';
import { CLOUD_RULES, leastSure } from './rules.js';
import type { CloudRuleName, Confidence } from './rules.js';
import type {
  CloudFile,
  CloudSetting,
  CloudUnknown,
  Flow,
  Forecast,
  ForecastEnd,
  ForecastNote,
  MaybeTold,
  Transfer,
  WayOut,
} from './types.js';
import { wayOutOf } from './way-out.js';

/** A device of a product, as products are set up where nobody changes anything. Whether a bundle was uploaded is not known. */
export const PRODUCT_DEVICE: CloudSetting = {
  sentTo: 'product',
  development: false,
  updatesEnabled: true,
  forced: false,
  bundleUploaded: 'unknown',
};

/** What is sent, and what of the world is known. */
export interface CloudQuestion {
  /** The application; null where nothing is sent: what the cloud does with a device in safe mode. */
  readonly application: CloudFile | null;
  /** Files of which the cloud is taken to have the same; others come from the table of releases, with sizes unknown. */
  readonly files: readonly CloudFile[];
  readonly setting: CloudSetting;
  /** Whether the device was put into safe mode, or says that it is in it, whatever its modules are. Absent = not so. */
  readonly saysSafeMode?: boolean;
}

/** More transfers than the longest way of the table. */
const MOST_TRANSFERS = 60;

/** Data of a handshake, at every restart. Source: the vendor's page on firmware update events: up to 6 KB. */
const HANDSHAKE_BYTES = 6 * 1024;

/**
 * What is expected of devices of one platform; equal states are looked at once.
 *
 * @param platform platform id; the state of a device of another one is an error of the caller
 * @returns a function of the device's state, pure but for what it remembers
 */
export function forecaster(platform: number, question: CloudQuestion): (state: DeviceState) => Forecast {
  const remembered = byState<Forecast>();
  const known = knownWorld(platform, question);
  return (state) => {
    const before = remembered.get(state);
    if (before !== null) return before;
    const found = forecastIn(state, question, known);
    remembered.set(state, found);
    return found;
  };
}

/** What is expected of one device. */
export function forecast(state: DeviceState, question: CloudQuestion): Forecast {
  return forecastIn(state, question, knownWorld(state.platform, question));
}

interface KnownWorld {
  /** Null for a board that the cloud's rules say nothing of. */
  readonly world: World | null;
  readonly application: HeldModule | null;
}

function knownWorld(platform: number, { application, files }: CloudQuestion): KnownWorld {
  const board = cloudBoard(platform);
  return {
    world: board === null ? null : { board, library: libraryOf(platform, files) },
    application: application === null ? null : heldFile(application, platform),
  };
}

/** A forecast on its way. Only this file writes to it. */
interface Run {
  readonly world: World;
  readonly setting: CloudSetting;
  readonly application: HeldModule | null;
  readonly files: readonly CloudFile[];
  state: DeviceState;
  now: Boot;
  readonly transfers: Transfer[];
  readonly notes: Map<string, ForecastNote>;
  readonly rules: Set<CloudRuleName>;
  /** A way out that is tried. */
  readonly isTrial: boolean;
}

function forecastIn(start: DeviceState, question: CloudQuestion, { world, application }: KnownWorld): Forecast {
  const now = question.saysSafeMode === true ? inSafeMode(boot(start)) : boot(start);
  if (world === null) return withoutRules(start);
  const { setting, files } = question;
  const run: Run = {
    world,
    setting,
    application,
    files,
    ...fresh(start, now),
    isTrial: false,
  };
  const gate = gateOf(run);
  if (gate !== null) return finished(run, start, gate.kind === 'unknown' ? 'unknown' : 'nothing', gate);
  if (application === null) {
    const end = heal(run);
    return finished(run, start, run.transfers.length > 0 ? 'healed' : 'nothing', end);
  }
  const { flow, end } = bring(run, application);
  return finished(run, start, flow, end);
}

/** A device that would run its application, and is in safe mode because somebody asked for it. */
function inSafeMode(now: Boot): Boot {
  return now.mode === 'runs-app' ? { ...now, mode: 'safe-mode', reasons: [], application: null } : now;
}

function withoutRules(state: DeviceState): Forecast {
  return {
    flow: 'unknown',
    transfers: [],
    restarts: 0,
    safeModeSteps: 0,
    withoutApplication: 'unknown',
    bytes: null,
    wireBytes: null,
    events: [],
    end: { kind: 'unknown', what: { kind: 'board' } },
    judgement: 'unknown',
    confidence: 'unknown',
    notes: [],
    rules: [],
    state,
  };
}

/** Whether anything is sent at all; null where it is. */
function gateOf({ setting, now, application, rules }: Run): ForecastEnd | null {
  const { sentTo, development, updatesEnabled, forced } = setting;
  const runs = now.mode === 'runs-app';
  const isAsked = application !== null || !runs;
  if (sentTo !== 'single' && development !== false && isAsked) {
    rules.add('development-device');
    if (development === true && sentTo === 'product' && runs) return { kind: 'stays', why: 'development' };
    return { kind: 'unknown', what: { kind: 'setting', what: 'development' } };
  }
  // In safe mode the application does not run, and cannot keep updates away.
  if (application === null || updatesEnabled === true || forced === true) return null;
  if (!runs && now.mode !== 'unknown') return null;
  rules.add('updates-disabled');
  if (updatesEnabled === 'unknown' || now.mode === 'unknown') {
    return { kind: 'unknown', what: { kind: 'setting', what: 'updatesEnabled' } };
  }
  if (forced === 'unknown') return { kind: 'unknown', what: { kind: 'setting', what: 'forced' } };
  return { kind: 'stays', why: 'updates_disabled' };
}

interface Brought {
  readonly flow: Flow;
  readonly end: ForecastEnd;
}

/** Decides on the flow (docs/cloud.md, "Which flow") and follows it. */
function bring(run: Run, application: HeldModule): Brought {
  const running = runningVersion(run.state);
  if (typeof running !== 'number') return { flow: 'unknown', end: unknownDevice(run.now) };
  if (run.now.mode === 'unknown' && run.now.possible?.some((mode) => mode === 'hangs') === true) {
    return { flow: 'unknown', end: unknownDevice(run.now) };
  }
  if (mayNotComeBack(run.now) || NO_CLOUD.includes(run.now.mode)) return { flow: 'unknown', end: lost(run) };
  noteTrouble(run, running, application);
  const direct = dependenciesOf(application.facts);
  const isMet = areMet(run.state, direct);
  if (typeof isMet === 'object') return { flow: 'unknown', end: { kind: 'unknown', what: isMet } };
  if (isMet) {
    run.rules.add('application-only');
    const end = applicationThenRest(run, application);
    return { flow: run.transfers.length > 1 ? 'application_first' : 'application_only', end };
  }
  if (isDiscarded(run.state, application.facts)) return deviceOsFirst(run, application);
  return withDeviceOs(run, application, running);
}

/** Modes in which a device is not in the cloud. */
const NO_CLOUD: readonly Boot['mode'][] = ['dfu', 'factory-reset', 'hangs'];

/** Risks that the release of the device brings with it. */
function noteTrouble(run: Run, running: number, application: HeldModule): void {
  const isIn = ([from, to]: readonly [number, number]): boolean => running >= from && running <= to;
  const needs = dependenciesOf(application.facts).find((one) => one.function === MODULE_FUNCTION.systemPart);
  const source = needs === undefined ? null : fieldReport(run.state.platform, running, needs.version);
  if (source !== null) note(run, { kind: 'field_report', source });
  if (isIn(PHANTOM_MODULES) && isLarge(run.state)) note(run, { kind: 'phantom_module' });
}

/** Whether the running application is one of the larger slot. */
function isLarge(state: DeviceState): boolean {
  const era = runningEra(state);
  if ('kind' in era || era.application256KAt === null) return false;
  return state.modules.some(
    (one) => one.function === MODULE_FUNCTION.userPart && one.at === era.application256KAt && one.crcOk,
  );
}

function note(run: Run, one: ForecastNote): void {
  run.notes.set(JSON.stringify(one), one);
}

/** An application of the larger slot, which the Device OS that is there knows nothing of. */
function isDiscarded(state: DeviceState, { function: moduleFunction, start }: ModuleFacts): boolean {
  const era = runningEra(state);
  return (
    !('kind' in era) &&
    moduleFunction === MODULE_FUNCTION.userPart &&
    era.application256KAt === start &&
    !era.application256K
  );
}

function deviceOsFirst(run: Run, application: HeldModule): Brought {
  run.rules.add('device-os-first');
  const flow = 'device_os_first';
  while (run.transfers.length < MOST_TRANSFERS) {
    const next = nextModule(run.state, application, run.world);
    if (next.kind === 'unknown') return { flow, end: { kind: 'unknown', what: next.what } };
    if (next.kind === 'none') return { flow, end: applicationThenRest(run, application, true) };
    const end = transfer(run, next, true);
    if (end !== null) return { flow, end };
    if (mayNotComeBack(run.now)) return { flow, end: lost(run) };
  }
  return { flow, end: { kind: 'unknown', what: { kind: 'too_many' } } };
}

/** One file where that is possible, else the application first. */
function withDeviceOs(run: Run, application: HeldModule, running: number): Brought {
  const both = combinedOf(run, application, running);
  if (both.kind === 'certain') {
    run.rules.add('combined');
    const end = sendCombined(run, application, both.system);
    if (end === 'too_large') return eitherWay(run, application);
    return { flow: 'combined', end: end ?? heal(run) };
  }
  if (both.kind === 'unknown') return { flow: 'unknown', end: both };
  if (both.kind === 'possible') {
    note(run, both.note);
    return eitherWay(run, application);
  }
  return { flow: 'application_first', end: applicationFirst(run, application) };
}

/** The longer of two ways is told; which one is taken is not known. Both end alike by the twin, where this one ends well. */
function eitherWay(run: Run, application: HeldModule): Brought {
  run.rules.add('combined');
  return { flow: 'combined_or_application_first', end: applicationFirst(run, application) };
}

function applicationFirst(run: Run, application: HeldModule): ForecastEnd {
  run.rules.add('application-first');
  return applicationThenRest(run, application);
}

type Combined =
  | { readonly kind: 'no' }
  | { readonly kind: 'unknown'; readonly what: CloudUnknown }
  | { readonly kind: 'certain'; readonly system: HeldModule }
  | { readonly kind: 'possible'; readonly note: ForecastNote };

/** Whether Device OS and application come in one file: only where nothing but the system part is missing. */
function combinedOf({ state, world, setting }: Run, application: HeldModule, running: number): Combined {
  const { combined } = world.board;
  if (combined === 'never' || running < CLOUD_SWITCHES.combinedPossible) return { kind: 'no' };
  const closure = closureOf(state, application, world);
  if ('kind' in closure) return { kind: 'unknown', what: closure };
  const [only, ...others] = closure;
  if (only === undefined || others.length > 0 || only.function !== MODULE_FUNCTION.systemPart) return { kind: 'no' };
  const system = world.library.get(only);
  if (system === null) return { kind: 'no' };
  if (combined === 'unknown' || running < CLOUD_SWITCHES.combinedDocumented) {
    return { kind: 'possible', note: { kind: 'combined_not_documented' } };
  }
  return setting.sentTo === 'product'
    ? { kind: 'certain', system }
    : { kind: 'possible', note: { kind: 'single_device' } };
}

/** The system part in front of the application, as the cloud is taken to put them together. */
function sendCombined(run: Run, application: HeldModule, system: HeldModule): ForecastEnd | 'too_large' | null {
  const facts: ModuleFacts = {
    ...system.facts,
    flags: system.facts.flags | MODULE_FLAG.combined,
    combined: [application.facts],
  };
  const sent = send(run.state, facts, 'ota');
  const reason = decisiveReason(sent);
  if (reason?.kind === 'combined_too_short' || reason?.kind === 'too_large') return 'too_large';
  return take(run, [system, application], sent, false);
}

function applicationThenRest(run: Run, application: HeldModule, isHeldInSafeMode = false): ForecastEnd {
  const inSafeMode = isHeldInSafeMode || run.now.mode === 'safe-mode';
  const sent = send(run.state, application.facts, 'ota');
  const end = take(run, [application], sent, inSafeMode);
  if (end?.kind === 'loop' && end.because === 'refused') {
    return { kind: 'refused', reason: end.reason, wayOut: end.wayOut };
  }
  return end ?? heal(run);
}

/** What the cloud sends to a device in safe mode, restart by restart, until it runs its application. */
function heal(run: Run): ForecastEnd {
  while (run.transfers.length < MOST_TRANSFERS) {
    const { mode, reasons } = run.now;
    if (mode === 'runs-app') return { kind: 'runs' };
    if (mode === 'unknown') return unknownDevice(run.now);
    if (mode !== 'safe-mode') return lost(run);
    const event = eventFault(run);
    if (event !== null) return event;
    const next = nextModule(run.state, null, run.world);
    if (next.kind === 'unknown') return { kind: 'unknown', what: next.what };
    const end = next.kind === 'none' ? withoutModules(run, reasons) : transfer(run, next, true);
    if (end !== null) return end;
  }
  return { kind: 'unknown', what: { kind: 'too_many' } };
}

/** Whether the cloud hears of the safe mode at all. */
function eventFault(run: Run): ForecastEnd | null {
  const running = runningVersion(run.state);
  if (typeof running !== 'number') return unknownDevice(run.now);
  const { safeModeEventFrom, resumesSessions } = run.world.board;
  run.rules.add('safe-mode-event');
  if (running < safeModeEventFrom) return deadEnd(run, { kind: 'no_event', version: running });
  const isLate = resumesSessions && HANDSHAKE_ONLY.some(([from, to]) => running >= from && running <= to);
  if (isLate) note(run, { kind: 'session_resumed' });
  return null;
}

/** Nothing that a module declares is missing: assets may be, which the cloud has where it has the bundle. Null where it goes on. */
function withoutModules(run: Run, reasons: readonly BootReason[]): ForecastEnd | null {
  if (reasons.some(({ kind }) => kind === 'fails_by_report')) return { kind: 'unknown', what: { kind: 'report' } };
  const assets = reasons.flatMap((one) => (one.kind === 'asset_missing' ? [one.asset] : []));
  const [asset] = assets;
  if (asset === undefined) {
    run.rules.add('nothing-missing');
    return deadEnd(run, { kind: 'nothing_missing', reasons });
  }
  const { bundleUploaded } = run.setting;
  if (bundleUploaded === 'unknown') {
    run.rules.add('assets-of-bundle');
    return { kind: 'unknown', what: { kind: 'setting', what: 'bundleUploaded' } };
  }
  if (!bundleUploaded) {
    run.rules.add('assets-not-uploaded');
    return deadEnd(run, { kind: 'assets_not_uploaded', assets });
  }
  run.rules.add('assets-of-bundle');
  const held = heldAsset(run, asset);
  const sent = send(run.state, held.facts, 'ota');
  return take(run, [held], sent, true);
}

/** The file of an asset; of one that was not given there are the name and the hash. */
function heldAsset({ files, state }: Run, { name, hash }: AssetName): HeldModule {
  const file = files.find(({ facts: { asset } }) => asset?.name === name && asset.hash === hash);
  if (file !== undefined) return heldFile(file, state.platform);
  const facts: ModuleFacts = {
    function: MODULE_FUNCTION.asset,
    index: 0,
    version: 0,
    platform: 0,
    start: 0,
    end: 0,
    mcu: 0,
    flags: MODULE_FLAG.dropModuleInfo,
    headerOffset: 0,
    dependency1: null,
    dependency2: null,
    crcOk: true,
    ...NO_CONTENT,
    asset: { name, hash },
  };
  return { facts, file: null, size: null, packedSize: null, release: null, isAmbiguous: false };
}

/** Sends what comes next; gives the end where the device does not get on. */
function transfer(run: Run, next: Extract<Next, { kind: 'module' }>, inSafeMode: boolean): ForecastEnd | null {
  const { module, isDetour, isOneOfSeveral, isBootloaderHeldBack } = next;
  const { function: moduleFunction, index, version } = module.facts;
  for (const rule of ['every-dependency', 'exact-version', 'deepest-first', 'one-a-restart'] as const) {
    run.rules.add(rule);
  }
  if (isDetour) run.rules.add('through-another-release');
  if (isBootloaderHeldBack) run.rules.add('bootloader-last');
  if (!run.world.board.sendsBootloader) run.rules.add('no-bootloader-sent');
  const needs = { function: moduleFunction, index, version };
  if (isOneOfSeveral) note(run, { kind: 'order_not_known' });
  if (module.isAmbiguous) note(run, { kind: 'several_files', needs });
  if (module.file === null && module.release?.includes('-') === true) {
    note(run, { kind: 'pre_release', needs, release: module.release, final: finalAfter(run, version) });
  }
  return take(run, [module], send(run.state, module.facts, 'ota'), inSafeMode);
}

/** The first final release from a module version of the system on. */
function finalAfter({ state }: Run, version: number): string | null {
  const after = releaseRows(state.platform).find(({ system, release }) => system >= version && !release.includes('-'));
  return after?.release ?? releaseOf(version, state.platform);
}

/** Takes what the twin says of a transfer; gives the end where the device does not get on. */
function take(
  run: Run,
  modules: readonly HeldModule[],
  sent: ReturnType<typeof send>,
  inSafeMode: boolean,
): ForecastEnd | null {
  const before = run.state;
  const judgement = stepJudgement(sent);
  if (judgement === 'ok') {
    run.state = sent.state;
    run.now = boot(sent.state);
  }
  run.transfers.push({
    modules: modules.map(sentModule),
    bytes: bytesOf(before, modules),
    judgement,
    afterwards: run.now.mode,
    inSafeMode,
  });
  const last = modules.at(-1);
  if (judgement === 'ok' || last === undefined) return null;
  const { function: moduleFunction, index, version } = last.facts;
  const module = { function: moduleFunction, index, version };
  const reason = decisiveReason(sent);
  if (judgement === 'unknown') return { kind: 'unknown', what: { kind: 'verdict', module, reason } };
  run.rules.add('refused-again');
  const because = sent.decision.verdict === 'accepted' ? 'not_applied' : 'refused';
  return { kind: 'loop', module, because, reason, wayOut: waysOut(run) };
}

/** Bytes of the file: compressed where the device unpacks, each part of a combined one for itself. */
function bytesOf(state: DeviceState, modules: readonly HeldModule[]): number | null {
  const bootloader = versionIn(state, moduleKey({ function: MODULE_FUNCTION.bootloader, index: 0 })) ?? 0;
  const era = runningEra(state);
  const unpacks = !('kind' in era) && era.moduleFormats && bootloader >= CLOUD_SWITCHES.unpackingBootloader;
  let sum = 0;
  for (const { size, packedSize } of modules) {
    if (size === null) return null;
    sum += unpacks ? Math.min(size, packedSize ?? size) : size;
  }
  return sum;
}

function unknownDevice({ reasons }: Boot): ForecastEnd {
  const [fact = null] = reasons.flatMap((one) =>
    one.kind === 'not_known' || one.kind === 'in_every_case' ? (one.fact ?? []) : [],
  );
  return { kind: 'unknown', what: { kind: 'device', fact } };
}

/** A device that may not get as far as the cloud: if it does, it is healed like any other. */
function lost(run: Run): ForecastEnd {
  run.rules.add('no-connection');
  const { mode, reasons } = run.now;
  if (mode !== 'undefined' && mode !== 'unknown') {
    return deadEnd(run, { kind: 'does_not_come_back', mode, reasons });
  }
  const what: CloudUnknown = { kind: 'connects' };
  const next = nextModule(run.state, null, run.world);
  if (next.kind !== 'module' || run.transfers.length >= MOST_TRANSFERS) return { kind: 'unknown', what };
  const end = transfer(run, next, true);
  if (end !== null) return { kind: 'unknown', what, ifSo: end };
  const after = heal(run);
  return after.kind === 'unknown' && after.what.kind === 'connects' ? after : { kind: 'unknown', what, ifSo: after };
}

function deadEnd(run: Run, why: Extract<ForecastEnd, { kind: 'dead_end' }>['why']): ForecastEnd {
  const ways = waysOut(run);
  return {
    kind: 'dead_end',
    why,
    wayOut: why.kind === 'assets_not_uploaded' ? [{ kind: 'upload_bundle' }, ...ways] : ways,
  };
}

/** What helps by hand, where somebody asks: a way out is tried without asking for ways out of it. */
function waysOut(run: Run): readonly WayOut[] {
  const { state, world, application, transfers, isTrial } = run;
  if (isTrial) return [];
  const isThere = transfers.some(
    ({ judgement, modules }) => judgement === 'ok' && modules.some((one) => one.function === MODULE_FUNCTION.userPart),
  );
  return wayOutOf(state, { world, application }, (after) => {
    const trial: Run = { ...run, ...fresh(after, boot(after)), isTrial: true };
    const end = application === null || isThere ? heal(trial) : bring(trial, application).end;
    return end.kind === 'runs';
  });
}

/** What a forecast begins with. */
function fresh(state: DeviceState, now: Boot): Pick<Run, 'state' | 'now' | 'transfers' | 'notes' | 'rules'> {
  return { state, now, transfers: [], notes: new Map(), rules: new Set() };
}

function judgementOf(end: ForecastEnd): Judgement {
  switch (end.kind) {
    case 'runs':
      return 'ok';
    case 'unknown':
      return 'unknown';
    case 'stays':
    case 'refused':
    case 'loop':
    case 'dead_end':
      return 'not-ok';
  }
}

/** How much a note lowers what a forecast is worth. */
function sureness({ kind }: ForecastNote): Confidence {
  switch (kind) {
    case 'pre_release':
    case 'field_report':
      return 'low';
    case 'single_device':
    case 'combined_not_documented':
    case 'order_not_known':
    case 'several_files':
      return 'medium';
    case 'session_resumed':
    case 'phantom_module':
      return 'high';
  }
}

function finished(run: Run, start: DeviceState, flow: Flow, end: ForecastEnd): Forecast {
  const { transfers, state } = run;
  const rules = [...run.rules];
  const notes = [...run.notes.values()];
  const sizes = transfers.map(({ bytes }) => bytes);
  const known = sizes.filter((one) => one !== null);
  const isSized = known.length === sizes.length;
  const judgement = judgementOf(end);
  const sure = leastSure([...rules.map((rule) => CLOUD_RULES[rule].confidence), ...notes.map(sureness)]);
  const sum = (of: (bytes: number) => number): number => known.reduce((all, one) => all + of(one), 0);
  return {
    flow,
    transfers,
    restarts: transfers.filter(({ judgement: one }) => one === 'ok').length,
    safeModeSteps: transfers.filter(({ inSafeMode }) => inSafeMode).length,
    withoutApplication: timeWithout(flow, transfers, end),
    bytes: isSized ? sum((one) => one) : null,
    wireBytes: isSized ? sum((one) => vendorEstimate(one) + HANDSHAKE_BYTES) : null,
    events: eventsOf(start, transfers, { end, setting: run.setting, hasApplication: run.application !== null }),
    end,
    judgement,
    confidence: end.kind === 'unknown' ? 'unknown' : sure,
    notes,
    rules,
    state,
  };
}

function timeWithout(flow: Flow, transfers: readonly Transfer[], end: ForecastEnd): MaybeTold {
  if (flow === 'combined_or_application_first' && end.kind === 'runs') return 'unknown';
  if (transfers.some(({ inSafeMode, afterwards }) => inSafeMode || afterwards === 'safe-mode')) return true;
  return end.kind === 'unknown' ? 'unknown' : end.kind === 'loop' || end.kind === 'dead_end';
}
