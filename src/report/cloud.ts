/** Words for what the cloud is expected to do. It is a model of documented behaviour: nothing is promised. */
import type {
  CloudUnknown,
  DeadEnd,
  Flow,
  Forecast,
  ForecastEnd,
  ForecastNote,
  SentModule,
  Transfer,
  WayOut,
} from '../cloud/types.js';
import type { Course } from '../cloud/course.js';
import type { Confidence } from '../cloud/rules.js';
import { safeText } from '../base/safe-text.js';
import { MODULE_FUNCTION } from '../module/types.js';
import type { Requirement } from '../module/types.js';
import { bootReasonWords, factWords, modeWords, reasonWords } from './device.js';
import { byteCount, counted, moduleWords, slotWords, versionWords } from './words.js';

/** In which way the application comes. */
export const FLOW_WORDS: Readonly<Record<Flow, string>> = {
  application_only: 'the application alone',
  combined: 'Device OS and application in one file',
  combined_or_application_first: 'one file, or the application first (which of them is not known)',
  device_os_first: 'Device OS first, then the application',
  application_first: 'the application first, then what it needs, in safe mode',
  healed: 'what is missing, in safe mode',
  nothing: 'nothing',
  unknown: 'not known',
};

/** How sure it is. */
export const CONFIDENCE_WORDS: Readonly<Record<Confidence, string>> = {
  high: 'high confidence',
  medium: 'medium confidence',
  low: 'low confidence',
  unknown: 'not known',
};

function exactWords({ version, ...id }: Requirement, platform: number): string {
  if (id.function === MODULE_FUNCTION.userPart) return 'the application';
  return `${slotWords({ ...id, platform })} ${versionWords({ ...id, version, platform })}`;
}

/** "the application", "bootloader 1200 (4.2.0)" */
export function sentWords(module: SentModule, platform: number): string {
  if (module.asset !== null) return `asset ${safeText(module.asset.name)}`;
  if (module.function === MODULE_FUNCTION.userPart) return 'the application';
  return moduleWords({ ...module, platform });
}

/** One transfer: a module, or those of one file. */
export function transferWords({ modules }: Transfer, platform: number): string {
  const words = modules.map((one) => sentWords(one, platform));
  return words.length < 2 ? (words[0] ?? '') : `${words.join(' and ')} in one file`;
}

type Costs = Pick<Forecast, 'transfers' | 'restarts' | 'bytes' | 'withoutApplication' | 'safeModeSteps'>;

/** "3 transfers and restarts, at most 612,000 bytes, in safe mode from the first on" */
export function costWords({ transfers, restarts, bytes, withoutApplication, safeModeSteps }: Costs, what = ''): string {
  const restarted = restarts === transfers.length ? ' and restarts' : `, ${counted(restarts, 'restart')}`;
  const size = bytes === null ? 'bytes not known' : `at most ${byteCount(bytes)}${what}`;
  const without =
    withoutApplication === false
      ? 'no safe mode expected'
      : withoutApplication === 'unknown'
        ? 'whether in safe mode is not known'
        : safeModeSteps === 0
          ? 'then without the application'
          : `without the application for ${counted(safeModeSteps, 'transfer')}`;
  return `${counted(transfers.length, 'transfer')}${transfers.length === 1 && restarts === 1 ? ' and restart' : restarted}, ${size}, ${without}`;
}

/** Where the device is at the end, as the end of a sentence about it. */
export function endWords(end: ForecastEnd, platform: number): string {
  switch (end.kind) {
    case 'runs':
      return 'it is expected to run the application';
    case 'stays':
      return end.why === 'development'
        ? 'nothing is sent to a development device'
        : 'nothing is sent while its application keeps updates away';
    case 'refused':
      return `it refuses the application${becauseWords(end.reason, platform)}`;
    case 'loop': {
      const what = end.because === 'refused' ? 'it refuses that each time' : 'it never applies that';
      return `the cloud is expected to send ${exactWords(end.module, platform)} again and again, and ${what}${becauseWords(end.reason, platform)}: it does not get there`;
    }
    case 'dead_end':
      return `it does not get there by itself: ${deadEndWords(end.why, platform)}`;
    case 'unknown': {
      const then = end.ifSo === undefined ? '' : `; if so, ${endWords(end.ifSo, platform)}`;
      return `where it ends is not known: ${unknownWords(end.what, platform)}${then}`;
    }
  }
}

function becauseWords(reason: Parameters<typeof reasonWords>[0] | null, platform: number): string {
  return reason === null ? '' : ` (${reasonWords(reason, platform)})`;
}

function deadEndWords(why: DeadEnd, platform: number): string {
  switch (why.kind) {
    case 'nothing_missing': {
      const reasons = why.reasons.map((one) => bootReasonWords(one, platform)).join('; ');
      return `no module that is declared is missing, so the cloud sends nothing${reasons === '' ? '' : ` (${reasons})`}`;
    }
    case 'assets_not_uploaded':
      return `the cloud has not ${why.assets.map(({ name }) => safeText(name)).join(', ')}: the bundle was not uploaded`;
    case 'no_event':
      return `its Device OS ${versionWords({ function: MODULE_FUNCTION.systemPart, version: why.version, platform })} publishes no safe-mode event, so the cloud does not hear of it`;
    case 'does_not_come_back': {
      const reasons = why.reasons.map((one) => bootReasonWords(one, platform)).join('; ');
      return `${modeWords(why.mode)}${reasons === '' ? '' : ` (${reasons})`}, and never gets as far as the cloud`;
    }
  }
}

function unknownWords(what: CloudUnknown, platform: number): string {
  switch (what.kind) {
    case 'device':
      return what.fact === null
        ? 'too little is known of the device'
        : `${factWords(what.fact, platform)} is not known`;
    case 'verdict':
      return `whether it takes ${exactWords(what.module, platform)}${becauseWords(what.reason, platform)}`;
    case 'not_held':
      return `${exactWords(what.needs, platform)} is in no public release`;
    case 'no_way_known':
      return `how the cloud brings ${exactWords(what.needs, platform)} to a device is told nowhere`;
    case 'setting':
      return SETTING_WORDS[what.what];
    case 'connects':
      return 'Device OS does not define how it starts, so whether it still connects';
    case 'report':
      return 'the device says that something is missing, and not what';
    case 'board':
      return 'nothing is documented of that platform';
    case 'too_many':
      return 'more transfers than any device needs';
  }
}

const SETTING_WORDS: Readonly<Record<Extract<CloudUnknown, { kind: 'setting' }>['what'], string>> = {
  development: 'whether it is a development device',
  updatesEnabled: 'whether its application lets updates come',
  forced: 'whether the update is forced',
  bundleUploaded: 'whether the bundle with the assets was uploaded',
};

/** What a forecast has to say besides, one sentence each. */
export function noteWords(note: ForecastNote, platform: number): string {
  switch (note.kind) {
    case 'single_device':
      return 'for a single device it is not documented whether both come in one file';
    case 'combined_not_documented':
      return 'it is not documented whether both come in one file here';
    case 'order_not_known':
      return 'which of the needs comes first is not known; the device takes both orders';
    case 'pre_release': {
      const final = note.final === null ? '' : `; the vendor speaks of ${note.final}`;
      return `${exactWords(note.needs, platform)} is of the pre-release ${note.release}${final}`;
    }
    case 'several_files':
      return `several released files are ${exactWords(note.needs, platform)}, and need different things`;
    case 'session_resumed':
      return 'if its session is resumed, the cloud may not hear of the safe mode before the session ends (3 days)';
    case 'phantom_module':
      return 'that Device OS may list a module that is none, which stops updates (by chance, it hangs on the application)';
    case 'field_report':
      return `single devices were reported to fail here (${note.source})`;
  }
}

/** What to do by hand, one sentence each. */
export function wayOutWords(way: WayOut, platform: number): string {
  const list = (modules: readonly SentModule[]): string => modules.map((one) => sentWords(one, platform)).join(', ');
  switch (way.kind) {
    case 'send_first':
      return `send ${sentWords(way.module, platform)} over the air: then the cloud gets there`;
    case 'over_dfu':
      return `write over DFU: ${list(way.modules)}`;
    case 'flash_application':
      return 'flash the application again';
    case 'upload_bundle':
      return 'upload the bundle with its assets';
  }
}

/** The ways out of an end. */
export function waysOut(end: ForecastEnd): readonly WayOut[] {
  return 'wayOut' in end ? end.wayOut : [];
}

/** "Device OS first, then the application: bootloader 1101, ..." as one sentence; the end and what to do behind it. */
export function forecastWords(
  forecast: Costs & Pick<Forecast, 'flow' | 'end' | 'confidence'>,
  platform: number,
): string {
  const { flow, transfers, end, confidence } = forecast;
  const sent = transfers.map((one) => transferWords(one, platform)).join(', then ');
  const way = transfers.length === 0 ? '' : ` (${sent}; ${costWords(forecast)})`;
  const hands = waysOut(end).map((one) => wayOutWords(one, platform));
  const byHand = hands.length === 0 ? '' : `; by hand: ${hands.join('; or ')}`;
  const sure = end.kind === 'unknown' ? '' : `, ${CONFIDENCE_WORDS[confidence]}`;
  const isSent = flow === 'nothing' || flow === 'unknown';
  const head = isSent ? '' : `the cloud is expected to send ${FLOW_WORDS[flow]}${way}; `;
  return `${head}${endWords(end, platform)}${sure}${byHand}`;
}

/**
 * The same as a sentence of its own.
 *
 * @param isAdvised whether what to do by hand is said elsewhere; it is left out then
 */
export function forecastSentence(forecast: Forecast, platform: number, isAdvised: boolean): string {
  const { end } = forecast;
  const told = isAdvised && 'wayOut' in end ? { ...forecast, end: { ...end, wayOut: [] } } : forecast;
  const words = forecastWords(told, platform);
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

/** What the events of an update were, and what to do. */
export const COURSE_WORDS: Readonly<Record<Course, string>> = {
  none: 'no event about an update',
  started: 'a transfer has begun, and nothing says how it ended: wait, or see that the device is online',
  broken_off: 'the transfer was broken off or refused: see that the device stays online, and send it again',
  refused: 'the file came through, and the device refused it: `fwinspect plan` says what goes before it',
  success: 'one transfer came through, and the device did not go to safe mode',
  combined:
    'one file came through, and Device OS changed with it: Device OS and application in one file, without safe mode',
  healing: 'the device is in safe mode, and the cloud is sending what is missing: leave it online',
  healed: 'the device was in safe mode, and the cloud has sent what was missing',
  looping:
    'the device came back to safe mode with the same modules after a transfer: the cloud is expected to repeat that without end; `fwinspect rollout --device` names the way out by hand',
};
