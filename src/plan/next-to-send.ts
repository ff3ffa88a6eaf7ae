/** After an update that is not done: what is sent next. */
import type { DeviceState, Transport } from '../device/types.js';
import { planJudgement } from './judgement.js';
import { planUpdate } from './update.js';
import type { PlanStep } from './update.js';
import type { PlanFile } from './world.js';

/** Device states looked at; an update that is under way has few left. */
const MOST_STATES = 500;

/**
 * Takes the device as it reports itself, and the files that shall be on it; gives the first step of the way to all of them, or null where there is
 * none, nothing is to be sent, or the application would not run at the end.
 */
export function nextToSend(state: DeviceState, files: readonly PlanFile[], via: Transport): PlanStep | null {
  if (via === 'dfu_flag') return null;
  const plan = planUpdate(state, files, { kind: 'files' }, { via, suggest: false, stateLimit: MOST_STATES });
  return plan.kind === 'plan' && planJudgement(plan) === 'ok' ? (plan.steps[0] ?? null) : null;
}
