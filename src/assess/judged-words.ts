/** What words about devices come to: each word is judged once, whichever devices it is about. */
import { assumedProtection, assumedTogether, nameOfVersion } from '../catalog/assumed.js';
import type { Assumed } from '../catalog/assumed.js';
import { runningVersion } from '../device/accept.js';
import { settleProtection } from '../device/protection.js';
import type { DeviceState, Transport } from '../device/types.js';
import { stateOfRow } from '../fleet/release-state.js';
import type { ReportWord, RowWord } from '../fleet/types.js';
import { forecastKey, isExpectedAlike } from './expected.js';
import type { ForecastOf } from './expected.js';
import { fleetJudge, judgementByRelease, judgementLacking } from '../plan/fleet.js';
import type { DeviceJudgement } from '../plan/fleet.js';
import type { PlanFile } from '../plan/world.js';
import type { WordBook } from './device-table.js';
import { filesInOrder, systemVersions } from './groups.js';
import type { PlatformGroup } from './groups.js';
import { numbered } from './numbered.js';
import type { JudgedWord } from './types.js';

/** Words about devices, judged. */
export interface JudgedWords extends WordBook<JudgedWord> {
  readonly isJudged: (platform: number) => boolean;
  /** Module versions of the system parts that judgements of a platform hang on. */
  readonly running: (platform: number) => readonly number[];
  readonly assumed: () => readonly Assumed[];
}

/** How one platform is judged. */
interface Target {
  readonly files: readonly PlanFile[];
  readonly running: Set<number>;
  readonly judgeOne: (state: DeviceState) => DeviceJudgement;
}

interface Entry {
  readonly word: JudgedWord;
  readonly version: number | null;
}

/** What a word comes to, before it has a number. */
type Found = Pick<JudgedWord, 'platform' | 'deviceOs' | 'basis' | 'protection' | 'judgement' | 'forecast'> & {
  readonly version: number | null;
};

/** @param groups the files by platform: devices of others are not judged */
export function judgedWords(
  groups: readonly PlatformGroup[],
  {
    via,
    isProtected,
    forecast,
  }: {
    readonly via: Transport;
    readonly isProtected: boolean | null;
    /** What the cloud is expected to do with a device; absent = nobody asks. */
    readonly forecast?: ForecastOf | undefined;
  },
): JudgedWords {
  const targets = new Map(groups.map((group) => [group.platform, targetOf(group, via)]));
  const entries = numbered<Entry>(({ word }) => keyOf(word));
  const known = new WeakMap<ReportWord | RowWord, number>();
  let assumed: readonly Assumed[] = [];

  const enter = (found: Found, product: number | null, productVersion: number | null): number => {
    const { version, ...rest } = found;
    return entries.enter({ word: { ...rest, product, productVersion }, version });
  };
  const judged = (
    state: DeviceState,
    isTold: boolean,
  ): Pick<Found, 'platform' | 'protection' | 'judgement' | 'forecast'> => {
    const { platform, protection } = state;
    const target = targets.get(platform);
    if (target === undefined) return { platform, protection, judgement: null };
    const settled = settleProtection(state, { said: isProtected, via, isTold });
    const { assumedOf } = settled;
    if (assumedOf !== null) {
      assumed = assumedTogether([...assumed, assumedProtection(platform, assumedOf.running)]);
    }
    const judgement = target.judgeOne(settled.state);
    const expected = forecast?.(settled.state, isTold);
    return {
      platform,
      protection,
      judgement: isTold ? judgement : judgementByRelease(judgement, target.files),
      ...(expected === undefined ? {} : { forecast: expected }),
    };
  };
  const ofReport = ({ state }: ReportWord): Found => {
    const running = runningVersion(state);
    const version = typeof running === 'number' ? running : null;
    if (version !== null) targets.get(state.platform)?.running.add(version);
    return { ...judged(state, true), deviceOs: nameOf(version, state.platform), version, basis: 'report' };
  };
  const ofRow = (row: RowWord): Found => {
    const { platform, deviceOs } = row;
    const isOther = platform !== null && !targets.has(platform);
    const nothing = { platform, deviceOs, version: null, basis: null, protection: 'unknown' } as const;
    if (isOther) return { ...nothing, judgement: null };
    const found = stateOfRow(row);
    if (found.kind === 'unknown') {
      return { ...nothing, judgement: judgementLacking(found.what) };
    }
    const { state, release, version } = found;
    assumed = assumedTogether([...assumed, ...found.assumed]);
    targets.get(state.platform)?.running.add(version);
    return { ...judged(state, false), deviceOs: release, version, basis: 'release' };
  };
  return {
    numberOf: (word) => {
      const there = known.get(word);
      if (there !== undefined) return there;
      const found = word.kind === 'report' ? ofReport(word) : ofRow(word);
      const number = enter(found, word.product, word.productVersion);
      // A word of one record alone comes once: to remember it would only keep it.
      if (word.kind === 'row' || word.isShared === true) known.set(word, number);
      return number;
    },
    lacking: (lacking, like) =>
      enter(
        {
          platform: like?.platform ?? null,
          deviceOs: null,
          version: null,
          basis: null,
          protection: 'unknown',
          judgement: judgementLacking(lacking),
        },
        like?.product ?? null,
        like?.productVersion ?? null,
      ),
    word: (number) => entries.at(number).word,
    key: entries.key,
    version: (number) => entries.at(number).version,
    isAlike,
    lacks: ({ judgement }) => judgement?.lacking ?? null,
    shared: (one, other) =>
      one.platform === other.platform ? { ...one, product: null, productVersion: null } : undefined,
    isJudged: (platform) => targets.has(platform),
    running: (platform) => [...(targets.get(platform)?.running ?? [])],
    assumed: () => assumed,
  };
}

/**
 * The same fate of the same device. Two words that name different releases contradict each other even where both come to the same: of what is not known
 * nobody says that it runs.
 */
function isAlike(one: JudgedWord, other: JudgedWord): boolean {
  if (one.platform !== other.platform) return false;
  if (one.judgement === null && other.judgement === null) return true;
  return (
    one.deviceOs === other.deviceOs &&
    one.protection === other.protection &&
    one.judgement?.outcome === other.judgement?.outcome &&
    one.judgement?.judgement === other.judgement?.judgement &&
    // What is contradictory stays so, whatever else is said.
    one.judgement?.lacking === other.judgement?.lacking &&
    isExpectedAlike(one.forecast, other.forecast)
  );
}

function targetOf(group: PlatformGroup, via: Transport): Target {
  const files = filesInOrder(group);
  return { files, running: new Set(systemVersions(group.items)), judgeOne: fleetJudge(files, via) };
}

function nameOf(version: number | null, platform: number): string | null {
  return version === null ? null : nameOfVersion(version, platform);
}

/** Equal for judgements that say the same. */
function judgementKey({
  outcome,
  file,
  reason,
  rule,
  told,
  bootReasons,
  end,
  wireBytes,
  lacking,
}: DeviceJudgement): string {
  return JSON.stringify([outcome, lacking, file?.file, reason, bootReasons, rule?.check, told, end, wireBytes]);
}

function keyOf(word: JudgedWord): string {
  const { platform, deviceOs, basis, protection, product, productVersion, judgement, forecast } = word;
  const said = JSON.stringify([platform, basis, deviceOs, product, productVersion, protection]);
  const expected = forecast === undefined ? '' : ` ${forecastKey(forecast)}`;
  return `${judgement === null ? '' : judgementKey(judgement)} ${said}${expected}`;
}
