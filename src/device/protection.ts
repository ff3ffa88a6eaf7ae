/** Whether a device is a protected one, where its report does not say: no describe message and no inspect text of 6.0.0 or later does. */
import { runningEra, runningVersion } from './accept.js';
import type { DeviceState, Transport } from './types.js';

/** A device of which it is decided whether it is protected. */
export interface SettledProtection {
  readonly state: DeviceState;
  /** Nobody said it and it matters: the device is taken for an open one. Module version of what runs; null where that is not known. */
  readonly assumedOf: { readonly running: number | null } | null;
}

/**
 * Takes a device and what a person says of it (null = nothing); gives it with its protection settled.
 *
 * Over the air a protected device takes what an open one takes, so nothing is assumed there.
 *
 * @param isTold whether `state` says of itself that it is open: not where a release as shipped stands for a device
 */
export function settleProtection(
  state: DeviceState,
  { said, via, isTold }: { readonly said: boolean | null; readonly via: Transport; readonly isTold: boolean },
): SettledProtection {
  if (state.protection === 'protected' || state.protection === 'service_mode') return { state, assumedOf: null };
  const isOpen = state.protection === 'open';
  const era = runningEra(state);
  const mayBeProtected = 'kind' in era ? !isOpen : era.protection;
  if (!mayBeProtected || (isOpen && isTold)) return { state, assumedOf: null };
  if (said !== null) return { state: { ...state, protection: said ? 'protected' : 'open' }, assumedOf: null };
  if (via === 'ota') return { state, assumedOf: null };
  const running = runningVersion(state);
  return {
    state: { ...state, protection: 'open' },
    assumedOf: { running: typeof running === 'number' ? running : null },
  };
}
