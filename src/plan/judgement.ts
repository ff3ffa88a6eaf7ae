/** What a plan is worth: ok, not ok, or not known. */
import type { Judgement } from '../base/judgement.js';
import { bootJudgement, isOfUnknown } from '../device/judgement.js';
import type { Blocked, UpdatePlan } from './update.js';

/** Takes a plan: ok only where its end runs the application; without a way not ok, unless all that is in the way is not known. */
export function planJudgement(plan: UpdatePlan): Judgement {
  switch (plan.kind) {
    case 'plan':
      return bootJudgement(plan.end);
    case 'unreachable':
      return plan.blocked.length > 0 && plan.blocked.every(isNotKnown) ? 'unknown' : 'not-ok';
    case 'no_goal':
      return plan.reason === 'no_files' ? 'unknown' : 'not-ok';
    case 'limit':
    case 'unknown':
      return 'unknown';
  }
}

function isNotKnown({ reason }: Blocked): boolean {
  return typeof reason !== 'string' && isOfUnknown(reason);
}
