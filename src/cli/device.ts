/** The device that a command is about: as a release ships it, or as a report says. */
import { EXAMPLE_PLATFORM, platformName } from '../catalog/platforms.js';
import { resolveRelease } from '../catalog/releases.js';
import { factsOf } from '../device/facts.js';
import type { ShippedApplication } from '../device/shipped.js';
import type { Transport } from '../device/types.js';
import { readModule } from '../module/read.js';
import { MODULE_FUNCTION } from '../module/types.js';
import { decodeText } from '../base/decode-text.js';
import { safeText } from '../base/safe-text.js';
import { newerThanTableWords, noReleaseWords } from '../report/problem.js';
import { counted, slotWords } from '../report/words.js';
import { A_REPORT, MOST_IDS } from '../report/device-report.js';
import { reportedDevice as reported, shippedDevice as shipped } from '../report/known-device.js';
import type { KnownDevice, NotAsked } from '../report/known-device.js';
import { tellTurn } from './at-terminal.js';
import { MOST_BYTES, readSmall, readText, tooLarge, unreadable, UsageError } from './context.js';
import type { DeviceOptions } from './options.js';
import { platformOption } from './shared.js';
import { TOOLS } from './tools.js';

export type { KnownDevice };

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
  if (options.device !== undefined) return reportedDevice(await reportText(options.device), options, options.device);
  if (options.from === undefined) {
    throw new UsageError(`which device? say --from RELEASE (and --platform), or --device FILE: ${A_REPORT}`);
  }
  const inferred = platformsOfFiles.length === 1 ? (platformsOfFiles[0] ?? null) : null;
  const platform = platformOption(options.platform) ?? inferred;
  if (platform === null) throw new UsageError(onNoPlatform(options.from) ?? whichPlatform(platformsOfFiles));
  return shippedDevice(options.from, platform, options);
}

/** A release that no platform has stays unknown whichever platform is said. */
function onNoPlatform(from: string): string | null {
  const resolved = resolveRelease(from);
  if (resolved.kind === 'none') return noReleaseWords(from, null, resolved.nearest);
  return resolved.kind === 'newer' && resolved.version === null ? newerThanTableWords(from, resolved) : null;
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
  tellTurn('report');
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
  return orUsageError(shipped(from, platform, applicationOption(options, platform), saidOf(options)));
}

/** How a report is called in an error: by its file, or standard input. */
export const nameOf = (file: string): string => (file === '-' ? 'standard input' : safeText(file));

type Protection = Pick<Asked, 'protected' | 'via'>;

const saidOf = ({ protected: said, via = 'ota' }: Partial<Protection>) => ({ protected: saidOfProtection(said), via });

function orUsageError(device: KnownDevice | NotAsked, file?: string): KnownDevice {
  if ('kind' in device) {
    throw new UsageError(file === undefined ? device.message : `${nameOf(file)}: ${device.message}`);
  }
  return device;
}

/** What `--protected` says; null where it was not given. */
export function saidOfProtection(said: Protection['protected']): boolean | null {
  return said === undefined ? null : said === 'yes';
}

function applicationOption({ app }: Pick<DeviceOptions, 'app'>, platform: number): ShippedApplication {
  if (app === false) return 'none';
  if (app === undefined) return 'for_release';
  const result = readModule(readSmall(app, app, MOST_BYTES.application), TOOLS);
  if (result.kind !== 'module') throw new UsageError(`${safeText(app)} is no firmware module`);
  if (result.function !== MODULE_FUNCTION.userPart) {
    throw new UsageError(`${safeText(app)} is no application but ${slotWords(result)}`);
  }
  if (result.platform !== platform) {
    const [own, other] = [platformName(result.platform), platformName(platform)];
    throw new UsageError(`${safeText(app)} is for ${own}, and the device is of ${other}: it cannot run there`);
  }
  if (!result.crc.ok) {
    throw new UsageError(`${safeText(app)} is damaged (its CRC is wrong): fwinspect explain FW201 says what to do`);
  }
  return factsOf(result);
}

/**
 * A device as its own report says.
 *
 * @param file where it was read, for an error; undefined = nobody has to be told
 */
export function reportedDevice(
  text: string,
  options: { readonly platform: string | undefined; readonly id?: string | undefined } & Partial<Protection>,
  file?: string,
): KnownDevice {
  const platform = platformOption(options.platform) ?? undefined;
  return orUsageError(reported(text, { platform, id: options.id, ...saidOf(options) }), file);
}
