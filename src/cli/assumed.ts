/** What the answers of commands rest on that nobody read. */
import { assumedModules, assumedRules, assumedTogether, rowOrNearest } from '../catalog/assumed.js';
import type { Assumed, AssumedRow } from '../catalog/assumed.js';
import { releaseRow, resolveRelease } from '../catalog/releases.js';
import type { ResolvedRelease } from '../catalog/releases.js';
import { runningVersion } from '../device/accept.js';
import type { DeviceState, ModuleFacts } from '../device/types.js';
import { MODULE_FUNCTION } from '../module/types.js';
import { releaseOption } from './shared.js';

/** The release that a device has: one of the table, or a number above it, which says enough to judge the device by the general rules. */
export type DeviceRelease = Omit<Extract<ResolvedRelease, { readonly kind: 'found' }>, 'kind'>;

/** The release that a person means for a device: as {@link releaseOption}, and module versions that are newer than the table as well. */
export function deviceRelease(text: string, platform: number): DeviceRelease {
  const resolved = resolveRelease(text, platform);
  if (resolved.kind !== 'newer' || resolved.version === null) return releaseOption(text, platform);
  const { version } = resolved;
  return { release: nameOfNewer(version, platform), version, asked: null };
}

/** As entries of `assumed` call it. */
const nameOfNewer = (version: number, platform: number): string =>
  rowOrNearest(null, version, platform)?.row.release ?? `module version ${String(version)}`;

/**
 * What such a device consists of, null where that is not recorded. Of a number that is newer than the table, the newest recorded release stands in
 * and is named.
 */
export function rowOf({ release, version }: DeviceRelease, platform: number): AssumedRow | null {
  const row = releaseRow(release, platform);
  if (row !== undefined) return { row, assumed: assumedModules(release, platform) };
  const resolved = resolveRelease(String(version), platform);
  return resolved.kind === 'newer' ? rowOrNearest(null, version, platform) : null;
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
