/** Whether two reports can be of one device. */
import type { DeviceState } from '../device/types.js';

/** What a report says of whose it is. */
export interface ReportOwner {
  /** The ID of the device; null where the report has none. */
  readonly id: string | null;
  /** The device as it reports itself. */
  readonly state: Pick<DeviceState, 'platform'>;
}

/** Takes two reports; gives what shows that they are of two devices, or null where nothing does: an ID that one of them lacks shows nothing. */
export function differenceOfDevices(one: ReportOwner, other: ReportOwner): 'platform' | 'id' | null {
  if (one.state.platform !== other.state.platform) return 'platform';
  if (one.id === null || other.id === null) return null;
  return one.id.toLowerCase() === other.id.toLowerCase() ? null : 'id';
}
