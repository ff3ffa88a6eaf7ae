/** Where an update shall end. */
import { groupBy } from '../base/group-by.js';
import type { Boot } from '../device/boot.js';
import { contentKey } from '../device/module-file.js';
import type { DeviceState } from '../device/types.js';
import { moduleKey } from '../module/id.js';
import type { ModuleKey } from '../module/id.js';
import { isInstalled, versionIn } from './world.js';
import type { PlanFile } from './world.js';

/** One slot's part of the goal. */
export type GoalPart =
  /** Just this file. */
  | { readonly kind: 'file'; readonly key: ModuleKey; readonly file: PlanFile }
  /** A system part of just this version. */
  | { readonly kind: 'version'; readonly key: ModuleKey; readonly version: number }
  /** At least this version. */
  | { readonly kind: 'minimum'; readonly key: ModuleKey; readonly version: number };

export interface Goal {
  readonly parts: readonly GoalPart[];
  /** Whether the application must run at the end. */
  readonly runsApplication: boolean;
}

export function isMetBy(part: GoalPart, state: DeviceState): boolean {
  switch (part.kind) {
    case 'file':
      return isInstalled(state, part.file);
    case 'version':
      return versionIn(state, part.key) === part.version;
    case 'minimum':
      return (versionIn(state, part.key) ?? -1) >= part.version;
  }
}

/** Whether a file would meet a part of the goal. */
export function meets(part: GoalPart, file: PlanFile): boolean {
  if (moduleKey(file.facts) !== part.key) return false;
  switch (part.kind) {
    case 'file':
      return contentKey(part.file) === contentKey(file);
    case 'version':
      return file.facts.version === part.version;
    case 'minimum':
      return file.facts.version >= part.version;
  }
}

/** The files that would meet a part of the goal, in their order: what `meets` says of each, without asking all of them. */
export function meetingIn(files: readonly PlanFile[]): (part: GoalPart) => readonly PlanFile[] {
  const ofSlot = groupBy(files, ({ facts }) => moduleKey(facts));
  const ofContent = groupBy(files, contentKey);
  return (part) => {
    const near = part.kind === 'file' ? ofContent.get(contentKey(part.file)) : ofSlot.get(part.key);
    return (near ?? []).filter((file) => meets(part, file));
  };
}

export function isReached(goal: Goal, state: DeviceState, boot: Boot): boolean {
  return (!goal.runsApplication || boot.mode === 'runs-app') && goal.parts.every((part) => isMetBy(part, state));
}

export function unmetParts(goal: Goal, state: DeviceState): readonly GoalPart[] {
  return goal.parts.filter((part) => !isMetBy(part, state));
}
