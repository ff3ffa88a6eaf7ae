/** Applies files one after another, as a person would send them, and says what the device does after each. */
import { isSameModule } from '../module/id.js';
import { MODULE_FLAG, MODULE_FUNCTION } from '../module/types.js';
import type { ModuleId } from '../module/types.js';
import { acceptDirectly, decisionOf, runningEra, runningVersion } from './accept.js';
import { boot, bootDirectly, bootOf, settle, settleDirectly, wordOf } from './boot.js';
import type { Boot, BootMode, BootReason } from './boot.js';
import { ignoredOf } from './combined.js';
import { eraOf } from './era.js';
import type { Era } from './era.js';
import { contentAt } from './flash.js';
import { chosen, common, joined, mapped, nothingKnown, spread } from './hidden.js';
import type { Spread } from './hidden.js';
import { install, installBoth, withStaged } from './install.js';
import type { InstallOptions, Installed } from './install.js';
import { ERASES_COMPAT_APPLICATION, RADIO_INFO_WORD } from '../catalog/eras.js';
import { slotsOf } from '../catalog/flash-map.js';
import { note } from './trace.js';
import type { Decision, DeviceState, Doubt, ModuleFacts, Reason, Transport } from './types.js';
import { erase, erasedBy, put, putRadio, putRadioWithHeader } from './write.js';

/** One file, sent. */
export interface Sent {
  readonly decision: Decision;
  /** What became of it; null where it was not accepted. */
  readonly installed: Omit<Installed, 'state'> | null;
  /** The flash after the restart (after the write, over DFU). */
  readonly state: DeviceState;
  /** Where it is not known whether the file is taken: the flash if it is. Absent = known, or too much is open. */
  readonly ifTaken?: DeviceState;
}

/** Cases that are looked at for one question; where there are more, nothing is known of what comes after. */
const MOST_CASES = 500;

/** With more files than that, fewer cases are looked at: as many files are sent for one question over all of its cases. */
const FILES_IN_ALL_CASES = 500;

const casesFor = (files: number): number =>
  Math.ceil(MOST_CASES * Math.min(1, FILES_IN_ALL_CASES / Math.max(1, files)));

/**
 * Sends one file and restarts the device (over DFU: writes it). The module version of the release that decided is that of `state`. Where
 * something of the device is not known, what comes is what every case comes to; what differs is unknown afterwards.
 */
export function send(state: DeviceState, module: ModuleFacts, transport: Transport): Sent {
  const asked = spread(
    state,
    (one) => sendDirectly(one, module, transport),
    () => ({ files: [module], wanted: [], limit: MOST_CASES }),
  );
  return withoutDoubts('known' in asked ? asked.known : sentOf(state, asked.open, asked.first), state, module);
}

function withoutDoubts(sent: Sent, { doubts }: DeviceState, module: ModuleFacts): Sent {
  if (doubts === undefined || sent.decision.verdict === 'refused') return sent;
  return { ...sent, state: { ...sent.state, doubts: doubts.filter((one) => isStillDoubted(one, module, sent)) } };
}

/** What a module lacks may have come; any other doubt stands until what it is about is replaced. */
function isStillDoubted(doubt: Doubt, module: ModuleFacts, sent: Sent): boolean {
  switch (doubt.kind) {
    case 'fails':
      return false;
    case 'damaged':
      return !(isSameModule(doubt, module) && hasLanded(sent));
    case 'passes':
      return !isSameModule(doubt, module);
    case 'safe_mode':
      return !replaces(doubt, module, sent);
  }
}

/** Whether an application took the place of another: where it lies elsewhere, the other must be gone. */
function replaces(old: ModuleId, module: ModuleFacts, sent: Sent): boolean {
  const isApplication = [module, ...module.combined].some((one) => one?.function === MODULE_FUNCTION.userPart);
  const isGone = !sent.state.modules.some((one) => isSameModule(one, old));
  return isApplication && hasLanded(sent) && (isSameModule(module, old) || isGone);
}

function sentOf(state: DeviceState, { answers, cases, extent }: Spread<Sent>, first: Sent): Sent {
  const decisions = mapped({ answers, cases, extent }, ({ decision }) => decision);
  const decision = decisionOf(state, decisions, first.decision);
  const after = extent === 'whole' ? joined(answers.flatMap(statesOf)) : undefined;
  const starts = slotsOf(state.platform).map(({ start }) => start);
  return {
    decision,
    installed: decision.verdict === 'accepted' ? installedOf(answers.map(({ installed }) => installed)) : null,
    state: after ?? nothingKnown(state, starts),
  };
}

/** What the flash may be afterwards: whether the file is taken may not be known for other reasons than what is hidden. */
function statesOf({ state, ifTaken: taken }: Sent): readonly DeviceState[] {
  return taken === undefined ? [state] : [state, taken];
}

function installedOf(all: readonly Sent['installed'][]): Sent['installed'] {
  const known = common(all);
  if (known !== undefined) return known;
  return {
    applied: common(all.map((one) => one?.applied)) ?? 'pending',
    landed: common(all.map((one) => one?.landed ?? null)) ?? null,
    reason: common(all.map((one) => one?.reason ?? null)) ?? null,
  };
}

/** The same where enough is known. */
function sendDirectly(state: DeviceState, module: ModuleFacts, transport: Transport): Sent {
  return withoutDoubts(sendToFlash(state, module, transport), state, module);
}

function sendToFlash(state: DeviceState, module: ModuleFacts, transport: Transport): Sent {
  const decision = acceptDirectly(state, module, { transport });
  if (transport === 'programmer') {
    if (decision.verdict !== 'accepted') return { decision, installed: null, state };
    const after = writtenByProgrammer(state, module);
    return { decision, installed: { applied: 'applied', ...placeOf(after, module) }, state: after };
  }
  if (transport === 'dfu') {
    if (decision.verdict !== 'accepted') return { decision, installed: null, state };
    const after = writeOverDfu(state, module);
    return { decision, installed: { applied: 'applied', ...placeOf(after, module) }, state: after };
  }
  const era = runningEra(state);
  if (decision.verdict !== 'accepted') {
    const left = 'kind' in era ? state : withStaged(state, era, module);
    if ('kind' in era || decision.verdict !== 'unknown') return { decision, installed: null, state: left };
    const ifTaken = settleDirectly(installAll(state, era, module, transport).state);
    return { decision, installed: null, state: left, ifTaken };
  }
  if ('kind' in era) return { decision, installed: null, state };
  const { state: after, ...installed } = installAll(state, era, module, transport);
  const settled = settleDirectly(after);
  return { decision, installed: { ...installed, ...putBack(module, installed, after, settled) }, state: settled };
}

/** A bootloader that did not outlive the start of the system. */
function putBack(
  module: ModuleFacts,
  { landed }: Pick<Installed, 'landed'>,
  written: DeviceState,
  settled: DeviceState,
): Partial<Pick<Installed, 'landed' | 'reason'>> {
  const era = eraOf(settled.platform, 0);
  if (module.function !== MODULE_FUNCTION.bootloader || landed !== true || era === null) return {};
  const before = contentAt(written, era.bootloaderAt);
  const now = contentAt(settled, era.bootloaderAt);
  if (typeof before === 'string' || typeof now === 'string' || before.version === now.version) return {};
  return { landed: false, reason: { kind: 'bootloader_put_back', version: now.version } };
}

/** From the best to the worst that can become of an accepted file. */
const APPLIED: readonly Installed['applied'][] = ['applied', 'pending', 'retry_loop', 'error'];

/** What became of a combined file: it has landed where both parts have, and the first part that has not says why. */
function bothOf(first: Installed, second: Installed): Installed {
  const worst = Math.max(APPLIED.indexOf(first.applied), APPLIED.indexOf(second.applied));
  return {
    applied: APPLIED[worst] ?? first.applied,
    landed: first.landed === false || second.landed === false ? false : first.landed === null ? null : second.landed,
    reason: first.reason ?? second.reason,
    state: second.state,
  };
}

/** The second module of a combined file; what follows it is ignored. */
function combinedWith(era: Era, module: ModuleFacts): ModuleFacts | null {
  return era.moduleFormats && (module.flags & MODULE_FLAG.combined) !== 0 ? (module.combined[0] ?? null) : null;
}

function installAll(state: DeviceState, era: Era, module: ModuleFacts, transport: Transport): Installed {
  const second = combinedWith(era, module);
  const storesAsset = [module, second].some((one) => one?.function === MODULE_FUNCTION.asset);
  const wiped =
    era.assets &&
    era.safeStagingSize !== null &&
    module.size > era.safeStagingSize &&
    (transport === 'ota' || transport === 'local');
  const before = wiped ? withoutAssets(state) : state;
  const neededAssets = storesAsset ? (bootDirectly(state).application?.assets ?? neededByInstalled(state)) : [];
  const options: InstallOptions = { bootloader: 'installed', neededAssets };
  const ignored = ignoredOf(era, module);
  if (second === null) return withIgnored(install(before, era, module, options), ignored);
  const [one, two] = installBoth(before, era, [module, second], options);
  return withIgnored(two === null ? one : bothOf(one, two), ignored);
}

/** A file has not landed where a module of it is ignored; what went wrong with the others before is told first. */
function withIgnored(installed: Installed, ignored: Reason | null): Installed {
  const { applied, landed } = installed;
  const isWorse = landed === false || applied === 'error' || applied === 'retry_loop';
  return ignored === null || isWorse ? installed : { ...installed, landed: false, reason: ignored };
}

/** A storage that was formatted is empty; what it held before does not matter. */
function withoutAssets({ assetsSent: _sent, ...state }: DeviceState): DeviceState {
  return { ...state, assets: [] };
}

/** The installed application keeps its assets also while it does not run for want of them. */
function neededByInstalled(state: DeviceState): ModuleFacts['assets'] {
  const isUser = (start: number): boolean =>
    slotsOf(state.platform).some((slot) => slot.start === start && slot.function === MODULE_FUNCTION.userPart);
  const hidden = state.unknown.find(isUser);
  if (hidden !== undefined) note(hidden);
  return state.modules
    .filter((one) => one.function === MODULE_FUNCTION.userPart && one.crcOk)
    .flatMap(({ assets }) => assets);
}

/** Whether what was written lies where the Device OS that is there then looks for an application: written elsewhere it is never run. */
function placeOf(after: DeviceState, module: ModuleFacts): Pick<Installed, 'landed' | 'reason'> {
  if (module.function !== MODULE_FUNCTION.userPart) return { landed: true, reason: null };
  const era = runningEra(after);
  const looks =
    'kind' in era ||
    era.dynamicApplication !== null ||
    module.start === era.userStart ||
    (era.application256K && module.start === era.application256KAt);
  if (looks) return { landed: true, reason: null };
  return { landed: false, reason: { kind: 'no_slot', function: module.function, index: module.index } };
}

/** What DFU leaves in flash: the image at its start address, nothing checked. */
function writeOverDfu(state: DeviceState, module: ModuleFacts): DeviceState {
  // What a write erases and reaches is the same in every release of a board.
  const era = eraOf(state.platform, 0);
  if (era === null) return state;
  if (module.function === MODULE_FUNCTION.radioStack) {
    return putRadio(state, era, module, RADIO_INFO_WORD.get(module.version) ?? null);
  }
  const bootloader = module.start === era.application256KAt ? contentAt(state, era.bootloaderAt) : 'erased';
  const invalidates = typeof bootloader !== 'string' && bootloader.version >= ERASES_COMPAT_APPLICATION;
  const before = invalidates ? erase(state, erasedBy(era, era.userStart, era.userStart + 1)) : state;
  return put(before, era, module, module.start);
}

/** What a programmer leaves in flash: all of the file where its header says, whatever it is. */
function writtenByProgrammer(state: DeviceState, module: ModuleFacts): DeviceState {
  const era = eraOf(state.platform, 0);
  if (era === null) return state;
  if (module.function === MODULE_FUNCTION.radioStack) return putRadioWithHeader(state, era, module);
  return put(state, era, module, module.start);
}

/** What one of several files came to. */
export interface SimulatedStep<File> {
  /** Counted from 1. */
  readonly step: number;
  readonly file: File;
  readonly decision: Decision;
  readonly installed: Sent['installed'];
  /** Module version of the release that decided; null where none can be named. */
  readonly decidedBy: number | null;
  readonly afterwards: Boot;
  /** Where it is not known whether the file is taken: what the device comes to if it is. Absent = known, or too much is open. */
  readonly ifTaken?: Boot;
  readonly state: DeviceState;
}

/** What several files, sent one after another, came to. */
export interface Simulation<File> {
  readonly start: Boot;
  readonly steps: readonly SimulatedStep<File>[];
  readonly end: Boot;
  /** The step after which nothing may reach the device any more, counted from 1: what came behind it is not certain either. */
  readonly uncertainSince: number | null;
  readonly state: DeviceState;
}

/**
 * Sends files in the order given. Where something of the device is not known, every case is sent all files, so that a step knows what the ones
 * before have settled; where that are too many, each step is taken for itself.
 *
 * @param files each with the facts of its module; the type parameter carries the caller's own name for it
 */
export function simulate<File extends { readonly facts: ModuleFacts }>(
  start: DeviceState,
  files: readonly File[],
  transport: Transport,
): Simulation<File> {
  const asked = spread(
    start,
    (one) => simulateDirectly(one, files, transport),
    () => ({ files: files.map(({ facts }) => facts), wanted: [], limit: casesFor(files.length) }),
  );
  if ('known' in asked) return asked.known;
  return asked.open.extent === 'whole'
    ? simulationOf(start, asked.open, asked.first)
    : afterUnsureSteps(simulateDirectly(start, files, transport));
}

/**
 * The same without the files that are held back and that the device would take; one that it refuses is a step all the same.
 *
 * @param isHeldBack whether nobody should send a file
 */
export function simulateWithout<File extends { readonly facts: ModuleFacts }>(
  start: DeviceState,
  files: readonly File[],
  transport: Transport,
  isHeldBack: (file: File) => boolean,
): Simulation<File> {
  // Where nothing hidden is asked for, a step depends on the ones before it alone: a file that is held back is left out on the way.
  const asked = spread(
    start,
    (one) => simulateDirectly(one, files, transport, isHeldBack),
    () => ({ files: [], wanted: [], limit: 0 }),
  );
  if ('known' in asked) return asked.known;
  let sent = files;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const simulation = simulate(start, sent, transport);
    const held = simulation.steps.find(({ decision, file }) => decision.verdict === 'accepted' && isHeldBack(file));
    if (held === undefined) return simulation;
    sent = sent.filter((file) => file !== held.file);
  }
  return simulate(
    start,
    sent.filter((file) => !isHeldBack(file)),
    transport,
  );
}

/** Files that are left out one after the other where something is hidden; with more, none that should be held back is sent. */
const MOST_ROUNDS = 50;

/** Whether nothing may reach a device after that start: it hangs, waits in DFU mode, or Device OS does not define what it does. */
export function mayNotComeBack({ mode, possible = ['undefined'] }: Pick<Boot, 'mode' | 'possible'>): boolean {
  const modes = mode === 'unknown' ? possible : [mode];
  return modes.some((one) => LOST.includes(one));
}

/** Modes in which Device OS does not run, or nobody knows what does: only a DFU session or a programmer gets anything there. */
const LOST: readonly BootMode[] = ['undefined', 'hangs', 'dfu'];

/** A step that may not be taken, or after which the device may be lost, makes what follows as open as one after which it is. */
function afterUnsureSteps<File>(simulation: Simulation<File>): Simulation<File> {
  const unsure = simulation.steps.findIndex(({ decision }) => decision.verdict === 'unknown');
  if (unsure >= 0) return openSince(simulation, unsure);
  const { steps, end } = simulation;
  const open = steps.slice(0, -1).filter(({ afterwards }) => afterwards.mode === 'unknown');
  // Whichever way a device is lost that does something undefined, it is lost; but not if it waits in DFU mode.
  const isSure = ({ possible = LOST }: Boot): boolean => end.mode === 'undefined' && !possible.includes('dfu');
  const lost = open.find(({ afterwards }) => mayNotComeBack(afterwards) && !isSure(afterwards));
  if (lost === undefined) return simulation;
  return { ...simulation, end: { ...end, mode: 'unknown', reasons: lost.afterwards.reasons, application: null } };
}

/**
 * Where it is not known whether the device takes a file, and the cases are too many, the flash afterwards is only known as far as all cases have it
 * in common, and what the file may have left elsewhere is lost: whatever comes then is not known either.
 */
function openSince<File>(simulation: Simulation<File>, since: number): Simulation<File> {
  const { steps, end } = simulation;
  const reason = steps[since]?.decision.reason ?? null;
  const why: BootReason =
    reason?.kind === 'hidden'
      ? { kind: 'not_known', what: wordOf(reason.fact), fact: reason.fact }
      : { kind: 'not_known', what: 'rules' };
  const open = (boot: Boot): Boot =>
    boot.mode === 'unknown'
      ? boot
      : { ...boot, mode: 'unknown', reasons: [why], application: null, cloudMayHeal: false };
  return {
    ...simulation,
    steps: steps.map((step, at): SimulatedStep<File> => {
      if (at < since) return step;
      const isOpen = at === since || step.decision.verdict === 'unknown';
      const decision: Decision = isOpen ? step.decision : { ...step.decision, verdict: 'unknown', reason };
      return { ...step, decision, installed: null, afterwards: open(step.afterwards) };
    }),
    end: open(end),
  };
}

function simulationOf<File>(
  start: DeviceState,
  cases: Spread<Simulation<File>>,
  first: Simulation<File>,
): Simulation<File> {
  const { answers } = cases;
  const starts = slotsOf(start.platform).map((slot) => slot.start);
  const stateOf = (all: readonly DeviceState[]): DeviceState => joined(all) ?? nothingKnown(start, starts);
  return {
    start: bootOf(
      start,
      mapped(cases, (one) => one.start),
      first.start,
    ),
    steps: first.steps.map((step, at): SimulatedStep<File> => {
      const own = mapped(cases, (one) => one.steps[at] ?? step);
      const decision = decisionOf(
        start,
        mapped(own, (one) => one.decision),
        step.decision,
      );
      return {
        step: step.step,
        file: step.file,
        decision,
        installed: decision.verdict === 'accepted' ? installedOf(own.answers.map((one) => one.installed)) : null,
        decidedBy: common(own.answers.map((one) => one.decidedBy)) ?? null,
        afterwards: bootOf(
          start,
          mapped(own, (one) => one.afterwards),
          step.afterwards,
        ),
        ...(decision.verdict === 'unknown' ? ifTaken(start, own, step) : {}),
        state: stateOf(own.answers.map((one) => one.state)),
      };
    }),
    end: bootOf(
      start,
      mapped(cases, (one) => one.end),
      first.end,
    ),
    uncertainSince: common(answers.map((one) => one.uncertainSince)) ?? null,
    state: stateOf(answers.map((one) => one.state)),
  };
}

/** What the device comes to in the cases in which a file is taken. */
function ifTaken<File>(
  start: DeviceState,
  own: Spread<SimulatedStep<File>>,
  step: SimulatedStep<File>,
): Pick<SimulatedStep<File>, 'ifTaken'> {
  const taken = chosen(own, ({ decision }) => decision.verdict === 'accepted');
  if (taken === null) return {};
  const boots = mapped(taken, (one) => one.afterwards);
  return { ifTaken: bootOf(start, boots, step.afterwards) };
}

/** The same where enough is known, or step by step. */
function simulateDirectly<File extends { readonly facts: ModuleFacts }>(
  start: DeviceState,
  files: readonly File[],
  transport: Transport,
  isHeldBack: (file: File) => boolean = () => false,
): Simulation<File> {
  const steps: SimulatedStep<File>[] = [];
  let state = start;
  for (const file of files) {
    const running = runningVersion(state);
    const { ifTaken: taken, ...sent } = send(state, file.facts, transport);
    if (sent.decision.verdict === 'accepted' && isHeldBack(file)) continue;
    const afterwards = isSession(transport) ? IN_DFU : boot(sent.state);
    const ifTaken = taken === undefined ? undefined : boot(taken);
    // Where it is not known whether the file is taken, what comes next goes on from what both have in common.
    state = joined(taken === undefined ? [sent.state] : [sent.state, taken]) ?? sent.state;
    steps.push({
      step: steps.length + 1,
      file,
      decision: sent.decision,
      installed: sent.installed,
      decidedBy: typeof running === 'number' ? running : null,
      afterwards: ifTaken === undefined ? afterwards : eitherOf(afterwards, ifTaken),
      ...(ifTaken === undefined ? {} : { ifTaken }),
      state,
    });
  }
  const last = steps.pop();
  if (last !== undefined) {
    if (isSession(transport)) state = settle(state);
    const now = boot(state);
    const written = last.ifTaken === undefined ? now : eitherOf(now, last.ifTaken);
    steps.push(isSession(transport) ? { ...last, afterwards: written } : last);
  }
  const end = steps.at(-1)?.afterwards ?? boot(state);
  // Between two files of a session the device waits in DFU mode, as it should.
  const isLost = ({ mode }: Boot): boolean => LOST.includes(mode) && !(mode === 'dfu' && isSession(transport));
  const lost = steps.findIndex(({ afterwards }) => isLost(afterwards));
  const uncertainSince = lost >= 0 && lost < steps.length - 1 ? lost + 1 : null;
  const after = steps[lost]?.afterwards;
  return {
    start: boot(start),
    // Between two modules of an image nothing starts: what comes of one is what comes of all.
    steps: transport === 'programmer' ? steps.map((step) => ({ ...step, afterwards: end })) : steps,
    end: uncertainSince === null || after === undefined ? end : lostAfter(end, after),
    uncertainSince,
    state,
  };
}

/** The end of a device that was lost on the way: in DFU mode it waits for somebody, else nothing is certain any more. */
function lostAfter(end: Boot, { mode, reasons }: Boot): Boot {
  return { ...end, mode: mode === 'dfu' ? mode : 'undefined', reasons, application: null };
}

/** Whether the device starts only when all files are written. */
const isSession = (transport: Transport): boolean => transport === 'dfu' || transport === 'programmer';

/** What holds whether the file is taken or not. */
function eitherOf(left: Boot, taken: Boot): Boot {
  if (left.mode === taken.mode) return left;
  return { ...left, mode: 'unknown', reasons: [{ kind: 'not_known', what: 'rules' }], application: null };
}

/** Between two files of a DFU session. */
export const IN_DFU: Boot = { mode: 'dfu', reasons: [], cloudMayHeal: false, application: null, hazards: [] };

/** Whether the file is on the device now, of what was sent. */
export function hasLanded({ installed }: Pick<Sent, 'installed'>): boolean {
  return installed?.landed === true;
}

/** The reason that a person needs: why refused, or why accepted and not applied. */
export function decisiveReason(step: Pick<Sent, 'decision' | 'installed'>): Reason | null {
  return step.decision.reason ?? step.installed?.reason ?? null;
}
