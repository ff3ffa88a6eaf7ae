/** What sequences of events are taken for. */
import { describe, expect, test } from 'vitest';
import { courseOf } from '../../src/cloud/course.js';
import { eventsInOrder } from '../../src/plan/events.js';
import { verifyUpdate } from '../../src/plan/verify.js';
import type { DeviceState } from '../../src/device/types.js';
import { withModule } from '../../src/device/shipped.js';
import { applicationFor, platformId, stateOf } from './cases.js';

const BORON = platformId('boron');
const ID = 'e00fce680000000000000000';
const line = (name: string, data = ''): string => `${name} ${data} ${ID}`;
const STARTED = line('spark/flash/status', 'started');
const SUCCESS = line('spark/flash/status', 'success');
const FAILED = line('spark/flash/status', 'failed');
const safeMode = (version: number): string =>
  line('spark/status/safe-mode', `{"p":13,"m":[{"f":"s","n":"1","v":${String(version)}}]}`);

const application = applicationFor(BORON, 'sys1@4200', 2);
const [OLD, NEW] = [stateOf('4.0.2', BORON), stateOf('4.2.0', BORON)];
const runs = withModule(NEW, application.facts);
const stuck = withModule(OLD, application.facts);

function course(lines: readonly string[], before: DeviceState | null, after: DeviceState, of = [application]) {
  const verification = verifyUpdate(before, after, of, { via: 'ota', events: null });
  return courseOf(eventsInOrder(lines.join('\n'), ID), { before, after, verification });
}

describe('a sequence of events', () => {
  test.each([
    ['none', course([], null, runs)],
    ['started', course([STARTED], null, stuck)],
    ['broken_off', course([STARTED, FAILED], null, stuck)],
    ['success', course([STARTED, SUCCESS], NEW, runs)],
    ['combined', course([STARTED, SUCCESS], OLD, runs)],
    ['healing', course([STARTED, SUCCESS, safeMode(4006), STARTED], OLD, stuck)],
    ['healing', course([STARTED, SUCCESS, safeMode(4006), STARTED, SUCCESS, safeMode(4100)], OLD, stuck)],
    ['healed', course([STARTED, SUCCESS, safeMode(4006), STARTED, SUCCESS], OLD, runs)],
    ['looping', course([safeMode(4006), STARTED, SUCCESS, safeMode(4006)], OLD, stuck)],
    ['healing', course([safeMode(4006), safeMode(4006), STARTED], OLD, stuck)],
  ])('%s', (wanted, found) => {
    expect(found).toBe(wanted);
  });

  test('what the device refuses is no success, whatever the event says', () => {
    const foreign = applicationFor(BORON, 'sys1@4200', 2, { crcOk: false });
    expect(course([STARTED, SUCCESS], null, OLD, [foreign])).toBe('refused');
    expect(course([STARTED, FAILED], null, OLD, [foreign])).toBe('refused');
  });
});
