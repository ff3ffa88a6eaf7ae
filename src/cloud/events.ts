/** The events that a user is expected to see. All names were seen in event streams; source: docs/cloud.md, "Events". */
import { CLOUD_SWITCHES } from '../catalog/cloud.js';
import { runningVersion } from '../device/accept.js';
import type { DeviceState } from '../device/types.js';
import type { CloudSetting, ExpectedEvent, ForecastEnd, Transfer } from './types.js';

/** What else decides about events. */
interface Ending {
  readonly end: ForecastEnd;
  readonly setting: CloudSetting;
  readonly hasApplication: boolean;
}

const STATUS = 'spark/status';
const FLASH = 'spark/flash/status';

/** Takes a device before anything, and what is sent; gives the events in their order. Success is success of a transfer, never of an installation. */
export function eventsOf(
  start: DeviceState,
  transfers: readonly Transfer[],
  { end, setting, hasApplication }: Ending,
): readonly ExpectedEvent[] {
  const running = runningVersion(start);
  const tellsUpdates = typeof running === 'number' && running >= CLOUD_SWITCHES.updateEvents;
  if (end.kind === 'stays') return end.why === 'updates_disabled' && tellsUpdates ? HELD_BACK : [];
  if (transfers.length === 0) return [];
  const isOfProduct = hasApplication && setting.sentTo === 'product';
  const announced = isOfProduct ? [{ name: STATUS, data: 'auto-update' }] : [];
  const last = end.kind === 'runs' ? endEvents(running, tellsUpdates, hasApplication) : [];
  return [...announced, ...transfers.flatMap(ofTransfer), ...last];
}

const HELD_BACK: readonly ExpectedEvent[] = [
  { name: 'particle/device/updates/enabled', data: 'false' },
  { name: 'particle/device/updates/pending', data: 'true' },
];

function ofTransfer({ judgement, afterwards }: Transfer): readonly ExpectedEvent[] {
  const begun = { name: FLASH, data: 'started ' };
  if (judgement !== 'ok') return [begun];
  return [
    begun,
    { name: FLASH, data: 'success ' },
    { name: STATUS, data: 'offline' },
    { name: STATUS, data: 'online' },
    ...(afterwards === 'safe-mode' ? [{ name: 'spark/status/safe-mode', data: '' }] : []),
  ];
}

function endEvents(
  running: number | 'unknown' | 'none',
  tellsUpdates: boolean,
  hasApplication: boolean,
): readonly ExpectedEvent[] {
  const tellsReset = typeof running === 'number' && running >= CLOUD_SWITCHES.lastResetEvent;
  return [
    ...(hasApplication ? [{ name: 'spark/device/app-hash', data: '' }] : []),
    ...(tellsReset ? [{ name: 'spark/device/last_reset', data: 'update' }] : []),
    ...(tellsUpdates
      ? [
          { name: 'particle/device/updates/forced', data: 'false' },
          { name: 'particle/device/updates/pending', data: 'false' },
          { name: 'particle/device/updates/enabled', data: 'true' },
        ]
      : []),
  ];
}
