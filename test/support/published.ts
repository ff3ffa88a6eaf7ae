/** Published flash orders, replayed on the twin and planned anew. */
import { findPlatform } from '../../src/catalog/platforms.js';
import { releaseRows, resolveRelease } from '../../src/catalog/releases.js';
import { slotsIn } from '../../src/catalog/flash-map.js';
import { boot, settle } from '../../src/device/boot.js';
import { shippedState } from '../../src/device/shipped.js';
import { hasLanded, send } from '../../src/device/simulate.js';
import type { DeviceState, InstalledModule, Transport } from '../../src/device/types.js';
import type { Requirement } from '../../src/module/types.js';
import { planUpdate } from '../../src/plan/update.js';
import type { UpdateGoal } from '../../src/plan/update.js';
import { moduleKey } from '../../src/module/id.js';
import { isInstalled } from '../../src/plan/world.js';
import type { PlanFile } from '../../src/plan/world.js';
import { deviceWith, F, moduleFor, withFittingBootloader, withPart } from './devices.js';

export interface Published {
  readonly id: string;
  readonly kind: string;
  readonly platform: string;
  readonly transport: string;
  readonly from: string | null;
  readonly to: string | null;
  /** `sys2@17 sys1@17`: the module, then what it declares. */
  readonly state?: readonly string[];
  readonly order: readonly string[];
}

const FLAG = 'ota-flag-a5';
const FUNCTIONS: Readonly<Record<string, number>> = {
  sys: F.sys,
  boot: F.boot,
  user: F.user,
  radio: F.radio,
  ncp: F.ncp,
};

function dependencyOf(text: string): Requirement {
  const [, name = '', index, version] = /^([a-z]+)(\d+)@(\d+)$/.exec(text) ?? [];
  const moduleFunction = FUNCTIONS[name];
  if (moduleFunction === undefined) throw new Error(`no module: ${text}`);
  return { function: moduleFunction, index: Number(index), version: Number(version) };
}

/** The tinker's header is not told by the source: built for 0.4.9, module version 3. */
const TINKER = 'user1@3 sys2@11';

function moduleOf(platform: number, text: string, newest: number): InstalledModule {
  const [own = '', ...needs] = (text === 'user1@?' ? TINKER : text).split(' ');
  const [one = null, two = null] = needs.map(dependencyOf);
  const named = dependencyOf(own);
  // RTL872x devices have one application, index 1; the cases number it as on nRF52840.
  const self = platform >= 32 && named.function === F.user ? { ...named, index: 1 } : named;
  const os = self.function === F.sys ? self.version : newest;
  const known = slotsIn(platform, os).some((slot) => slot.function === self.function && slot.index === self.index);
  if (!known && self.function !== F.ncp) throw new Error(`no slot for ${own}`);
  return moduleFor(platform, os, [self.function, self.index, self.version], { dependency1: one, dependency2: two });
}

/** The newest system part among modules: its release knows all slots. */
function newestOf(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => Number(/^sys\d@(\d+)/.exec(text)?.[1] ?? 0)));
}

export function filesOf(platform: number, order: readonly string[]): readonly PlanFile[] {
  const one = (text: string): PlanFile => {
    const { at: _at, ...facts } = moduleOf(platform, text, newestOf(order));
    return { file: text, size: 100_000, sha256: text, facts };
  };
  return order.filter((text) => text !== FLAG).map(one);
}

export function platformOf(row: Published): number {
  const platform = findPlatform(row.platform)?.id;
  if (platform === undefined) throw new Error(`no single platform: ${row.platform}`);
  return platform;
}

/** The device before: as published, on what its release ships where that is known; Gen 2 bootloaders are not told. */
export function startOf(row: Published): DeviceState {
  const platform = platformOf(row);
  const resolved = row.from === null ? null : resolveRelease(row.from, platform);
  const release = resolved?.kind === 'found' ? resolved.release : null;
  const shipped = release === null ? null : shippedState(release, platform, 'for_release');
  if (row.state === undefined) {
    if (shipped !== null) return shipped.state;
    if (row.from !== 'any') throw new Error(`no release ${String(row.from)}`);
    const [first] = releaseRows(platform).filter(({ modules }) => modules.length > 0);
    return first === undefined ? nothingKnown(platform) : shippedState(first.release, platform, 'for_release')!.state;
  }
  const modules = row.state.map((text) => moduleOf(platform, text, newestOf(row.state ?? [])));
  if (platform > 10 && shipped !== null) {
    return modules.reduce(
      (state, one) =>
        one.function === F.radio
          ? { ...state, radio: { version: one.version, infoWord: 10345 } }
          : withPart(state, one),
      shipped.state,
    );
  }
  const sorted = [...modules].sort((a, b) => a.at - b.at);
  return deviceWith(platform, platform > 10 ? sorted : withFittingBootloader(platform, sorted));
}

function nothingKnown(platform: number): DeviceState {
  const unknown = slotsIn(platform, 0).map(({ start }) => start);
  return {
    platform,
    modules: [],
    unknown,
    radio: 'unknown',
    ncp: 'unknown',
    applicationStart: 'unknown',
    protection: 'open',
    assets: 'unknown',
    staged: null,
  };
}

/** The way that stands for what a case calls its transport. */
export function transportOf({ transport }: Published): Transport {
  if (transport.includes('dfu') || transport === 'usb (control requests + DFU)') return 'dfu';
  if (transport.startsWith('ota')) return 'ota';
  return transport.startsWith('serial') ? 'serial' : 'local';
}

export interface Replay {
  readonly state: DeviceState;
  /** The first file that was not taken, or taken and not applied. */
  readonly stopped: { readonly file: string; readonly reason: string } | null;
  readonly sent: number;
}

/** Sends in the published order. Over DFU everything is written first; bootloaders go with the flag (or as a control request) once the new system runs. */
export function replay(row: Published): Replay {
  const platform = platformOf(row);
  const files = filesOf(platform, row.order);
  const via = transportOf(row);
  const later = via === 'dfu' ? files.filter(({ facts }) => facts.function === F.boot) : [];
  let state = startOf(row);
  let sent = 0;
  for (const file of files.filter((one) => !later.includes(one))) {
    const step = send(state, file.facts, via);
    state = step.state;
    if (step.decision.verdict !== 'accepted' || !hasLanded(step)) {
      return {
        state,
        sent,
        stopped: {
          file: file.file,
          reason: JSON.stringify(step.decision.reason ?? step.installed?.reason ?? step.decision.verdict),
        },
      };
    }
    sent++;
  }
  if (via === 'dfu') state = settle(state);
  for (const file of later) {
    const steps = (['dfu_flag', 'local', 'serial'] as const).map((one) => send(state, file.facts, one));
    const good = steps.find((one) => one.decision.verdict === 'accepted' && hasLanded(one));
    if (good === undefined) {
      return {
        state,
        sent,
        stopped: {
          file: file.file,
          reason: JSON.stringify(steps.map((one) => one.decision.reason ?? one.installed?.reason)),
        },
      };
    }
    state = good.state;
    sent++;
  }
  return { state, sent, stopped: null };
}

/** The last file of each slot: what an order leads to. */
export function endOf(files: readonly PlanFile[]): readonly PlanFile[] {
  return [...new Map(files.map((file) => [moduleKey(file.facts), file])).values()];
}

/** What the planner makes of the same files: how many steps, and whether it ends with the same modules. */
export function planned(
  row: Published,
): { readonly steps: number; readonly same: boolean; readonly mode: string } | string {
  const platform = platformOf(row);
  const files = filesOf(platform, row.order);
  const resolved = row.to === null ? null : resolveRelease(row.to, platform);
  const ladder = endOf(files).length < files.length;
  if (ladder && resolved?.kind !== 'found') return `no release ${String(row.to)}`;
  const goal: UpdateGoal =
    ladder && resolved?.kind === 'found' ? { kind: 'release', release: resolved.release } : { kind: 'files' };
  const via = transportOf(row);
  const plan = planUpdate(startOf(row), files, goal, { via: via === 'dfu_flag' ? 'dfu' : via, shortest: true });
  if (plan.kind !== 'plan') {
    return JSON.stringify(
      plan.kind === 'unreachable' ? plan.blocked.map(({ file, reason }) => [file?.file, reason]) : plan,
    );
  }
  return {
    steps: plan.steps.length,
    same: endOf(files).every((file) => isInstalled(plan.state, file)),
    mode: boot(plan.state).mode,
  };
}
