/** The device that an answer is about: as its own report says, or as a release ships it; or why that cannot be said. */
import { assumedProtection, nameOfVersion, resolveDeviceRelease, rowOfDevice } from '../catalog/assumed.js';
import { platformName } from '../catalog/platforms.js';
import { resolveRelease } from '../catalog/releases.js';
import type { ResolvedRelease } from '../catalog/releases.js';
import { stateOfReport } from '../describe/read.js';
import type { TimedReport } from '../describe/json.js';
import { runningVersion } from '../device/accept.js';
import { settleProtection } from '../device/protection.js';
import { shippedRow } from '../device/shipped.js';
import type { ShippedApplication } from '../device/shipped.js';
import type { DeviceState, Transport } from '../device/types.js';
import { safeText } from '../base/safe-text.js';
import {
  A_REPORT,
  assumptionWords,
  listedWords,
  notAmongWords,
  reportNoteWords,
  severalWords,
} from './device-report.js';
import { idsOf, lastWordOf, readOneDevice } from '../assess/one-device.js';
import { newerThanTableWords, noReleaseWords } from './problem.js';
import type { StartWords } from './simulate.js';

export interface KnownDevice {
  /** Its ID; null where the report names none, and for a release. */
  readonly id: string | null;
  readonly state: DeviceState;
  /** When its report was published: milliseconds since 1970; null where the report does not say, and for a release. */
  readonly at: number | null;
  readonly words: StartWords;
  /** What of its report was not understood, or is odd: the first part of `words.notes`; empty for a release. */
  readonly unclear: readonly string[];
}

/** What cannot be asked, in words. */
export interface NotAsked {
  readonly kind: 'not_asked';
  readonly message: string;
}

const notAsked = (message: string): NotAsked => ({ kind: 'not_asked', message });

/** What a person says of the device beside what its report says. */
export interface SaidOfDevice {
  /** For a report that names none: the id of its platform. */
  readonly platform?: number | undefined;
  /** Which device of a report of several. */
  readonly id?: string | undefined;
  /** Whether it is a protected one; null where nobody says it. */
  readonly protected: boolean | null;
  readonly via: Transport;
}

type FoundRelease = Extract<ResolvedRelease, { readonly kind: 'found' }>;

/** The release that a person means on a platform: itself, or the one that it stands for. */
export function releaseMeant(
  text: string,
  platform: number,
  resolved: ResolvedRelease = resolveRelease(text, platform),
): FoundRelease | NotAsked {
  switch (resolved.kind) {
    case 'found':
      return resolved;
    case 'newer':
      return notAsked(newerThanTableWords(text, resolved));
    case 'none':
      return notAsked(noReleaseWords(text, platformName(platform), resolved.nearest));
  }
}

/** A device as a release ships it. The nearest real release is taken and named; a module version that is newer than the table is one as well. */
export function shippedDevice(
  from: string,
  platform: number,
  application: ShippedApplication,
  said: Pick<SaidOfDevice, 'protected' | 'via'>,
): KnownDevice | NotAsked {
  const resolved = releaseMeant(from, platform, resolveDeviceRelease(from, platform));
  if (resolved.kind === 'not_asked') return resolved;
  const known = rowOfDevice(resolved, platform);
  const shipped = known === null ? null : shippedRow(known.row, application);
  if (shipped === null || known === null) {
    return notAsked(
      `what Device OS ${resolved.release} consists of on ${platformName(platform)} is not recorded; use --device`,
    );
  }
  const nearest = resolved.asked === null ? '' : ` (the nearest release to ${safeText(resolved.asked)})`;
  const device = {
    id: null,
    state: shipped.state,
    at: null,
    words: {
      release: `Device OS ${resolved.release}${nearest}`,
      notes: shipped.assumptions.map((one) => assumptionWords(one, platform)),
      assumed: known.assumed,
    },
    unclear: [],
  };
  return withProtection(device, said, false);
}

/** The device with its protection settled, and what of that was assumed. */
function withProtection(
  { state, words, ...device }: KnownDevice,
  { protected: said, via }: Pick<SaidOfDevice, 'protected' | 'via'>,
  isTold: boolean,
): KnownDevice {
  const settled = settleProtection(state, { said, via, isTold });
  if (settled.assumedOf === null) return { ...device, state: settled.state, words };
  const assumed = [...words.assumed, assumedProtection(state.platform, settled.assumedOf.running)];
  return { ...device, state: settled.state, words: { ...words, assumed } };
}

/** The report that says what a device is now, or why there is none. */
function latestReport(text: string, id: string | undefined): TimedReport | NotAsked {
  const one = readOneDevice(text, id);
  if ('reports' in one) {
    const last = lastWordOf(one);
    const differing = { kind: 'several', count: 1, ids: idsOf(one) } as const;
    if (last === null) return notAsked(severalWords(differing, 'name one with --id'));
    return 'report' in last ? last : notAsked(listedWords(last.word.deviceOs));
  }
  switch (one.kind) {
    case 'row_alone':
      return notAsked(listedWords(null));
    case 'several':
      return notAsked(severalWords(one, 'name one with --id'));
    case 'no_report':
      if (one.others !== undefined) return notAsked(notAmongWords(one.others, id ?? ''));
      return notAsked(`that is no device report: ${safeText(one.what)}; a report of a device is ${A_REPORT}`);
  }
}

/** A device as its own report says. */
export function reportedDevice(text: string, said: SaidOfDevice): KnownDevice | NotAsked {
  const last = latestReport(text, said.id);
  if ('kind' in last) return last;
  const { report, at } = last;
  const { platform } = said;
  if (platform !== undefined && report.platform !== null && platform !== report.platform) {
    const [told, asked] = [platformName(report.platform), platformName(platform)];
    return notAsked(`the report is of a device of platform ${told}, not ${asked}; leave --platform out`);
  }
  const found = stateOfReport(report, platform);
  if ('kind' in found) return notAsked(`the device report does not say enough: ${safeText(found.what)}`);
  if (said.protected !== null && report.protected !== null && said.protected !== report.protected) {
    const told = report.protected ? 'a protected' : 'an open';
    return notAsked(`the report says that it is ${told} device; leave --protected out`);
  }
  const running = runningVersion(found.state);
  const release = typeof running === 'number' ? nameOfVersion(running, found.state.platform) : 'not known';
  const isSettled = said.protected !== null || said.via !== 'ota';
  const unclear = report.notes.map(reportNoteWords);
  const rest = found.notes.filter(({ kind }) => kind !== 'protection_unknown' || !isSettled);
  const device = {
    id: report.deviceId,
    state: found.state,
    at,
    words: {
      release: `Device OS ${release} (as the device reports)`,
      notes: [...unclear, ...rest.map(reportNoteWords)],
      assumed: [],
    },
    unclear,
  };
  return withProtection(device, said, true);
}
