/** Words for what to do next. */
import { platformName } from '../catalog/platforms.js';
import type { NextAction } from '../plan/next.js';
import type { Thing } from '../plan/things.js';
import { transportWords } from './device.js';
import { counted, moduleWords, releaseFor, slotWords } from './words.js';

/** What still works over DFU. */
const OVER_DFU = {
  application_and_parts: '; over DFU an application or system parts can be written',
  application: '; over DFU an application can be written',
  nothing: '',
} as const;

/**
 * Each action as a sentence, every sentence once.
 *
 * @param platform of the device
 * @param short file names as they are shown
 */
export function nextWords(
  actions: readonly NextAction[],
  platform: number,
  short: (file: string) => string,
): readonly string[] {
  const words = [...new Set(actions.map((one) => actionWords(one, platform, short)))];
  const left = words.length - MOST_ACTIONS;
  return left <= 0 ? words : [...words.slice(0, MOST_ACTIONS), `And ${counted(left, 'more thing')} of the kind.`];
}

/** Nobody does more at once. */
const MOST_ACTIONS = 20;
const MOST_NAMES = 10;

function someOf(names: readonly string[], noun: string): string {
  const left = names.length - MOST_NAMES;
  return [...names.slice(0, MOST_NAMES), ...(left <= 0 ? [] : [counted(left, noun)])].join(' and ');
}

/** So many are flashed one by one by hand, if anybody does that. */
const MOST_IN_ORDER = 100;

function inOrder(names: readonly string[]): string {
  const left = names.length - MOST_IN_ORDER;
  const more = left <= 0 ? '' : ` and ${counted(left, 'more file')} (fwinspect deps has the order)`;
  return `${names.slice(0, MOST_IN_ORDER).join(', ')}${more}`;
}

function actionWords(action: NextAction, platform: number, short: (file: string) => string): string {
  switch (action.kind) {
    case 'take_own_platform': {
      const own = platformName(platform);
      return `The device is ${own}, and files are for ${someOf(action.platforms.map(platformName), 'other')}.`;
    }
    case 'provide':
      return `Flash ${moduleWords({ ...action.module, platform })} first.`;
    case 'send_before':
      return `Flash ${short(action.file)} before ${short(action.before)}.`;
    case 'send_in_order':
      return `Flash in this order: ${inOrder(action.files.map(short))}.`;
    case 'get':
      return `Get ${thingsWords(action.things)}: with ${isOne(action.things) ? 'it' : 'them'} fwinspect plan has a way.`;
    case 'use_transport':
      return `The device takes such files over ${transportWords(action.transport)}: --via ${action.transport}.`;
    case 'get_again':
      return `Download or build ${short(action.file)} again.`;
    case 'send_application':
      return action.again ? 'Flash the application again.' : 'Flash an application.';
    case 'send_again':
      return `Flash ${short(action.file)} again.`;
    case 'restore_bootloader':
      return `Over the air flash the bootloader of ${action.release} (${String(action.version)}) first: nothing else is applied${OVER_DFU[action.overDfu ?? 'nothing']}.`;
    case 'install': {
      const { things, over, orBuiltFor } = action;
      const built = orBuiltFor === null ? null : releaseFor({ ...orBuiltFor, platform });
      const instead = built === null ? '' : `, or an application that was built for ${built} or older`;
      const order = isOne(things) ? '' : ' in the order of fwinspect plan';
      const way = over.length === 0 ? '' : ` (over ${over.map(transportWords).join(' and ')})`;
      return `Flash ${thingsWords(things)}${way}${order}${instead}.`;
    }
  }
}

const isOne = (things: readonly Thing[]): boolean => things.length === 1 && things[0]?.files.length === 1;

/** "the system parts of 0.7.0 and the bootloader of 1.5.2 (502)" */
function thingsWords(things: readonly Thing[]): string {
  return things.map(thingWords).join(' and ');
}

function thingWords({ what, release, files }: Thing): string {
  const [first] = files;
  if (first === undefined) return release;
  const version = String(first.facts.version);
  switch (what) {
    case 'system':
      return `the system part${files.length === 1 ? '' : 's'} of ${release}`;
    default:
      return `the ${slotWords(first.facts)} of ${release} (${version})`;
  }
}
