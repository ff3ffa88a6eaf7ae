/** Goals of which it is certain that no device reaches them, whatever of it is not known. */
import { listenTo } from '../device/trace.js';
import type { DeviceState, ModuleFacts } from '../device/types.js';
import { MODULE_FUNCTION } from '../module/types.js';
import { everTaken } from './relaxed.js';
import { isInstalled } from './world.js';
import type { PlanFile } from './world.js';

/**
 * Whether one of the files is taken by no release, whatever is sent before, and is not what lies in its place: then no way leads to all of them. Not
 * for DFU, which checks nothing.
 *
 * @param files the files that are for the device, one for each slot
 */
export function isOutOfReach(state: DeviceState, files: readonly PlanFile[]): boolean {
  // What is inside of another file may come with that.
  if (files.some(({ facts }) => facts.inner !== null || facts.combined.length > 0)) return false;
  // What is not known was heard of before; here it may be anything.
  return listenTo(() => {
    const taken = everTaken(state, files);
    return files.some((file) => !taken.has(file) && !mayBeInstalled(state, file));
  }).answer;
}

function mayBeInstalled(state: DeviceState, file: PlanFile): boolean {
  return !isInOneSlot(file.facts) || state.unknown.includes(file.facts.start) || isInstalled(state, file);
}

/** Modules that do not lie in flash where their header says. */
const ELSEWHERE: readonly number[] = [MODULE_FUNCTION.radioStack, MODULE_FUNCTION.ncpFirmware, MODULE_FUNCTION.asset];

/** Whether the address of a header tells where to look for the module. */
function isInOneSlot({ function: moduleFunction, dynamicStart }: ModuleFacts): boolean {
  return dynamicStart === null && !ELSEWHERE.includes(moduleFunction);
}
