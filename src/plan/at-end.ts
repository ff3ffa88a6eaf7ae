/** What of the files of a plan is on the device at the end. */
import { imagesOf } from '../device/combined.js';
import type { ModuleFacts } from '../device/types.js';
import { moduleKey } from '../module/id.js';
import { MODULE_FUNCTION } from '../module/types.js';
import type { PlanStep, UpdatePlan } from './update.js';
import { isInstalled, whetherInstalled } from './world.js';
import type { PlanFile } from './world.js';

type Reachable = Extract<UpdatePlan, { readonly kind: 'plan' }>;

/** Takes a plan; gives the steps whose files no later step replaces. */
export function stepsAtEnd({ steps, state }: Pick<Reachable, 'steps' | 'state'>): readonly PlanStep[] {
  return steps.filter(
    ({ file }, at) =>
      whetherInstalled(state, file, 'by_version') !== false ||
      !steps.slice(at + 1).some((later) => isForSameSlot(file, later.file)),
  );
}

/** A device has one application, whatever its index; assets lie beside each other. */
function isForSameSlot(file: PlanFile, later: PlanFile): boolean {
  const others = imagesOf(later.facts);
  return imagesOf(file.facts).some((one) => others.some((other) => isOfSameSlot(one, other)));
}

function isOfSameSlot(one: ModuleFacts, other: ModuleFacts): boolean {
  if (one.function !== other.function || one.function === MODULE_FUNCTION.asset) return false;
  return one.function === MODULE_FUNCTION.userPart || moduleKey(one) === moduleKey(other);
}

/** Takes a plan and the files that it was made of; tells whether all of them are on the device at the end. */
export function endsWithAll({ state }: Pick<Reachable, 'state'>, files: readonly PlanFile[]): boolean {
  return files.every((file) => isInstalled(state, file));
}
