/** The modules of a release as its row in the release table declares them, as files that are not at hand. */
import { mainSlotOf, slotsIn } from '../catalog/flash-map.js';
import type { ReleaseRow } from '../catalog/releases.js';
import { wholeModule } from '../device/write.js';
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
