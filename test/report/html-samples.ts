/** Reports and graphs that the tests of the HTML page and of the graph share. */
import { createHash } from 'node:crypto';
import { readModule } from '../../src/index.js';
import type { ModuleDescription } from '../../src/module/write.js';
import { orderModules } from '../../src/plan/order.js';
import { moduleFile } from '../../src/device/module-file.js';
import type { ModuleFile } from '../../src/device/module-file.js';
import type { HtmlGroup, HtmlReport, ReachRow } from '../../src/report/html.js';
import { checkFile, checkSet } from '../../src/rules/run.js';
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

interface Read {
  readonly file: string;
  readonly bytes: Uint8Array;
}

function itemsOf(files: readonly Read[]): readonly ModuleFile[] {
  return files.flatMap(({ file, bytes }) => {
    const module = readModule(bytes);
    return module.kind === 'module' ? [moduleFile({ file, size: bytes.length, sha256: idOf(bytes) }, module)] : [];
  });
}

const idOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function filesOf(folder: string, rename: (file: string) => string): readonly Read[] {
  return FIXTURES.filter(({ path }) => path.startsWith(`${folder}/`)).map(({ path, bytes }) => ({
    file: rename(path),
    bytes: bytes(),
  }));
}

function groupFrom(files: readonly Read[]): HtmlGroup {
  const items = itemsOf(files);
  const platform = items[0]?.module.platform ?? 0;
  const order = orderModules(items);
  const subjects = files.map(({ file, bytes }) => ({ file, size: bytes.length, result: readModule(bytes) }));
  const findings = [...subjects.flatMap(checkFile), ...checkSet({ platform, items, order })];
  return { platform, items, order, findings, goal: null, reach: [] };
}

export function groupOf(folder: string, rename = (file: string): string => file): HtmlGroup {
  return groupFrom(filesOf(folder, rename));
}

export function reachRow(release: string, over: Partial<ReachRow> = {}): ReachRow {
  return { release, steps: 1, wireBytes: 10, safeModeSteps: 0, needs: null, ...over };
}

const REACH = [reachRow('0.5.0', { steps: null, needs: 'needs 0.5.5 first' }), reachRow('0.6.0')];

/** Two platforms, and a file that is no module. */
export function sampleReport(rename = (file: string): string => file): HtmlReport {
  const folders = [
    ['electron-0.6.4', '0.6.4'],
    ['photon-0.7.0', '0.7.0'],
  ] as const;
  const odd = filesOf('bad', rename).filter(({ bytes }) => bytes.length === 0);
  const all = [...folders.flatMap(([folder]) => filesOf(folder, rename)), ...odd];
  const files = all.map(({ file, bytes }) => ({
    file,
    size: bytes.length,
    result: readModule(bytes),
    sha256: idOf(bytes),
  }));
  return {
    title: 'a release',
    folder: '',
    groups: folders.map(([folder, goal]) => ({ ...groupOf(folder, rename), goal, reach: REACH })),
    files,
    findings: files.filter(({ result }) => result.kind === 'rejection').flatMap(checkFile),
  };
}

function made(name: string, descriptions: readonly ModuleDescription[]) {
  const files = descriptions.map((one, at) => ({ file: `${name}-${String(at)}.bin`, bytes: build(one) }));
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
