/** The reachability matrix of a group of files, as the HTML report shows it. */
import { releaseOf, resolveRelease } from '../catalog/releases.js';
import { MODULE_FUNCTION } from '../module/types.js';
import { reachability } from '../release/reachability.js';
import type { Reach } from '../release/reachability.js';
import type { DepsGroup } from '../report/deps.js';
import type { HtmlGroup, ReachRow } from '../report/html.js';

/** From which installed releases the files lead to their own release, or to the one that was asked for. */
export function reachOf({ platform, items }: DepsGroup, to: string | undefined): Pick<HtmlGroup, 'goal' | 'reach'> {
  const goal = goalOf(platform, items, to);
  if (goal === null) return { goal: null, reach: [] };
  const matrix = reachability(platform, goal, items);
  return { goal, reach: (matrix?.cells ?? []).map(({ release, reach }) => rowOf(release, reach)) };
}

function goalOf(platform: number, items: DepsGroup['items'], to: string | undefined): string | null {
  if (to !== undefined) {
    const resolved = resolveRelease(to, platform);
    return resolved.kind === 'found' ? resolved.release : null;
  }
  const versions = items
    .filter(({ module }) => module.function === MODULE_FUNCTION.systemPart)
    .map(({ module }) => module.version);
  return versions.length === 0 ? null : releaseOf(Math.max(...versions), platform);
}

function rowOf(release: string, reach: Reach): ReachRow {
  const without = (needs: string): ReachRow => ({ release, steps: null, wireBytes: null, safeModeSteps: 0, needs });
  switch (reach.kind) {
    case 'direct': {
      const { steps, wireBytes, safeModeSteps } = reach;
      return { release, steps, wireBytes, safeModeSteps, needs: null };
    }
    case 'needs':
      return without(`needs ${reach.first.join(', then ')} first`);
    case 'unreachable':
      return without('not reachable over the air with these files');
    case 'limit':
      return without('not known: there are too many ways to try');
    case 'unknown':
      return without('what such a device has is not recorded');
  }
}
