/** The devices beside a release: what is out there, and what becomes of it with the application of the release, of one reading. */
import { worstOf } from '../base/judgement.js';
import type { Judgement } from '../base/judgement.js';
import type { FirmwareFile } from './file.js';
import { beginOverview } from './fleet-overview.js';
import type { FleetOverview } from './fleet-overview.js';
import { beginRollout } from './rollout.js';
import type { Rollout, RolloutFault } from './rollout.js';
import { sendable } from './sendable.js';
import type { DeviceEntry } from './types.js';

/** What there is to say of devices. */
export interface ReportedDevices {
  readonly overview: FleetOverview;
  /** What becomes of them with the application; null where there is none, or why it is not known which one is meant. */
  readonly rollout: Rollout | RolloutFault | null;
  /** The worst of both. */
  readonly judgement: Judgement;
}

/** Devices that come one after another. */
export interface OpenReportedDevices {
  readonly add: (item: DeviceEntry) => void;
  readonly end: () => ReportedDevices;
}

/**
 * Nothing seen so far.
 *
 * @param files the release; what is broken among them is the release's own finding, and counts for no way
 * @param question the only platform that is asked about (null = all), and the release that the ways lead to
 */
export function beginReportedDevices(
  files: readonly FirmwareFile[],
  { platform, to }: { readonly platform: number | null; readonly to: string | undefined },
): OpenReportedDevices {
  const overview = beginOverview({ to, files: sendable(files, false).files });
  const rollout = beginRollout(files, [], { platform, sentTo: 'product', hasDevices: true });
  return {
    add: (item) => {
      overview.add(item);
      if ('add' in rollout) rollout.add(item);
    },
    end: () => {
      const seen = overview.end();
      if ('add' in rollout) {
        const found = rollout.end();
        return { overview: seen, rollout: found, judgement: worstOf([seen.judgement, found.judgement]) };
      }
      if (rollout.kind === 'no_application') return { overview: seen, rollout: null, judgement: seen.judgement };
      return { overview: seen, rollout, judgement: worstOf([seen.judgement, 'unknown']) };
    },
  };
}
