/** What a `check` came to: the one shape that every output format takes. */
import type { Judgement } from '../base/judgement.js';
import type { LoweredRule } from '../assess/policy.js';
import type { SummaryOf } from '../assess/part.js';
import type { AppliedWaiver, Assessment, DeviceResult, DeviceSummary } from '../assess/types.js';
import { cappedFindings, MOST_FINDINGS } from '../rules/capped.js';
import type { Assumed } from '../catalog/assumed.js';
import { NO_PLATFORM } from '../catalog/platforms.js';
import type { AnnouncedRelease } from '../catalog/releases.js';
import type { Finding } from '../rules/types.js';
import { bootReasonWords, reasonWords } from './device.js';
import { deviceUnknownWords } from './fleet.js';
import { judgementWith } from './json.js';
import type { RunError } from './json.js';
import { problemError } from './problem.js';

/** A finding, and the waiver that covers it. */
export interface CheckedFinding extends Finding {
  /** Null where none does. A waived finding stays visible and does not fail the run. */
  readonly waived: AppliedWaiver | null;
}

/** What happens to devices that were given, counted, with the reasons in words. */
export type FleetSummary = SummaryOf<
  Pick<DeviceResult, 'device' | 'outcome' | 'told'> & {
    /** Why it does not run its application; null where it does. */
    readonly why: string | null;
  }
>;

/** The configuration that was applied, and what it takes away. */
export interface UsedConfiguration {
  /** Its file. */
  readonly file: string;
  /** Each rule that it switches off or lowers. */
  readonly lowered: readonly LoweredRule[];
}

/** What every output format takes. */
export interface CheckReport {
  /** Files that were looked at, POSIX paths, sorted. */
  readonly files: readonly {
    /** Its name. */
    readonly file: string;
    /** Bytes. */
    readonly size: number;
    /** SHA-256 of the content: what a fingerprint is made of, so that it survives a rename. Empty where it is not known. */
    readonly sha256: string;
  }[];
  /** Sorted as `sortFindings` does. */
  readonly findings: readonly CheckedFinding[];
  /** Null where no device was asked about. */
  readonly fleet: FleetSummary | null;
  /** What of the devices' reports was not understood, or is odd, in words; absent for nothing. */
  readonly notes?: readonly string[];
  /** What the answer rests on that nobody read; absent for nothing. */
  readonly assumed?: readonly Assumed[];
  /** Releases of the range that are known by name alone, and were not judged; absent for none. */
  readonly unjudged?: readonly AnnouncedRelease[];
  /** Null or absent where none was used. */
  readonly configuration?: UsedConfiguration | null;
  /** Whether a finding at or above the level that fails is there and not waived. */
  readonly failed: boolean;
  /** Of the files and the devices; what could not be read or answered makes it unknown where it is not worse. */
  readonly judgement: Judgement;
  /** Whether it was asked what devices, or releases in the field, do with the files. */
  readonly againstDevices: boolean;
  /** What could not be read, or not be answered. */
  readonly errors: readonly RunError[];
}

/**
 * The report of an assessment.
 *
 * @param errors what could not be read before it
 * @param configuration where the policy came from one
 * @param notes what of the devices' reports was not understood
 */
export function checkReport(
  { files, findings, devices, assumed, unjudged, failed, judgement, againstDevices, problems }: Assessment,
  errors: readonly RunError[] = [],
  configuration: UsedConfiguration | null = null,
  notes: readonly string[] = [],
): CheckReport {
  const fleet = devices === null ? null : fleetSummary(devices);
  const told = cappedFindings(findings, MOST_FINDINGS.data);
  const all = [...errors, ...problems.map(problemError)];
  return {
    files,
    findings: told,
    fleet,
    notes,
    assumed,
    unjudged,
    configuration,
    failed,
    judgement: judgementWith(judgement, all),
    againstDevices,
    errors: all,
  };
}

function fleetSummary(devices: DeviceSummary): FleetSummary {
  const list = devices.list.map((one) => ({
    device: one.device,
    outcome: one.outcome,
    why: whyWords(one),
    told: one.told,
  }));
  return { ...devices, list };
}

function whyWords({ outcome, reason, bootReasons, platform, lacking }: DeviceResult): string | null {
  if (outcome === 'run') return null;
  if (lacking !== null) return deviceUnknownWords(lacking);
  const of = platform ?? NO_PLATFORM;
  if (reason !== null) return reasonWords(reason, of);
  return bootReasons.map((one) => bootReasonWords(one, of)).join('; ');
}
