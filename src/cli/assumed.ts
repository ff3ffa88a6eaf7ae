/** What the answers of commands rest on that nobody read. */
import { assumedModules, assumedRules, assumedTogether, resolveDeviceRelease } from '../catalog/assumed.js';
import type { Assumed } from '../catalog/assumed.js';
import { runningVersion } from '../device/accept.js';
import type { DeviceState, ModuleFacts } from '../device/types.js';
import { MODULE_FUNCTION } from '../module/types.js';
import type { UpdatePlan } from '../plan/update.js';
import { releaseOption } from './shared.js';

/** The release that a person means for a device: as {@link releaseOption}, and module versions that are newer than the table as well. */
export function deviceRelease(text: string, platform: number): ReturnType<typeof releaseOption> {
  const resolved = resolveDeviceRelease(text, platform);
  return resolved.kind === 'found' ? resolved : releaseOption(text, platform);
}

/** What an answer about a device rests on: what its own start rests on, the goal's row, and the rules of what runs on it and of what is sent. */
export function assumedOf(parts: {
  readonly start: readonly Assumed[];
  readonly state: DeviceState;
  readonly files: readonly { readonly facts: ModuleFacts }[];
  /** The release that the answer leads to; null for none. */
  readonly goal: string | null;
}): readonly Assumed[] {
  const { start, state, files, goal } = parts;
  const running = runningVersion(state);
  const sent = files
    .filter(({ facts }) => facts.function === MODULE_FUNCTION.systemPart && facts.platform === state.platform)
    .map(({ facts }) => facts.version);
  return assumedTogether([
    ...assumedRules(state.platform, [...(typeof running === 'number' ? [running] : []), ...sent]),
    ...start,
    ...(goal === null ? [] : assumedModules(goal, state.platform)),
  ]);
}

/** What a plan rests on: what it sends; where there is none, all files were looked at. */
export function assumedOfPlan(
  updatePlan: UpdatePlan,
  { state, words }: { readonly state: DeviceState; readonly words: { readonly assumed: readonly Assumed[] } },
  files: readonly { readonly facts: ModuleFacts }[],
): readonly Assumed[] {
  const sent = updatePlan.kind === 'plan' ? updatePlan.steps.map(({ file }) => file) : files;
  const goal = 'release' in updatePlan ? updatePlan.release : null;
  return assumedOf({ start: words.assumed, state, files: sent, goal });
}
