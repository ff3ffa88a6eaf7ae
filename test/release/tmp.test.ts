import { test } from 'vitest';
import { PLATFORMS } from '../../src/catalog/platforms.js';
import { releaseRows } from '../../src/catalog/releases.js';
import { reachability } from '../../src/release/reachability.js';
test('x', () => {
  const t0=Date.now();
  for (const {id,name} of PLATFORMS) {
    const row = releaseRows(id).findLast(r=>!r.release.includes('-'));
    if (!row) continue;
    const t=Date.now();
    const m = reachability(id,row.release,[])!;
    const k: Record<string,number> = {};
    for (const c of m.cells) { const w = c.reach.kind+('steps' in c.reach? ' '+c.reach.steps:'')+('first' in c.reach?' '+c.reach.first:''); k[w]=(k[w]??0)+1; }
    console.log(name,row.release,Date.now()-t,'ms',JSON.stringify(k));
  }
  console.log('all',Date.now()-t0);
}, 300000);
