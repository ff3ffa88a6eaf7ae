/** What a `check` came to: the one shape that every output format takes. */
import type { Told } from '../device/types.js';
import type { Finding, Severity } from '../rules/types.js';
import type { RunError } from './json.js';

/** A waiver that applies to a finding: the finding stays visible and does not fail the run. */
export interface AppliedWaiver {
  readonly reason: string;
  readonly owner: string;
  /** Last day on which it holds, `YYYY-MM-DD`. */
  readonly expires: string;
}

export interface CheckedFinding extends Finding {
  readonly waived: AppliedWaiver | null;
}

/** What happens to devices that were given, counted. */
export interface FleetSummary {
  readonly devices: number;
  readonly run: number;
  readonly safeMode: number;
  readonly refuse: number;
  readonly unclear: number;
  /** Devices of platforms for which the files hold nothing; not judged. */
  readonly otherPlatforms?: number;
  /** Bytes over the air for all devices together, by the vendor's estimate. */
  readonly wireBytes: number;
  /** One line a device, in the order of the reports; empty for a stream of very many. */
  readonly list: readonly {
    readonly device: string;
    readonly outcome: 'run' | 'safe-mode' | 'refuse' | 'unclear';
    readonly why: string | null;
    /** Who hears of a refusal; null where nothing is refused. */
    readonly told: Told | null;
  }[];
}

/** The configuration that was applied, and what it takes away. */
export interface UsedConfiguration {
  readonly file: string;
  /** Each rule that it switches off or lowers. */
  readonly lowered: readonly {
    readonly rule: string;
    readonly from: Severity;
    readonly to: Severity | 'off';
  }[];
}

export interface CheckReport {
  /** Files that were looked at, POSIX paths, sorted. */
  readonly files: readonly {
    readonly file: string;
    readonly size: number;
    /** SHA-256 of the content: what a fingerprint is made of, so that it survives a rename. */
    readonly sha256: string;
  }[];
  /** Sorted as `sortFindings` does. */
  readonly findings: readonly CheckedFinding[];
  readonly fleet: FleetSummary | null;
  /** Null or absent where none was used. */
  readonly configuration?: UsedConfiguration | null;
  /** Whether a finding at or above the level that fails is there and not waived. */
  readonly failed: boolean;
  readonly errors: readonly RunError[];
}
