/** Where there is no way over one transport: the others. */
import type { DeviceState } from '../device/types.js';
import { planJudgement } from './judgement.js';
import { planUpdate } from './update.js';
import type { PlanOptions, UpdateGoal } from './update.js';
import type { PlanFile } from './world.js';

const WAYS = ['ota', 'serial', 'local', 'dfu'] as const;

/** Device states looked at on each other way: real ladders take some dozen, and nobody waits long for what was not asked. */
const MOST_STATES = 500;

/** Takes a question that has no plan over its transport; gives the transports over which there is one that ends well. */
export function otherWays(
  state: DeviceState,
  files: readonly PlanFile[],
  goal: UpdateGoal,
  asked: PlanOptions,
): readonly (typeof WAYS)[number][] {
  return WAYS.filter((via) => {
    if (via === asked.via) return false;
    const plan = planUpdate(state, files, goal, { ...asked, via, suggest: false, stateLimit: MOST_STATES });
    return plan.kind === 'plan' && plan.steps.length > 0 && planJudgement(plan) === 'ok';
  });
}
