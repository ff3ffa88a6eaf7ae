/** What the files do to devices that are known by their reports, one after another: no list of them is kept. */
import { assumedProtection, assumedRules, assumedTogether } from '../catalog/assumed.js';
import type { Assumed } from '../catalog/assumed.js';
import { runningVersion } from '../device/accept.js';
import { settleProtection } from '../device/protection.js';
import type { Transport } from '../device/types.js';
import { fleetJudge } from '../plan/fleet.js';
import { checkTargets } from '../rules/run.js';
import type { Finding } from '../rules/types.js';
import { filesInOrder, systemVersions } from './groups.js';
import type { PlatformGroup } from './groups.js';
import { sumOf, tallyOf } from './tally.js';
import type { DeviceItem, DeviceSummary, Problem, UnreadReport } from './types.js';

/** What devices came to so far. */
export interface JudgedDevices {
  readonly add: (item: DeviceItem | UnreadReport) => void;
  readonly end: () => {
    readonly devices: DeviceSummary;
    readonly findings: readonly Finding[];
    readonly assumed: readonly Assumed[];
    readonly problems: readonly Problem[];
  };
}

/** Reports that are named of very many that could not be read, or are for no file. */
const MOST_PROBLEMS = 20;

/**
 * Nothing judged so far.
 *
 * @param platform the only one that is asked about; null = all
 */
export function judgeDevices(
  groups: readonly PlatformGroup[],
  platform: number | null,
  { via, isProtected }: { readonly via: Transport; readonly isProtected: boolean | null },
): JudgedDevices {
  const targets = new Map(
    groups.map((group) => {
      const files = filesInOrder(group);
      const running = new Set(systemVersions(group.items));
      const tally = tallyOf(group.platform, 'exact');
      return [group.platform, { files, tally, running, judgeOne: fleetJudge(files, via) }];
    }),
  );
  const problems: Problem[] = [];
  let open: readonly Assumed[] = [];
  let unread = 0;
  let others = 0;
  return {
    add: (item) => {
      if (!('state' in item)) {
        if (unread++ < MOST_PROBLEMS) problems.push({ ...item, kind: 'unread' });
        return;
      }
      const { name, file } = item;
      const { state, assumedOf } = settleProtection(item.state, { said: isProtected, via, isTold: true });
      const target = platform === null || platform === state.platform ? targets.get(state.platform) : undefined;
      if (target !== undefined) {
        target.tally.add(name, target.judgeOne(state));
        if (assumedOf !== null) {
          open = assumedTogether([...open, assumedProtection(state.platform, assumedOf.running)]);
        }
        const version = runningVersion(state);
        if (typeof version === 'number') target.running.add(version);
      }
      // A device that was named and is not judged would look like one that runs.
      else if (others++ < MOST_PROBLEMS && file !== null) {
        problems.push({ kind: 'other_platform', file, platform: state.platform });
      }
    },
    end: () => {
      const used = [...targets];
      const devices = sumOf(
        used.map(([, { tally }]) => tally.summary()),
        others,
      );
      const nothing = devices.devices === 0 && problems.length === 0;
      return {
        devices,
        findings: used.flatMap(([one, { tally, files }]) =>
          checkTargets({
            platform: one,
            kind: 'device',
            groups: tally.groups(),
            lowestThatRuns: null,
            files: files.map(({ file }) => file),
          }),
        ),
        assumed: [...used.flatMap(([one, { running }]) => assumedRules(one, [...running])), ...open],
        problems: [
          ...problems,
          ...(nothing ? [{ kind: 'nothing_judged', otherPlatforms: others } as const] : []),
          ...(unread > MOST_PROBLEMS ? [{ kind: 'more_unread', count: unread - MOST_PROBLEMS } as const] : []),
        ],
      };
    },
  };
}
