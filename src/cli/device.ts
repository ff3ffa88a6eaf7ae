/** The device that a command is about: as a release ships it, or as a report says. */
import { assumedProtection, rowOfDevice } from '../catalog/assumed.js';
import { EXAMPLE_PLATFORM, findPlatform, platformName } from '../catalog/platforms.js';
import { releaseOf } from '../catalog/releases.js';
import { factsOf } from '../device/facts.js';
import { readDeviceReport, stateOfReport } from '../describe/read.js';
import { runningVersion } from '../device/accept.js';
import { shippedRow } from '../device/shipped.js';
import type { ShippedApplication } from '../device/shipped.js';
import { settleProtection } from '../device/protection.js';
import type { DeviceState, Transport } from '../device/types.js';
import { readModule } from '../module/read.js';
import { MODULE_FUNCTION } from '../module/types.js';
import { decodeText } from '../base/decode-text.js';
import { safeText } from '../base/safe-text.js';
import { counted, slotWords } from '../report/words.js';
import { assumptionWords, MOST_IDS, reportNoteWords, severalWords } from '../report/device-report.js';
import type { StartWords } from '../report/simulate.js';
import { MOST_BYTES, readSmall, readText, tooLarge, unreadable, UsageError } from './context.js';
import type { DeviceOptions } from './options.js';
import { deviceRelease } from './assumed.js';
import { platformOption } from './shared.js';
import { TOOLS } from './tools.js';

export interface KnownDevice {
  /** Its ID; null where the report names none, and for a release. */
  readonly id: string | null;
  readonly state: DeviceState;
  readonly words: StartWords;
  /** What of its report was not understood, or is odd: the first part of `words.notes`; empty for a release. */
  readonly unclear: readonly string[];
}

/** What is asked of a device, and on which way. */
type Asked = DeviceOptions & { readonly via: Transport };

/** The device of `--from` or `--device`; refuses what does not say which. */
export async function knownDevice(options: Asked, platformsOfFiles: readonly number[]): Promise<KnownDevice> {
  if (options.device !== undefined && options.from !== undefined) {
    throw new UsageError('say --from or --device, not both');
  }
  if (options.device !== undefined && options.app !== undefined) {
    throw new UsageError('--app and --no-app go with --from; a device report says itself which application is there');
  }
  if (options.id !== undefined && options.device === undefined) throw new UsageError('--id goes with --device');
  if (options.device !== undefined) return reportedDevice(await reportText(options.device), options);
  if (options.from === undefined) {
    throw new UsageError('which device? say --from RELEASE (and --platform), or --device FILE');
  }
  const inferred = platformsOfFiles.length === 1 ? (platformsOfFiles[0] ?? null) : null;
  const platform = platformOption(options.platform) ?? inferred;
  if (platform === null) throw new UsageError(whichPlatform(platformsOfFiles));
  return shippedDevice(options.from, platform, options);
}

function whichPlatform(ofFiles: readonly number[]): string {
  const names = ofFiles.slice(0, MOST_IDS).map(platformName);
  const others = ofFiles.length > names.length ? ` and ${counted(ofFiles.length - names.length, 'other')}` : '';
  const many = names.length < 2 ? '' : ` the files are for ${names.join(', ')}${others};`;
  return `which platform?${many} say --platform, such as --platform ${names[0] ?? EXAMPLE_PLATFORM}`;
}

/** The text of a report or log, or of standard input. */
export async function reportText(file: string): Promise<string> {
  if (file !== '-') return readText(file, 'report');
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of process.stdin) {
      const bytes = Buffer.from(part as Uint8Array);
      size += bytes.length;
      if (size > MOST_BYTES.report) throw tooLarge('the report on standard input', MOST_BYTES.report);
      parts.push(bytes);
    }
  } catch (error) {
    throw unreadable(file, error);
  }
  return decodeText(Buffer.concat(parts));
}

/** A device as a release ships it. The nearest real release is taken and named. */
export function shippedDevice(
  from: string,
  platform: number,
  options: Pick<DeviceOptions, 'app'> & Partial<Protection>,
): KnownDevice {
  const resolved = deviceRelease(from, platform);
  const known = rowOfDevice(resolved, platform);
  const shipped = known === null ? null : shippedRow(known.row, applicationOption(options));
  if (shipped === null || known === null) {
    throw new UsageError(
      `what Device OS ${resolved.release} consists of on ${platformName(platform)} is not recorded; use --device`,
    );
  }
  const nearest = resolved.asked === null ? '' : ` (the nearest release to ${safeText(resolved.asked)})`;
  const device = {
    id: null,
    state: shipped.state,
    words: {
      release: `Device OS ${resolved.release}${nearest}`,
      notes: shipped.assumptions.map((one) => assumptionWords(one, platform)),
      assumed: known.assumed,
    },
    unclear: [],
  };
  return withProtection(device, options, false);
}

type Protection = Pick<Asked, 'protected' | 'via'>;

/** The device with its protection settled, and what of that was assumed. */
function withProtection(
  { state, words, ...device }: KnownDevice,
  { protected: said, via = 'ota' }: Partial<Protection>,
  isTold: boolean,
): KnownDevice {
  const settled = settleProtection(state, { said: saidOfProtection(said), via, isTold });
  if (settled.assumedOf === null) return { ...device, state: settled.state, words };
  const assumed = [...words.assumed, assumedProtection(state.platform, settled.assumedOf.running)];
  return { ...device, state: settled.state, words: { ...words, assumed } };
}

/** What `--protected` says; null where it was not given. */
export function saidOfProtection(said: Protection['protected']): boolean | null {
  return said === undefined ? null : said === 'yes';
}

function applicationOption({ app }: Pick<DeviceOptions, 'app'>): ShippedApplication {
  if (app === false) return 'none';
  if (app === undefined) return 'for_release';
  const result = readModule(readSmall(app, app, MOST_BYTES.application), TOOLS);
  if (result.kind !== 'module') throw new UsageError(`${safeText(app)} is no firmware module`);
  if (result.function !== MODULE_FUNCTION.userPart) {
    throw new UsageError(`${safeText(app)} is no application but ${slotWords(result)}`);
  }
  return factsOf(result);
}

/** A device as its own report says. */
export function reportedDevice(
  text: string,
  options: { readonly platform: string | undefined; readonly id?: string | undefined } & Partial<Protection>,
): KnownDevice {
  const report = readDeviceReport(text, options.id);
  if (report.kind === 'no_report') throw new UsageError(`that is no device report: ${safeText(report.what)}`);
  if (report.kind === 'several') throw new UsageError(severalWords(report, options.id));
  const platform = options.platform === undefined ? undefined : findPlatform(options.platform)?.id;
  if (options.platform !== undefined && platform === undefined) platformOption(options.platform);
  if (platform !== undefined && report.platform !== null && platform !== report.platform) {
    const [said, asked] = [platformName(report.platform), platformName(platform)];
    throw new UsageError(`the report is of a device of platform ${said}, not ${asked}; leave --platform out`);
  }
  const found = stateOfReport(report, platform);
  if ('kind' in found) throw new UsageError(`the device report does not say enough: ${safeText(found.what)}`);
  const said = saidOfProtection(options.protected);
  if (said !== null && report.protected !== null && said !== report.protected) {
    const told = report.protected ? 'a protected' : 'an open';
    throw new UsageError(`the report says that it is ${told} device; leave --protected out`);
  }
  const running = runningVersion(found.state);
  const release =
    typeof running === 'number'
      ? (releaseOf(running, found.state.platform) ?? `module version ${String(running)}`)
      : 'not known';
  const isSettled = said !== null || (options.via ?? 'ota') !== 'ota';
  const unclear = report.notes.map(reportNoteWords);
  const rest = found.notes.filter(({ kind }) => kind !== 'protection_unknown' || !isSettled);
  const device = {
    id: report.deviceId,
    state: found.state,
    words: {
      release: `Device OS ${release} (as the device reports)`,
      notes: [...unclear, ...rest.map(reportNoteWords)],
      assumed: [],
    },
    unclear,
  };
  return withProtection(device, options, true);
}
