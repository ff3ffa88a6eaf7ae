/** Words for what to do next. */
import { platformName } from '../catalog/platforms.js';
import type { NextAction } from '../plan/next.js';
import { atLeastWords, transportWords } from './device.js';
import { counted, moduleWords, releaseFor, slotWords } from './words.js';

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

function actionWords(action: NextAction, platform: number, short: (file: string) => string): string {
  switch (action.kind) {
    case 'take_own_platform': {
      const own = platformName(platform);
      return `The device is ${own}, and files are for ${someOf(action.platforms.map(platformName), 'other')}: take those for ${own}.`;
    }
    case 'provide':
      return `Flash ${atLeastWords(action.needs, platform)} first.`;
    case 'send_before':
      return `Flash ${short(action.file)} before ${short(action.before)}.`;
    case 'replace':
      return `Flash a ${slotWords({ ...action.module, platform })} first that needs no more than ${moduleWords({ ...action.atMost, platform })}.`;
    case 'use_transport':
      return `The device takes such files over ${transportWords(action.transport)}: --via ${action.transport}.`;
    case 'get_again':
      return `Download or build ${short(action.file)} again.`;
    case 'send_application':
      return action.again ? 'Flash the application again.' : 'Flash an application.';
    case 'send_again':
      return `Flash ${short(action.file)} again.`;
    case 'restore_bootloader':
      return `Over the air flash the bootloader of ${action.release} (${String(action.version)}) first: nothing else is applied; over DFU an application or system parts can be written.`;
    case 'install':
      return `Flash ${atLeastWords(action.needs, platform)}.`;
    case 'install_release': {
      const { needs, orBuiltFor } = action;
      const built = orBuiltFor === null ? null : releaseFor({ ...orBuiltFor, platform });
      const instead = built === null ? '' : `, or an application that was built for ${built} or older`;
      return `Flash the system parts of ${releaseFor({ ...needs, platform }) ?? ''} or newer${instead}.`;
    }
  }
}
