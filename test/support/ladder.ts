/** The longest ladder of the release table, for the benchmark: Electron 0.4.8-rc.6 to 3.3.1. */
import { releaseRows } from '../../src/catalog/releases.js';
import { shippedState } from '../../src/device/shipped.js';
import { declaredFiles } from '../../src/plan/declared.js';
import { planUpdate } from '../../src/plan/update.js';
import { ELECTRON } from './devices.js';

const FROM = '0.4.8-rc.6';
const TO = '3.3.1';
const NEEDED = ['0.5.5', '0.6.4', '0.7.0', '1.2.1', '2.0.0', TO];

/** Plans with every final release, with all releases, or with the documented ones and so many final ones besides. */
export function planLadder(which: 'final' | 'all' | number, shortest = false) {
  const rows = releaseRows(ELECTRON);
  const others = rows.filter(({ release }) => !release.includes('-') && !NEEDED.includes(release));
  const more = typeof which === 'number' ? others.slice(0, which) : [];
  const used = rows.filter((row) => {
    if (which === 'all') return true;
    if (which === 'final') return !row.release.includes('-') || row.release === FROM;
    return NEEDED.includes(row.release) || more.includes(row);
  });
  const files = used
    .flatMap((row) => declaredFiles(ELECTRON, row))
    .map((file) => ({ ...file, size: 100_000 + file.facts.version }));
  const start = shippedState(FROM, ELECTRON, 'for_release');
  if (start === null) throw new Error(`no ${FROM}`);
  const plan = planUpdate(start.state, files, { kind: 'release', release: TO }, { via: 'ota', shortest });
  const bytes = plan.kind === 'plan' ? plan.totals.bytes : -1;
  return {
    bytes,
    kind: plan.kind,
    modules: files.length,
    releases: used.length,
    steps: plan.kind === 'plan' ? plan.steps.length : -1,
  };
}
