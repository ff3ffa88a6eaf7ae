import type { FirmwareFile } from '../assess/file.js';
import { filesFor, sendable } from '../assess/sendable.js';
import type { DeviceState } from '../device/types.js';
import { sendableFiles } from '../plan/applications.js';
import type { PlanStep } from '../plan/update.js';
import type { Course } from '../cloud/course.js';
import { courseOf } from '../cloud/course.js';
import { eventsInOrder, readEvents, safeModeSince } from '../plan/events.js';
import { nextToSend } from '../plan/next-to-send.js';
import { verifyUpdate } from '../plan/verify.js';
import { documentText } from '../report/json.js';
import { A_REPORT } from '../report/device-report.js';
import { verifyJson, verifyText } from '../report/plan.js';
import { assumedOf } from '../assess/assumed.js';
import { differenceOfDevices } from '../assess/same-device.js';
import { safeText } from '../base/safe-text.js';
import { platformName } from '../catalog/platforms.js';
import { textOptions, UsageError, writeErrors, writeOutput } from './context.js';
import { knownDevice, nameOf, reportText } from './device.js';
import type { KnownDevice } from './device.js';
import { exitCode } from './exit-code.js';
import { readInput } from './input.js';
import type { DeviceOptions, VerifyOptions } from './options.js';
import { nothingFor, wantsJson, writeSkipped } from './shared.js';

/** `fwinspect verify --device BEFORE --device AFTER FILE...` */
export async function verify(args: readonly string[], options: VerifyOptions): Promise<number> {
  const json = wantsJson(options);
  if (options.device.length === 0) {
    throw new UsageError(`which device? say --device REPORT once (after) or twice (before, after): ${A_REPORT}`);
  }
  if (options.device.length > 2) throw new UsageError('verify takes one device report or two: before and after');
  const base: DeviceOptions = {
    from: undefined,
    device: undefined,
    id: options.id,
    platform: options.platform,
    app: undefined,
    protected: undefined,
  };
  const devices: KnownDevice[] = [];
  for (const device of options.device) devices.push(await knownDevice({ ...base, device, via: 'ota' }, []));
  refuseWrongPair(devices, options.device);
  const states = devices.map(({ state }) => state);
  const id = devices.at(-1)?.id ?? null;
  const log = options.events === undefined ? null : await reportText(options.events);
  const events = log === null ? null : readEvents(log, id);
  const seen = log === null ? [] : eventsInOrder(log, id);
  const input = await readInput(args, { all: options.all, memory: options.memory, hashes: true });
  const after = states.at(-1);
  if (after === undefined) throw new UsageError('no device report');
  const files = filesFor(after.platform, input.files);
  const verification = verifyUpdate(states.length > 1 ? (states[0] ?? null) : null, after, files, {
    via: options.via,
    events,
    safeMode: safeModeSince(seen, devices.at(-1)?.at ?? null),
    byVersion: options.byVersion,
  });
  const course =
    log === null ? null : courseOf(seen, { before: states.length > 1 ? states[0] : null, after, verification });
  const next =
    verification.judgement === 'not-ok' && verification.safeMode === null && !isUnderWay(course)
      ? nextOf(after, files, options)
      : null;
  const assumed = assumedOf({ start: [], state: after, files: [], goal: null });
  const notes = devices.flatMap(({ unclear }, at) => unclear.map((one) => noteOf(one, at, devices.length)));
  const errors = [...input.errors, ...(files.length === 0 ? [nothingFor(after.platform)] : [])];
  if (json) {
    writeOutput(
      documentText(verifyJson(verification, after.platform, events, assumed, errors, notes, course, next)),
      options.output,
    );
  } else {
    writeOutput(
      verifyText(verification, after, events, assumed, textOptions(options), notes, course, next),
      options.output,
    );
    writeSkipped(input.skipped, options);
  }
  writeErrors(errors);
  return exitCode({ judgement: verification.judgement, unreadable: errors.length > 0 });
}

/**
 * What one device was says nothing of what another one became, nor what it is of what it was.
 *
 * @throws UsageError where the two reports are of two devices, or the second is the older one
 */
function refuseWrongPair([before, after]: readonly KnownDevice[], files: readonly string[]): void {
  if (before === undefined || after === undefined) return;
  const difference = differenceOfDevices(before, after);
  if (difference === null) {
    if (before.at === null || after.at === null || before.at <= after.at) return;
    const second = nameOf(files[1] ?? '');
    throw new UsageError(`${second}: the second report is the older one; give it first, or leave it out`);
  }
  const whose = ({ id, state }: KnownDevice): string =>
    difference === 'platform' ? platformName(state.platform) : safeText(id ?? '');
  const [first, second] = files.map(nameOf);
  throw new UsageError(
    `${first ?? ''} is of ${whose(before)}, ${second ?? ''} of ${whose(after)}: these are two devices, so what landed is not known; give two reports of one device, or the one from afterwards alone`,
  );
}

/** While something is on its way nothing else is sent. */
const isUnderWay = (course: Course | null): boolean => course === 'healing' || course === 'started';

/** What `plan` would send first: nothing that `check` refuses, and no application that nobody named in the place of the device's own. */
function nextOf(
  after: DeviceState,
  files: readonly FirmwareFile[],
  { via }: Pick<VerifyOptions, 'via'>,
): PlanStep | null {
  return nextToSend(after, sendableFiles(after, sendable(files, false).files, false).files, via);
}

/** Of two reports a note says of which it is. */
function noteOf(note: string, at: number, count: number): string {
  return count === 1 ? note : `${at === 0 ? 'before' : 'after'}: ${note}`;
}
