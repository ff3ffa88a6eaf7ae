/** What a person can do by hand where the cloud does not get a device to run its application. Each way is tried on the twin. */
import { boot } from '../device/boot.js';
import { stepJudgement } from '../device/judgement.js';
import { send, simulate } from '../device/simulate.js';
import type { DeviceState } from '../device/types.js';
import { dependenciesOf, isSameModule, moduleKey } from '../module/id.js';
import { MODULE_FUNCTION } from '../module/types.js';
import type { Requirement } from '../module/types.js';
import { versionIn } from '../plan/world.js';
import type { World } from './healer.js';
import { sentModule } from './library.js';
import type { HeldModule } from './library.js';
import type { WayOut } from './types.js';

/**
 * The ways out of a state.
 *
 * @param heals whether the cloud gets a device in that state to run its application
 */
export function wayOutOf(
  state: DeviceState,
  { world, application }: { readonly world: World; readonly application: HeldModule | null },
  heals: (state: DeviceState) => boolean,
): readonly WayOut[] {
  const first = bootloaderFirst(state, world, heals);
  const dfu = overDfu(state, world, application);
  const again = application !== null && runsWith(state, application) ? [{ kind: 'flash_application' } as const] : [];
  return [...first, ...dfu, ...again];
}

/** An older bootloader, which the system writes itself, where the one that is there does not see updates. */
function bootloaderFirst(
  state: DeviceState,
  { library, board }: World,
  heals: (state: DeviceState) => boolean,
): readonly WayOut[] {
  const isBlind = boot(state).hazards.some(({ kind }) => kind === 'pending_updates_invisible');
  if (!board.sendsBootloader || !isBlind) return [];
  const installed = versionIn(state, moduleKey({ function: MODULE_FUNCTION.bootloader, index: 0 })) ?? 0;
  const older = library.bootloaders().filter(({ facts }) => facts.version < installed);
  for (const module of older.reverse()) {
    const sent = send(state, module.facts, 'ota');
    if (stepJudgement(sent) === 'ok' && heals(sent.state)) return [{ kind: 'send_first', module: sentModule(module) }];
  }
  return [];
}

/** The application, and all that it or the system parts need, as far as DFU writes it. */
function overDfu(state: DeviceState, world: World, application: HeldModule | null): readonly WayOut[] {
  const modules = needed(state, world, application).filter(
    ({ facts }) => facts.function !== MODULE_FUNCTION.bootloader,
  );
  const all = application === null ? modules : [...modules, application];
  if (all.length === 0) return [];
  const { steps, end } = simulate(state, all, 'dfu');
  const isTaken = steps.every((step) => stepJudgement(step) === 'ok');
  return isTaken && end.mode === 'runs-app' ? [{ kind: 'over_dfu', modules: all.map(sentModule) }] : [];
}

/** Everything that is missing, what is needed by another before that. */
function needed(state: DeviceState, { library }: World, application: HeldModule | null): readonly HeldModule[] {
  const found: HeldModule[] = [];
  const visit = (need: Requirement, depth: number): void => {
    const module = library.get(need);
    const isThere = (versionIn(state, moduleKey(need)) ?? -1) >= need.version;
    if (isThere || module === null || depth > MOST_DEEP || found.includes(module)) return;
    for (const one of dependenciesOf(module.facts)) visit(one, depth + 1);
    found.push(module);
  };
  const roots = [
    ...state.modules.filter((one) => one.at === one.start),
    ...(application === null ? [] : [application.facts]),
  ];
  for (const need of roots.flatMap(dependenciesOf)) visit(need, 0);
  // Of two numbers of one module the higher one is written, once.
  return found.filter(
    ({ facts }) => !found.some((one) => isSameModule(one.facts, facts) && one.facts.version > facts.version),
  );
}

const MOST_DEEP = 16;

function runsWith(state: DeviceState, { facts }: HeldModule): boolean {
  const sent = send(state, facts, 'ota');
  return stepJudgement(sent) === 'ok' && boot(sent.state).mode === 'runs-app';
}
