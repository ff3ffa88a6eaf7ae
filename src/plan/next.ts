/**
 * What to do next after files were sent: advice as data, where it can be derived; `report` words it. Each piece is done by the twin before it is given:
 * with it more files land, or the device ends better, and nothing is worse. What the twin does not confirm is not said.
 */
import { slotsIn } from '../catalog/flash-map.js';
import { NO_PLATFORM } from '../catalog/platforms.js';
import { releaseOf, releaseRow } from '../catalog/releases.js';
import { runningVersion } from '../device/accept.js';
import { boot, settle } from '../device/boot.js';
import type { Boot, BootReason } from '../device/boot.js';
import { atAssumedStart } from '../device/shipped.js';
import { decisiveReason, hasLanded, send, simulate } from '../device/simulate.js';
import type { SimulatedStep, Simulation } from '../device/simulate.js';
import type { DeviceState, ModuleFacts, Reason, Transport } from '../device/types.js';
import { wholeModule } from '../device/write.js';
import { isSameModule } from '../module/id.js';
import { MODULE_FUNCTION } from '../module/types.js';
import type { Requirement } from '../module/types.js';
import { declaredFiles } from './declared.js';
import { thingsOf } from './things.js';
import type { Thing } from './things.js';
import { planUpdate } from './update.js';
import type { UpdatePlan } from './update.js';
import type { PlanFile } from './world.js';

/** A file that is sent, by its name. */
export interface NamedFile {
  readonly file: string;
  readonly facts: ModuleFacts;
}

/** One thing to do. Files are given by name. */
export type NextAction =
  /** Take files for the device's own platform; the refused ones are for `platforms`. */
  | { readonly kind: 'take_own_platform'; readonly platforms: readonly number[] }
  /** Send this module of a release first; no file that was given is it. */
  | { readonly kind: 'provide'; readonly module: Requirement; readonly before: string }
  | { readonly kind: 'send_before'; readonly file: string; readonly before: string }
  /** All files are taken in this order. */
  | { readonly kind: 'send_in_order'; readonly files: readonly string[] }
  /** With these things besides, all files are taken. */
  | { readonly kind: 'get'; readonly things: readonly Thing[] }
  /** The device takes the file over another transport. */
  | { readonly kind: 'use_transport'; readonly transport: Transport }
  /** The file is damaged: download or build it again. */
  | { readonly kind: 'get_again'; readonly file: string }
  | { readonly kind: 'send_application'; readonly again: boolean }
  | { readonly kind: 'send_again'; readonly file: string }
  /** The bootloader applies nothing that Device OS stages for it: only another bootloader, which Device OS writes itself, opens the way. */
  | {
      readonly kind: 'restore_bootloader';
      readonly version: number;
      readonly release: string;
      /** Whether an application that is written over DFU runs too. */
      /** What DFU writes all the same: an application, and system parts too. */
      readonly overDfu: 'application' | 'application_and_parts' | null;
    }
  /** What brings the device out of safe mode; `orBuiltFor`: or an application that was built for this version or an older one. */
  | ({ readonly kind: 'install'; readonly orBuiltFor: Requirement | null } & Healing);

/** Things with which the application runs, and the transports besides the one that was asked for that have to carry some of them. */
interface Healing {
  readonly things: readonly Thing[];
  readonly over: readonly Transport[];
}

type Step = SimulatedStep<NamedFile>;

/** What was sent, to a device of which platform. */
interface Sending {
  readonly state: DeviceState;
  readonly simulation: Simulation<NamedFile>;
  readonly via: Transport;
}

/**
 * What to do next: for what was refused, else for a device that ends in safe mode; empty where nothing can be derived. The same action may come
 * several times, once for each file that it is for.
 *
 * @param state the device before the first file
 */
export function nextActions(
  state: DeviceState,
  simulation: Simulation<NamedFile>,
  via: Transport,
): readonly NextAction[] {
  const { platform } = state;
  const refused = simulation.steps.filter(({ decision }) => decision.verdict === 'refused');
  const others = refused
    .map(({ file }) => file.facts.platform)
    .filter((one) => one !== NO_PLATFORM && one !== platform);
  if (others.length > 0) return [{ kind: 'take_own_platform', platforms: [...new Set(others)] }];
  const restore = bootloaderToRestore(simulation.state);
  if (restore !== null) return [restore];
  const sending = { state, simulation, via };
  const advised = Math.ceil(MOST_SENT_AGAIN / simulation.steps.length);
  const actions = actionsFor(refused.slice(0, advised), sending);
  if (actions.length > 0) return actions;
  if (refused.length > 0) return wayFor(refused, sending);
  if (simulation.end.mode !== 'safe-mode') return [];
  return simulation.end.reasons.flatMap((one) => repairOf(one, sending) ?? []).slice(0, 1);
}

/** All files are sent again for each piece of advice: with very many of them it is given for the first refusals only. */
const MOST_SENT_AGAIN = 20_000;

/** Another transport is for all files: it is tried once. */
function actionsFor(refused: readonly Step[], sending: Sending): readonly NextAction[] {
  const isOver = (step: Step): boolean => OVER_ANOTHER.has(decisiveReason(step)?.kind);
  const over = refused.some(isOver) ? otherTransport(sending) : null;
  return refused.flatMap((step) => (isOver(step) ? over : actionFor(step, sending)) ?? []);
}

const OVER_ANOTHER: ReadonlySet<Reason['kind'] | undefined> = new Set(['no_transport', 'not_over_dfu']);

/** From the worst to the best end. */
const ENDS: readonly Boot['mode'][] = [
  'hangs',
  'undefined',
  'dfu',
  'factory-reset',
  'unknown',
  'safe-mode',
  'runs-app',
];

/** Whether more of the given files land, or the device ends better, and nothing is worse. */
function isBetter(after: Simulation<NamedFile>, { simulation }: Sending, given: readonly string[]): boolean {
  const landed = (step: Step): boolean => step.decision.verdict === 'accepted' && hasLanded(step);
  const lost = ({ steps }: Simulation<NamedFile>): number => {
    const there = new Set(steps.filter(landed).map(({ file }) => file.file));
    return given.filter((name) => !there.has(name)).length;
  };
  const [lostBefore, lostAfter] = [lost(simulation), lost(after)];
  const [endBefore, endAfter] = [ENDS.indexOf(simulation.end.mode), ENDS.indexOf(after.end.mode)];
  return lostAfter <= lostBefore && endAfter >= endBefore && (lostAfter < lostBefore || endAfter > endBefore);
}

/** An action, where it helps to send these files instead. */
function ifBetter(
  action: NextAction,
  files: readonly NamedFile[],
  sending: Sending,
  via = sending.via,
): NextAction | null {
  const given = sending.simulation.steps.map(({ file }) => file.file);
  return isBetter(simulate(sending.state, files, via), sending, given) ? action : null;
}

const filesOf = ({ simulation }: Sending): readonly NamedFile[] => simulation.steps.map(({ file }) => file);

/** The same files in another order, or with the smallest set of things to get: what a plan for them all comes to. */
function wayFor(refused: readonly Step[], sending: Sending): readonly NextAction[] {
  const { state, via } = sending;
  if (via === 'dfu_flag' || !refused.some((step) => needsOf(decisiveReason(step)) !== null)) return [];
  const files = filesOf(sending);
  const planned = (more: readonly PlanFile[]): UpdatePlan =>
    planUpdate(state, [...files.map(planFile), ...more], { kind: 'files' }, { via, stateLimit: PLAN_STATES });
  const confirmed = (plan: UpdatePlan, actionOf: (order: readonly string[]) => NextAction): readonly NextAction[] => {
    const order = plan.kind === 'plan' ? plan.steps.map(({ file }) => file) : [];
    return [ifBetter(actionOf(order.map(({ file }) => file)), order, sending)].filter((one) => one !== null);
  };
  const plan = planned([]);
  if (plan.kind === 'plan') return confirmed(plan, (order) => ({ kind: 'send_in_order', files: order }));
  const [things] = plan.kind === 'unreachable' ? plan.suggest : [];
  if (things === undefined) return [];
  return confirmed(planned(things.flatMap((one) => one.files)), () => ({ kind: 'get', things }));
}

/** Device states that are looked at for advice. */
const PLAN_STATES = 1000;

const planFile = ({ file, facts }: NamedFile): PlanFile => ({ file, facts, size: facts.size, sha256: `named ${file}` });

/** The bootloader of the running release, where the installed one does not see what is staged; null where the twin does not confirm that it helps. */
function bootloaderToRestore(state: DeviceState): NextAction | null {
  if (!boot(state).hazards.some(({ kind }) => kind === 'pending_updates_invisible')) return null;
  const running = runningVersion(state);
  const release = typeof running === 'number' ? releaseOf(running, state.platform) : null;
  const row = release === null ? undefined : releaseRow(release, state.platform);
  const declared = row === undefined ? [] : declaredFiles(state.platform, row);
  const file = declared.find(isBootloader);
  if (release === null || file === undefined) return null;
  const sent = send(state, file.facts, 'ota');
  const helps = hasLanded(sent) && !boot(sent.state).hazards.some(({ kind }) => kind === 'pending_updates_invisible');
  const parts = declared.filter(({ facts }) => facts.function === MODULE_FUNCTION.systemPart);
  const takesParts = parts.every((part) => hasLanded(send(state, part.facts, 'dfu')));
  const takesApplication = runsWith(builtFor(state, null), state, 'dfu');
  const overDfu = takesApplication ? (takesParts ? 'application_and_parts' : 'application') : null;
  return helps ? { kind: 'restore_bootloader', version: file.facts.version, release, overDfu } : null;
}

function isBootloader({ facts }: NamedFile): boolean {
  return facts.function === MODULE_FUNCTION.bootloader;
}

/** The one thing to do before a refused file; null where there is none to say. */
function actionFor(step: Step, sending: Sending): NextAction | null {
  const reason = decisiveReason(step);
  switch (reason?.kind) {
    case 'dependency_too_low':
    case 'dependency_unknown':
      return providerAction(step, reason.needs, sending);
    case 'would_strand':
      return strandAction(step, reason, sending);
    case 'bad_crc':
      return gotAgain(step, sending);
    default:
      return null;
  }
}

function needsOf(reason: Reason | null): Requirement | null {
  switch (reason?.kind) {
    case 'dependency_too_low':
    case 'dependency_unknown':
      return reason.needs;
    case 'would_strand':
      return reason.by;
    default:
      return null;
  }
}

/** The first file that meets a need. */
function providerOf(needs: Requirement, { simulation: { steps } }: Sending): Step | undefined {
  return steps.find(({ file: { facts } }) => isSameModule(facts, needs) && facts.version >= needs.version);
}

function providerAction(step: Step, needs: Requirement, sending: Sending): NextAction | null {
  const provider = providerOf(needs, sending);
  if (provider !== undefined) {
    // A provider that was sent before was refused itself: what helps it helps both.
    return provider.step > step.step ? sentBefore(provider, step, sending) : null;
  }
  return firstOf(answersTo(needs, sending.state.platform), ({ facts, file }) =>
    ifBetter(
      { kind: 'provide', module: requirementOf(facts), before: step.file.file },
      withBefore({ file, facts }, step, sending),
      sending,
    ),
  );
}

function sentBefore(other: Step, step: Step, sending: Sending): NextAction | null {
  const action = { kind: 'send_before', file: other.file.file, before: step.file.file } as const;
  return ifBetter(action, withBefore(other.file, step, sending), sending);
}

const requirementOf = ({ function: of, index, version }: ModuleFacts): Requirement => ({
  function: of,
  index,
  version,
});

/** The files with one of them, or another, right before that of a step. */
function withBefore(first: NamedFile, { file: second }: Step, sending: Sending): readonly NamedFile[] {
  return filesOf(sending).flatMap((one) => (one === second ? [first, second] : one === first ? [] : [one]));
}

/** Modules of the release table that meet a need, the oldest first; a few are enough. */
function answersTo(needs: Requirement, platform: number): readonly PlanFile[] {
  const files = thingsOf(platform).flatMap((thing) => thing.files);
  return files
    .filter(({ facts }) => isSameModule(facts, needs) && facts.version >= needs.version)
    .sort((a, b) => a.facts.version - b.facts.version)
    .slice(0, MOST_ANSWERS);
}

const MOST_ANSWERS = 4;

function firstOf<One, Answer>(all: readonly One[], answer: (one: One) => Answer | null): Answer | null {
  for (const one of all) {
    const found = answer(one);
    if (found !== null) return found;
  }
  return null;
}

/** The file that takes the veto away, where it was sent behind; nothing else is asked to be flashed in its place. */
function strandAction(
  step: Step,
  { by, needs, has }: Extract<Reason, { readonly kind: 'would_strand' }>,
  sending: Sending,
): NextAction | null {
  const isSatisfied = ({ dependency1, dependency2 }: ModuleFacts): boolean =>
    [dependency1, dependency2].every((one) => one === null || !isSameModule(one, needs) || one.version <= has);
  const other = sending.simulation.steps.find(
    ({ step: at, file: { facts } }) => at > step.step && isSameModule(facts, by) && isSatisfied(facts),
  );
  return other === undefined ? null : sentBefore(other, step, sending);
}

const TRANSPORTS = ['ota', 'serial', 'local', 'dfu'] as const;

function otherTransport(sending: Sending): NextAction | null {
  return firstOf(TRANSPORTS, (transport) =>
    transport === sending.via
      ? null
      : ifBetter({ kind: 'use_transport', transport }, filesOf(sending), sending, transport),
  );
}

/** The same file, whole. */
function gotAgain({ file }: Step, sending: Sending): NextAction | null {
  const whole = { ...file, facts: { ...file.facts, crcOk: true } };
  const files = filesOf(sending).map((one) => (one === file ? whole : one));
  return ifBetter({ kind: 'get_again', file: file.file }, files, sending);
}

/** What brings a device out of safe mode; null where there is nothing to say. */
function repairOf(reason: BootReason, sending: Sending): NextAction | null {
  const { simulation, via } = sending;
  if (reason.kind === 'no_application') return sentApplication(false, sending);
  if (reason.kind === 'application_crc') return sentApplication(true, sending);
  const needs = neededBy(reason);
  if (needs === null) return null;
  const given = providerOf(needs, sending);
  if (given !== undefined) {
    const runs = runsWith(given.file.facts, simulation.state, via);
    return runs ? { kind: 'send_again', file: given.file.file } : null;
  }
  const healing = thingsThatHeal(simulation.state, needs, via);
  if (healing === null) return null;
  const has = reasonWithin(reason)?.has;
  const built = has === undefined || reason.kind !== 'application_needs' ? null : { ...needs, version: has };
  return { kind: 'install', ...healing, orBuiltFor: built !== null && runsBuiltFor(built, sending) ? built : null };
}

function reasonWithin(reason: BootReason): Extract<Reason, { readonly kind: 'dependency_too_low' }> | null {
  const inner = reason.kind === 'application_needs' || reason.kind === 'module_invalid' ? reason.reason : null;
  return inner !== null && inner !== 'missing' && inner.kind === 'dependency_too_low' ? inner : null;
}

const neededBy = (reason: BootReason): Requirement | null => reasonWithin(reason)?.needs ?? null;

/** The things with which the application runs, the oldest that does it; with what they need themselves. Null where none is found. */
function thingsThatHeal(state: DeviceState, needs: Requirement, via: Transport): Healing | null {
  if (via === 'dfu_flag') return null;
  const answers = thingsOf(state.platform)
    .filter(({ files }) => files.some(({ facts }) => isSameModule(facts, needs) && facts.version >= needs.version))
    .slice(0, MOST_ANSWERS);
  const planned = (things: readonly Thing[]): UpdatePlan =>
    planUpdate(
      state,
      things.flatMap(({ files }) => files),
      { kind: 'files' },
      { via, stateLimit: PLAN_STATES },
    );
  const healing = (things: readonly Thing[], plan: UpdatePlan): Healing | null => {
    if (plan.kind !== 'plan' || plan.end.mode !== 'runs-app') return null;
    const over = new Set(plan.steps.map(({ transport }) => transport).filter((one) => one !== via));
    return { things, over: [...over] };
  };
  return firstOf(answers, (thing) => {
    const plan = planned([thing]);
    if (plan.kind !== 'unreachable') return healing([thing], plan);
    const [others] = plan.suggest;
    if (others === undefined) return null;
    const together = [thing, ...others];
    return healing(together, planned(together));
  });
}

/** An application, or the damaged one again, where the device runs it then. */
function sentApplication(again: boolean, { simulation: { state }, via }: Sending): NextAction | null {
  const there = state.modules.find(({ function: one, crcOk }) => one === MODULE_FUNCTION.userPart && !crcOk);
  const facts = again && there !== undefined ? { ...there, crcOk: true } : builtFor(state, null);
  return runsWith(facts, state, via) ? { kind: 'send_application', again } : null;
}

function runsBuiltFor(needs: Requirement, { simulation: { state }, via }: Sending): boolean {
  return runsWith(builtFor(state, needs), state, via);
}

/** Whether a file is taken, and the application runs then. */
function runsWith(facts: ModuleFacts | null, state: DeviceState, via: Transport): boolean {
  if (facts === null) return false;
  const sent = send(state, facts, via);
  return hasLanded(sent) && boot(settle(sent.state)).mode === 'runs-app';
}

/** An application for the device as it is, that needs no more than that; null where it has no place for one. */
function builtFor(state: DeviceState, needs: Requirement | null): ModuleFacts | null {
  const running = runningVersion(state);
  const slots = slotsIn(state.platform, typeof running === 'number' ? running : 0);
  const slot = slots.findLast((one) => one.function === MODULE_FUNCTION.userPart && one.store === 'main');
  if (slot === undefined) return null;
  const { at: _at, ...facts } = atAssumedStart(wholeModule(state.platform, slot, 1, needs, null), state.platform);
  return facts;
}
