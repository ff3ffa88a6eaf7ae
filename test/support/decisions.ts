/** Questions to the device twin as a planner asks them: released modules, devices of every release, every platform and way. For the benchmark. */
import { slotsIn } from '../../src/catalog/flash-map.js';
import { releaseRows } from '../../src/catalog/releases.js';
import { accept } from '../../src/device/accept.js';
import { shippedState } from '../../src/device/shipped.js';
import type { DeviceState, ModuleFacts, Transport } from '../../src/device/types.js';

export { accept };

export interface Question {
  readonly state: DeviceState;
  readonly module: ModuleFacts;
  readonly transport: Transport;
}

const TRANSPORTS: readonly Transport[] = ['ota', 'ota', 'serial', 'local', 'dfu'];
/** Releases whose modules are offered to each device. */
const OFFERED = 5;

/** The same questions at every call. */
export function questions(): readonly Question[] {
  const platforms = [...new Set(releaseRows().map(({ platform }) => platform))];
  return platforms.flatMap((platform) => {
    const devices = releaseRows(platform).flatMap(({ release }) => {
      const shipped = slotsIn(platform, 0).length === 0 ? null : shippedState(release, platform, 'for_release');
      return shipped === null ? [] : [shipped.state];
    });
    const step = Math.max(1, Math.floor(devices.length / OFFERED));
    const offered = devices.filter((_, at) => at % step === 0).flatMap(({ modules }) => modules);
    return devices.flatMap((state, device) =>
      offered.map((module, at) => ({
        state,
        module,
        transport: TRANSPORTS[(device + at) % TRANSPORTS.length] ?? 'ota',
      })),
    );
  });
}
