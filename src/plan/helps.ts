/** Where a plan ends without the application: what would have it run. */
import type { Boot } from '../device/boot.js';
import type { DeviceState } from '../device/types.js';
import { isSameModule } from '../module/id.js';
import type { Requirement } from '../module/types.js';
import { planJudgement } from './judgement.js';
import { thingsOf } from './things.js';
import type { Thing } from './things.js';
import { planUpdate } from './update.js';
import type { PlanOptions } from './update.js';
import type { PlanFile } from './world.js';

/** What helps. */
export type Help =
  /** The application among the files, which is held back. */
  | { readonly kind: 'replace_application' }
  /** There is no application: any that runs with these files. */
  | { readonly kind: 'application' }
  /** What the application needs, from a release that is the goal then. */
  | { readonly kind: 'thing'; readonly thing: Thing };

/** Releases that are tried, the oldest first. */
const MOST_TRIED = 3;
/** Device states looked at for each. */
const MOST_STATES = 2000;

/** Takes the device, how a plan for it ends, and the files; gives what the application needs, of the first release with which a plan ends with it running. */
export function thingsThatHelp(
  state: DeviceState,
  end: Boot,
  files: readonly PlanFile[],
  options: PlanOptions,
): readonly Help[] {
  if (end.reasons.some(({ kind }) => kind === 'no_application')) return [{ kind: 'application' }];
  const needs = end.reasons.flatMap(neededBy);
  if (needs.length === 0) return [];
  const isEnough = ({ files: own }: Thing): boolean =>
    needs.some((one) => own.some(({ facts }) => isSameModule(facts, one) && facts.version >= one.version));
  const thing = thingsOf(state.platform)
    .filter(isEnough)
    .slice(0, MOST_TRIED)
    .find(({ release, files: own }) => {
      const goal = { kind: 'release', release } as const;
      const how = { ...options, suggest: false, stateLimit: MOST_STATES };
      return planJudgement(planUpdate(state, [...files, ...own], goal, how)) === 'ok';
    });
  return thing === undefined ? [] : [{ kind: 'thing', thing }];
}

function neededBy(reason: Boot['reasons'][number]): readonly Requirement[] {
  if (reason.kind !== 'application_needs' || reason.reason.kind !== 'dependency_too_low') return [];
  return [reason.reason.needs];
}
