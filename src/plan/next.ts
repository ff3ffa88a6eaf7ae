/** What to do next after files were sent: advice as data, where it can be derived; `report` words it. */
import { releaseOf, releaseRow } from '../catalog/releases.js';
import { accept, runningVersion } from '../device/accept.js';
import { boot } from '../device/boot.js';
import type { BootReason } from '../device/boot.js';
import { decisiveReason, hasLanded, send } from '../device/simulate.js';
import type { SimulatedStep, Simulation } from '../device/simulate.js';
import type { DeviceState, ModuleFacts, Reason, Transport } from '../device/types.js';
import { isSameModule } from '../module/id.js';
import { NO_PLATFORM } from '../catalog/platforms.js';
import { MODULE_FUNCTION } from '../module/types.js';
import { declaredFiles } from './declared.js';
import type { ModuleId, Requirement } from '../module/types.js';

/** A file that is sent, by its name. */
export interface NamedFile {
  readonly file: string;
  readonly facts: ModuleFacts;
}

/** One thing to do. Files are given by name. */
export type NextAction =
  /** Take files for the device's own platform; the refused ones are for `platforms`. */
  | { readonly kind: 'take_own_platform'; readonly platforms: readonly number[] }
  /** Send something that meets `needs` first; no file that was given does. */
  | { readonly kind: 'provide'; readonly needs: Requirement }
  | { readonly kind: 'send_before'; readonly file: string; readonly before: string }
  /** Send another version of a module first: one that asks for no more than `atMost`. */
  | { readonly kind: 'replace'; readonly module: ModuleId; readonly atMost: Requirement }
  /** The device takes the file over another transport. */
  | { readonly kind: 'use_transport'; readonly transport: Transport }
  /** The file is damaged: download or build it again. */
  | { readonly kind: 'get_again'; readonly file: string }
  | { readonly kind: 'send_application'; readonly again: boolean }
  | { readonly kind: 'send_again'; readonly file: string }
  /** The bootloader applies nothing that Device OS stages for it: only another bootloader, which Device OS writes itself, opens the way. */
  | { readonly kind: 'restore_bootloader'; readonly version: number; readonly release: string }
  /** What the device needs to leave safe mode; no file that was given is it. */
  | { readonly kind: 'install'; readonly needs: Requirement }
  /** The same for system parts of a release; `orBuiltFor`: or an application that was built for this version or an older one. */
  | { readonly kind: 'install_release'; readonly needs: Requirement; readonly orBuiltFor: Requirement | null };

type Step = SimulatedStep<NamedFile>;

/** What was sent, to a device of which platform. */
interface Sending {
  readonly state: DeviceState;
  readonly simulation: Simulation<NamedFile>;
}

/**
 * What to do next: for what was refused, else for a device that ends in safe mode; empty where nothing can be derived. The same action may come
 * several times, once for each file that it is for.
 *
 * @param state the device before the first file
 */
export function nextActions(state: DeviceState, simulation: Simulation<NamedFile>): readonly NextAction[] {
  const { platform } = state;
  const refused = simulation.steps.filter(({ decision }) => decision.verdict === 'refused');
  const others = refused
    .map(({ file }) => file.facts.platform)
    .filter((one) => one !== NO_PLATFORM && one !== platform);
  if (others.length > 0) return [{ kind: 'take_own_platform', platforms: [...new Set(others)] }];
  const restore = bootloaderToRestore(simulation.state);
  if (restore !== null) return [restore];
  const actions = refused.flatMap((step) => actionFor(step, { state, simulation }) ?? []);
  if (actions.length > 0 || simulation.end.mode !== 'safe-mode') return actions;
  return simulation.end.reasons.flatMap((one) => repairOf(one, { state, simulation }) ?? []).slice(0, 1);
}

/** The bootloader of the running release, where the installed one does not see what is staged; null where the twin does not confirm that it helps. */
function bootloaderToRestore(state: DeviceState): NextAction | null {
  if (!boot(state).hazards.some(({ kind }) => kind === 'pending_updates_invisible')) return null;
  const running = runningVersion(state);
  const release = typeof running === 'number' ? releaseOf(running, state.platform) : null;
  const row = release === null ? undefined : releaseRow(release, state.platform);
  const file = row === undefined ? undefined : declaredFiles(state.platform, row).find(isBootloader);
  if (release === null || file === undefined) return null;
  const sent = send(state, file.facts, 'ota');
  const helps = hasLanded(sent) && !boot(sent.state).hazards.some(({ kind }) => kind === 'pending_updates_invisible');
  return helps ? { kind: 'restore_bootloader', version: file.facts.version, release } : null;
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
    case 'no_transport':
      return otherTransport(step, sending.state);
    case 'bad_crc':
      return { kind: 'get_again', file: step.file.file };
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
  if (provider === undefined) return { kind: 'provide', needs };
  // A provider that was sent before was refused itself: what helps it helps both.
  return provider.step > step.step ? { kind: 'send_before', file: provider.file.file, before: step.file.file } : null;
}

function strandAction(
  step: Step,
  { by, needs, has }: Extract<Reason, { readonly kind: 'would_strand' }>,
  { simulation: { steps } }: Sending,
): NextAction {
  const isSatisfied = ({ dependency1, dependency2 }: ModuleFacts): boolean =>
    [dependency1, dependency2].every((one) => one === null || !isSameModule(one, needs) || one.version <= has);
  const other = steps.find(
    ({ step: at, file: { facts } }) => at > step.step && isSameModule(facts, by) && isSatisfied(facts),
  );
  return other === undefined
    ? { kind: 'replace', module: by, atMost: { ...needs, version: has } }
    : { kind: 'send_before', file: other.file.file, before: step.file.file };
}

const TRANSPORTS = ['ota', 'serial', 'usb', 'dfu'] as const;

function otherTransport(step: Step, state: DeviceState): NextAction | null {
  const transport = TRANSPORTS.find((one) => accept(state, step.file.facts, { transport: one }).verdict === 'accepted');
  return transport === undefined ? null : { kind: 'use_transport', transport };
}

/** What brings a device out of safe mode; null where there is nothing to say. */
function repairOf(reason: BootReason, sending: Sending): NextAction | null {
  if (reason.kind === 'no_application') return { kind: 'send_application', again: false };
  if (reason.kind === 'application_crc') return { kind: 'send_application', again: true };
  const inner = reason.kind === 'application_needs' || reason.kind === 'module_invalid' ? reason.reason : null;
  if (inner === null || inner === 'missing' || inner.kind !== 'dependency_too_low') return null;
  const { needs, has } = inner;
  const sent = providerOf(needs, sending);
  if (sent !== undefined) return { kind: 'send_again', file: sent.file.file };
  const { platform } = sending.state;
  if (needs.function !== MODULE_FUNCTION.systemPart || releaseOf(needs.version, platform) === null) {
    return { kind: 'install', needs };
  }
  const canRebuild = reason.kind === 'application_needs' && releaseOf(has, platform) !== null;
  return { kind: 'install_release', needs, orBuiltFor: canRebuild ? { ...needs, version: has } : null };
}
