/** Gathers what devices come to, in bounded memory. */
import { compareText } from '../base/compare.js';
import type { Forecast } from '../cloud/types.js';
import { isCovered } from '../cloud/rules.js';
import type { DeviceJudgement } from '../plan/fleet.js';
import type { TargetSubject } from '../rules/types.js';

/** Names that are kept of a group of very many. */
export const MOST_NAMES = 20;

type Group = TargetSubject['groups'][number];
type Growing = { -readonly [Field in keyof Group]: Group[Field] };

/** A tally of one platform: devices of one fate are one group. */
export interface Tally {
  readonly add: (device: string, judgement: DeviceJudgement, forecast?: Forecast) => void;
  /** Several devices of one fate, of which the first ones are named. */
  readonly addAll: (judgement: DeviceJudgement, count: number, names: readonly string[], forecast?: Forecast) => void;
  readonly groups: () => TargetSubject['groups'];
}

/**
 * An empty tally.
 *
 * @param merge `needs`: what lacks the same thing is one group, whatever it has instead (for releases of a range)
 */
export function tallyOf(merge: 'needs' | 'exact'): Tally {
  const groups = new Map<string, Growing>();
  const grow = (judgement: DeviceJudgement, count: number, forecast: Forecast | undefined): Growing => {
    const { outcome, told } = judgement;
    const key = `${keyOf(judgement, merge)}${flowKey(forecast)}`;
    const group = groups.get(key) ?? { outcome, judgement, targets: [], count: 0, told: {} };
    if (forecast !== undefined) group.forecast = worseOf(group.forecast, forecast);
    groups.set(key, group);
    group.count += count;
    if (told !== null) group.told = { ...group.told, [told]: (group.told[told] ?? 0) + count };
    return group;
  };
  return {
    add: (device, judgement, forecast) => {
      const group = grow(judgement, 1, forecast);
      if (group.targets.length < MOST_NAMES) group.targets = [...group.targets, device];
    },
    addAll: (judgement, count, names, forecast) => {
      const group = grow(judgement, count, forecast);
      group.targets = [...group.targets, ...names].sort(compareText).slice(0, MOST_NAMES);
    },
    groups: () =>
      merge === 'needs'
        ? [...groups.values()]
        : // The same order whichever device was met first.
          [...groups].sort(([a], [b]) => compareText(a, b)).map(([, group]) => group),
  };
}

/** One group a flow, and none of what is expected to be mended with what is not. */
export function flowKey(forecast: Forecast | undefined): string {
  if (forecast === undefined) return '';
  const { flow, end } = forecast;
  return ` ${flow} ${end.kind} ${String(isCovered(forecast))}`;
}

/** Of two forecasts of one flow the one with more transfers stands for both. */
export function worseOf(one: Forecast | undefined, other: Forecast): Forecast {
  return one !== undefined && one.transfers.length >= other.transfers.length ? one : other;
}

/** Judgements are equal objects for equal states, so most groups are found without a look inside. */
const keys = new WeakMap<DeviceJudgement, string>();

/** Equal for judgements that are of one group. */
export function keyOf(judgement: DeviceJudgement, merge: 'needs' | 'exact'): string {
  const { outcome, file, reason, bootReasons, lacking } = judgement;
  const without = (name: string, value: unknown): unknown => (merge === 'needs' && name === 'has' ? undefined : value);
  const key =
    keys.get(judgement) ??
    JSON.stringify(
      [outcome, file?.file, reason, bootReasons, lacking, merge === 'exact' ? judgement.judgement : null],
      without,
    );
  keys.set(judgement, key);
  return key;
}
