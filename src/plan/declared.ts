/** The modules of a release as its row in the release table declares them, as files that are not at hand. */
import { mainSlotOf, slotsIn } from '../catalog/flash-map.js';
import type { ReleaseRow } from '../catalog/releases.js';
import { wholeModule } from '../device/write.js';
import { moduleKey } from '../module/id.js';
import { MODULE_FLAG, MODULE_FUNCTION } from '../module/types.js';
import type { Requirement } from '../module/types.js';
import type { PlanFile } from './world.js';

/** Sizes are not recorded: 0 bytes. Modules without a slot in their own release are left out. */
export function declaredFiles(platform: number, row: ReleaseRow): readonly PlanFile[] {
  const slots = slotsIn(platform, row.system);
  return row.modules.flatMap((declared) => {
    const slot = mainSlotOf(declared, slots);
    if (slot === undefined) return [];
    const [dependency1, dependency2] = declared.dependencies;
    const { at: _at, ...facts } = wholeModule(
      platform,
      slot,
      declared.version,
      dependency1 ?? null,
      dependency2 ?? null,
    );
    const name = `${row.release}/${String(declared.function)}-${String(declared.index)}`;
    return [{ file: declared.file ?? name, size: 0, sha256: `declared ${name}`, facts }];
  });
}

/** The modules of a release, and the radio stack and prebootloader that they declare without the table having a line for them. */
export function allDeclared(platform: number, row: ReleaseRow): readonly PlanFile[] {
  const own = declaredFiles(platform, row);
  const needs = new Map<number, Requirement>();
  for (const one of row.modules.flatMap(({ dependencies }) => dependencies)) {
    const key = moduleKey(one);
    const isThere = own.some(({ facts }) => moduleKey(facts) === key);
    if (isThere || one.function === MODULE_FUNCTION.systemPart) continue;
    if ((needs.get(key)?.version ?? -1) < one.version) needs.set(key, one);
  }
  const slots = slotsIn(platform, row.system);
  const others = [...needs.values()].flatMap((need): readonly PlanFile[] => {
    const slot = slots.find((one) => moduleKey(one) === moduleKey(need) && one.store === 'main');
    if (slot === undefined) return [];
    const { at: _at, ...whole } = wholeModule(platform, slot, need.version, null, null);
    // Released radio stacks and NCP images carry that flag: their header is not installed.
    const isDropped = need.function === MODULE_FUNCTION.radioStack || need.function === MODULE_FUNCTION.ncpFirmware;
    const facts = isDropped ? { ...whole, flags: MODULE_FLAG.dropModuleInfo } : whole;
    const name = `${row.release}/${String(need.function)}-${String(need.index)}`;
    return [{ file: name, size: 0, sha256: `declared ${name}`, facts }];
  });
  return [...own, ...others];
}
