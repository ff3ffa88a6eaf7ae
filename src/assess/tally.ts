/** Gathers what devices come to, in bounded memory. */
import type { DeviceJudgement, FleetOutcome } from '../plan/fleet.js';
import type { TargetSubject } from '../rules/types.js';
import type { DeviceResult, DeviceSummary } from './types.js';

/** Names that are kept of a group of very many. */
const MOST_NAMES = 20;
/** Devices that the list of a summary holds at the most; a longer stream is only counted. */
const MOST_LISTED = 1_000;

type Group = TargetSubject['groups'][number];
type Growing = { -readonly [Field in keyof Group]: Group[Field] };

/** A tally of one platform: devices of one fate are one group. */
export interface Tally {
  readonly add: (device: string, judgement: DeviceJudgement) => void;
  readonly summary: () => DeviceSummary;
  readonly groups: () => TargetSubject['groups'];
}

/**
 * An empty tally.
 *
 * @param merge `needs`: what lacks the same thing is one group, whatever it has instead (for releases of a range)
 */
export function tallyOf(platform: number, merge: 'needs' | 'exact'): Tally {
  const groups = new Map<string, Growing>();
  const list: DeviceResult[] = [];
  let wireBytes = 0;
  let devices = 0;
  const countOf = (outcome: FleetOutcome): number =>
    [...groups.values()].reduce((sum, one) => sum + (one.outcome === outcome ? one.count : 0), 0);
  return {
    add: (device, judgement) => {
      const { outcome, reason, bootReasons, told } = judgement;
      devices++;
      wireBytes += judgement.wireBytes;
      const key = keyOf(judgement, merge);
      const group = groups.get(key) ?? { outcome, judgement, targets: [], count: 0, told: {} };
      groups.set(key, group);
      group.count++;
      if (told !== null) group.told = { ...group.told, [told]: (group.told[told] ?? 0) + 1 };
      if (group.targets.length < MOST_NAMES) group.targets = [...group.targets, device];
      if (list.length < MOST_LISTED) list.push({ device, platform, outcome, reason, bootReasons, told });
    },
    summary: () => ({
      devices,
      run: countOf('run'),
      safeMode: countOf('safe-mode'),
      refuse: countOf('refuse'),
      unclear: countOf('unclear'),
      wireBytes,
      list: devices > MOST_LISTED ? [] : list,
      otherPlatforms: 0,
    }),
    groups: () => [...groups.values()],
  };
}

/** Judgements are equal objects for equal states, so most groups are found without a look inside. */
const keys = new WeakMap<DeviceJudgement, string>();

function keyOf(judgement: DeviceJudgement, merge: 'needs' | 'exact'): string {
  const { outcome, file, reason, bootReasons } = judgement;
  const without = (name: string, value: unknown): unknown => (merge === 'needs' && name === 'has' ? undefined : value);
  const key = keys.get(judgement) ?? JSON.stringify([outcome, file?.file, reason, bootReasons], without);
  keys.set(judgement, key);
  return key;
}

/** What tallies of several platforms come to together. */
export function sumOf(parts: readonly DeviceSummary[], otherPlatforms: number): DeviceSummary {
  const sum = (field: 'devices' | 'run' | 'safeMode' | 'refuse' | 'unclear' | 'wireBytes'): number =>
    parts.reduce((total, part) => total + part[field], 0);
  return {
    devices: sum('devices'),
    run: sum('run'),
    safeMode: sum('safeMode'),
    refuse: sum('refuse'),
    unclear: sum('unclear'),
    wireBytes: sum('wireBytes'),
    list: parts.flatMap(({ list }) => list),
    otherPlatforms,
  };
}
