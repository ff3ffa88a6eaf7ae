/** What a sequence of events was: success, refused, healed, combined or looping. Source: docs/cloud.md, "Events". */
import { runningVersion } from '../device/accept.js';
import type { DeviceState } from '../device/types.js';
import type { SeenEvent } from '../plan/events.js';
import type { Verification } from '../plan/verify.js';

/** Success is of a transfer, never of an installation. */
export type Course =
  'none' | 'started' | 'broken_off' | 'refused' | 'success' | 'combined' | 'healing' | 'healed' | 'looping';

/** What is known of the device besides. */
interface Around {
  /** The device before; null or undefined where nobody reported it. */
  readonly before: DeviceState | null | undefined;
  readonly after: DeviceState;
  readonly verification: Verification;
}

/** Takes the events of one device in their order, and what its reports say; gives what they were. */
export function courseOf(seen: readonly SeenEvent[], around: Around): Course {
  const has = (kind: SeenEvent['kind']): boolean => seen.some((one) => one.kind === kind);
  if (seen.length === 0) return 'none';
  if (isLooping(seen)) return 'looping';
  if (has('safe_mode')) return ofSafeMode(seen, around);
  const isRefused = around.verification.missing.some(({ why }) => why.kind === 'refused');
  // The era decides who hears of a refusal: an event of its own, a failed transfer, or nobody, so that it looks like a success.
  if (has('success')) return isRefused ? 'refused' : ofSuccess(around);
  if (has('failed')) return isRefused && around.verification.refusal?.failsTransfer === true ? 'refused' : 'broken_off';
  return isRefused && has('result') ? 'refused' : 'started';
}

/** Two safe-mode events with equal modules, and a transfer that came through between them. */
function isLooping(seen: readonly SeenEvent[]): boolean {
  let modules: string | null = null;
  let isThrough = false;
  for (const { kind, data } of seen) {
    if (kind === 'success') isThrough = true;
    if (kind !== 'safe_mode') continue;
    const now = modulesIn(data);
    if (now === null) continue;
    if (isThrough && now === modules) return true;
    modules = now;
    isThrough = false;
  }
  return false;
}

/** The modules that a safe-mode event lists, as text; null where it lists none. */
function modulesIn(data: string): string | null {
  const plain = data.replace(/[\\\s]/g, '');
  const from = plain.indexOf('"m":[');
  const to = plain.lastIndexOf(']');
  return from < 0 || to < from ? null : plain.slice(from, to);
}

function ofSafeMode(seen: readonly SeenEvent[], { verification }: Around): Course {
  const lastSafe = seen.findLastIndex(({ kind }) => kind === 'safe_mode');
  const isThrough = seen.slice(lastSafe).some(({ kind }) => kind === 'success');
  return isThrough && verification.end.mode === 'runs-app' ? 'healed' : 'healing';
}

/** One file with both: Device OS is another one, and the device never was in safe mode. */
function ofSuccess({ before, after }: Around): Course {
  const [was, is] = [before == null ? 'unknown' : runningVersion(before), runningVersion(after)];
  return typeof was === 'number' && typeof is === 'number' && was !== is ? 'combined' : 'success';
}
