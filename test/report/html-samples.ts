/** Reports and graphs that the tests of the HTML page and of the graph share. */
import type { ModuleDescription } from '../../src/module/write.js';
import { orderModules } from '../../src/plan/order.js';
import { assess, PARTS } from '../../src/assess/assess.js';
import { readFirmwareFile } from '../../src/assess/file.js';
import type { FirmwareFile } from '../../src/assess/file.js';
import type { PlatformOrder } from '../../src/assess/types.js';
import type { ReachCell, ReachMatrix } from '../../src/release/reachability.js';
import type { HtmlReport } from '../../src/report/html.js';
import { NODE_TOOLS } from '../../src/source/node-tools.js';
import { build, FIXTURES } from '../support/fixtures.js';

export const hostileNames = [
  '"quoted" and \'single\'',
  '<b>bold</b>',
  '</style><script>alert(1)</script>',
  '</title></head><body onload=alert(1)>',
  '" onmouseover="alert(1)',
  '<!-- --><![CDATA[ ]]>',
  '&lt;&#60;&amp;',
  'app\u202enib.exe',
  'nul\u0000byte',
  'line\nbreak\r\u2028',
  'zero\u200bwidth\ufeff',
  '\ud800lone',
  '${alert(1)}`=',
  'x'.repeat(300),
] as const;

function filesOf(folder: string, rename: (file: string) => string): readonly FirmwareFile[] {
  return FIXTURES.filter(({ path }) => path.startsWith(`${folder}/`)).map(({ path, bytes }) =>
    readFirmwareFile(rename(path), bytes(), NODE_TOOLS),
  );
}

function groupFrom(files: readonly FirmwareFile[]): PlatformOrder {
  const [group] = assess(files, { parts: PARTS.deps }).order;
  return group ?? { platform: 0, items: [], order: orderModules([]), reach: null };
}

export function groupOf(folder: string, rename = (file: string): string => file): PlatformOrder {
  return groupFrom(filesOf(folder, rename));
}

/** A release from which another is reached in one step, or only with the files of `first`. */
export function reachCell(
  release: string,
  over: Partial<Extract<ReachCell['reach'], { readonly kind: 'direct' }>> = {},
  first: string | null = null,
): ReachCell {
  const cost = { steps: 1, bytes: 10, wireBytes: 10, safeModeSteps: 0, ...over };
  const reach =
    first === null ? { ...cost, kind: 'direct' as const } : { ...cost, kind: 'needs' as const, first: [first] };
  return { release, system: 1, reach };
}

export const matrixTo = (release: string, cells: readonly ReachCell[]): ReachMatrix => ({
  platform: 10,
  release,
  own: 3,
  declared: [],
  cells,
});

const CELLS = [reachCell('0.5.0', {}, '0.5.5'), reachCell('0.6.0')];

/** Two platforms, and a file that is no module. */
export function sampleReport(rename = (file: string): string => file): HtmlReport {
  const goals: Readonly<Record<number, string>> = { 10: '0.6.4', 6: '0.7.0' };
  const odd = filesOf('bad', rename).filter(({ size }) => size === 0);
  const all = [...['electron-0.6.4', 'photon-0.7.0'].flatMap((folder) => filesOf(folder, rename)), ...odd];
  const found = assess(all, { parts: PARTS.deps });
  const order = found.order.map((one) => ({ ...one, reach: matrixTo(goals[one.platform] ?? '', CELLS) }));
  return { ...found, title: 'a release', folder: '', order };
}

function made(name: string, descriptions: readonly ModuleDescription[]) {
  const files = descriptions.map((one, at) => readFirmwareFile(`${name}-${String(at)}.bin`, build(one), NODE_TOOLS));
  return { name, group: groupFrom(files) };
}

const part = (index: number, needs: number | null, platform = 10): ModuleDescription => ({
  platform,
  function: 4,
  index,
  version: 100 + index,
  start: 0x08020000,
  dependency1: needs === null ? null : { function: 4, index: needs, version: 100 + needs },
  code: 64,
});

/** Sets at the edges: a circle, none, one, a long chain, an unknown platform. */
export const graphSamples = [
  made('a circle', [part(1, 2), part(2, 3), part(3, 1)]),
  made('an empty set', []),
  made('one module', [part(1, null)]),
  made(
    'sixty modules',
    Array.from({ length: 60 }, (_one, at) => part(at + 1, at === 0 ? null : at)),
  ),
  made('an unknown platform', [part(1, 2, 777)]),
] as const;
