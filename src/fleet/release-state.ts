/** A device of which a list says platform and Device OS release alone, as a state that can be judged. */
import { rowOfDevice, resolveDeviceRelease } from '../catalog/assumed.js';
import type { Assumed } from '../catalog/assumed.js';
import { shippedRow } from '../device/shipped.js';
import type { DeviceState } from '../device/types.js';
import type { FleetUnknown, RowWord } from './types.js';

/** The state that stands for a row, or what the row lacks. */
export type RowState =
  | {
      readonly kind: 'state';
      readonly state: DeviceState;
      readonly release: string;
      /** Module version of the system parts. */
      readonly version: number;
      readonly assumed: readonly Assumed[];
    }
  | { readonly kind: 'unknown'; readonly what: FleetUnknown };

/**
 * The state that stands for a row: what the release consists of, with an application that was built for it, as for a release of a range. Only what
 * follows from the system part and from the file itself is known of such a device: the caller has to leave the rest open.
 */
export function stateOfRow({ platform, deviceOs, flaw }: Pick<RowWord, 'platform' | 'deviceOs' | 'flaw'>): RowState {
  if (flaw !== undefined) return { kind: 'unknown', what: flaw };
  if (deviceOs === null) return { kind: 'unknown', what: 'no_version' };
  if (platform === null) return { kind: 'unknown', what: 'no_platform' };
  const resolved = resolveDeviceRelease(deviceOs, platform);
  // The nearest release is not the one that runs.
  if (resolved.kind !== 'found' || resolved.asked !== null) return { kind: 'unknown', what: 'unknown_release' };
  const { release, version } = resolved;
  const known = rowOfDevice({ release, version }, platform);
  const shipped = known === null ? null : shippedRow(known.row, 'for_release');
  if (known === null || shipped === null) return { kind: 'unknown', what: 'unknown_release' };
  return { kind: 'state', state: shipped.state, release, version, assumed: known.assumed };
}
