/** What a page tells of the files of one platform. */
import { platformName } from '../catalog/platforms.js';
import { releaseOf } from '../catalog/releases.js';
import { MODULE_FUNCTION } from '../module/types.js';
import { needsOf } from '../device/module-file.js';
import type { PlatformOrder } from '../assess/types.js';
import type { Reach, ReachCell } from '../release/reachability.js';
import { becauseWords } from './because.js';
import { firstOf, MOST_ITEMS } from './bounded.js';
import { slotsOfFile, versionsOfFile } from './contents.js';
import { mapRows, mapSvg, percentWords } from './flash-map.js';
import { graphOf, graphPieces } from './graph.js';
import { figure, fileName, html, keep, moreLine, num, plain, table, wide } from './html-parts.js';
import type { Html, Part } from './html-parts.js';
import { byteCount, counted, hexAddress, requirementWords } from './words.js';

/** "electron, Device OS 0.5.0" */
export function groupName({ platform, items }: PlatformOrder): string {
  if (items.every(({ module }) => module.function === MODULE_FUNCTION.asset)) return 'assets';
  const system = items.find(({ module }) => module.function === MODULE_FUNCTION.systemPart);
  const release = system === undefined ? null : releaseOf(system.module.version, platform);
  return `${platformName(platform)}${release === null ? '' : `, Device OS ${release}`}`;
}

/** The flash order as a table. */
export function orderPart({ order, platform }: PlatformOrder, name: string): Html {
  if (order.steps.length === 0) {
    return html`<h3>Flash order</h3>
      <p class="bad">There is none; see the findings.</p>`;
  }
  const { shown, more } = firstOf(order.steps, 'step');
  const rows = shown.map(({ step, item, after }) => {
    const why = [...new Set(after.map(({ because }) => becauseWords(because, platform)))];
    const reason =
      why.length > 0 ? why.join('; ') : needsOf(item).length === 0 ? 'needs nothing' : 'needs what the device has';
    return [step, fileName(item.file), slotsOfFile(item), versionsOfFile(item), reason];
  });
  const columns = [num('Step'), plain('File'), keep('Module'), keep('Version'), plain('Why here')];
  return html`<h3>Flash order</h3>
    ${table(`Flash order of ${name}`, columns, rows)} ${moreLine(more)}`;
}

/** What must be on the device before. */
export function needsPart({ order, platform }: PlatformOrder, name: string): Html {
  if (order.needsOnDevice.length === 0) return html``;
  const { shown, more } = firstOf(order.needsOnDevice, 'module');
  const rows = shown.map((need) => [
    requirementWords(need, platform),
    need.neededBy.slice(0, MOST_ITEMS.text).map(({ file }, at) => html`${at === 0 ? '' : ', '}${fileName(file)}`),
  ]);
  return html`<h3>Must already be on the device</h3>
    ${table(`What ${name} needs on the device`, [keep('Module'), wide('For')], rows)} ${moreLine(more)}`;
}

/** The dependency graph; nothing for a single module that needs none. */
export function graphPart(group: PlatformOrder, id: string, name: string): Html {
  if (group.items.length < 2 && group.order.needsOnDevice.length === 0) return html``;
  if (group.items.length > MOST_ITEMS.text) {
    return html`<h3>Dependencies</h3>
      <p class="soft">Too many modules for one drawing; fwinspect graph --format dot has all.</p>`;
  }
  return figure('Dependencies', `Dependency graph of ${name}`, graphPieces(graphOf(group), `${id}-graph`));
}

/** The flash map, drawn and as a table. */
export function mapPart(group: PlatformOrder, id: string, name: string): Html {
  const rows = mapRows(group);
  if (rows.length === 0) return html``;
  const cells = rows.map((row) => [
    row.name,
    html`<code>${hexAddress(row.start)} - ${hexAddress(row.end)}</code>`,
    byteCount(row.end - row.start),
    row.used === 0 ? '' : byteCount(row.used),
    row.used === 0 ? '' : percentWords(row.percent),
    row.overlaps ? html`<span class="bad">overlaps another module</span>` : row.used === 0 ? 'not in the set' : '',
  ]);
  const columns = [keep('Slot'), keep('Addresses'), num('Size'), num('Used'), num('Full'), plain('Note')];
  return html`${figure('Flash map', `Flash map of ${name}`, mapSvg(rows, `${id}-map`))}
  ${table(`Slots of ${name}`, columns, cells)}`;
}

/** The ways over the air to a release from every older one. */
export function reachPart({ reach }: PlatformOrder, name: string): Html {
  if (reach === null || reach.cells.length === 0) return html``;
  const rows = foldCells(reach.cells).map(({ oldest, newest, count, answer }) => [
    oldest === newest ? newest : `${oldest} to ${newest}`,
    count,
    ...reachCells(answer),
  ]);
  const columns = [
    keep('Installed'),
    num('Releases'),
    plain('Update'),
    num('Steps'),
    num('Data'),
    num('Steps in safe mode'),
  ];
  return html`<h3>Over the air to ${reach.release}</h3>
    <p class="soft">
      From each release that a device may have, the newest first: steps, data by the vendor's estimate, and steps after
      which the device is in safe mode; from the goal's own ${counted(reach.own, 'file')}; other releases in the folder
      are not used as steps.
    </p>
    ${table(`Ways of ${name} to ${reach.release}`, columns, rows)}`;
}

/** The cells of a row behind its releases. */
function reachCells(reach: Reach): readonly Part[] {
  switch (reach.kind) {
    case 'direct':
    case 'needs': {
      const { steps, wireBytes, safeModeSteps } = reach;
      if (steps === 0) return [html`<span class="good">already there</span>`];
      const data = wireBytes === null ? 'not known' : byteCount(wireBytes);
      const way =
        reach.kind === 'direct'
          ? html`<span class="good">directly</span>`
          : warned(`needs ${reach.first.join(', then ')} first`);
      return [way, steps, data, safeModeSteps === 0 ? 'none' : safeModeSteps];
    }
    case 'unreachable':
      return [warned('not reachable over the air with these files')];
    case 'limit':
      return [warned('not known: there are too many ways to try')];
    case 'unknown':
      return [warned('what such a device has is not recorded')];
  }
}

const warned = (words: string): Html => html`<span class="warn">${words}</span>`;

/** Neighbours with the same answer as one row; the newest first. */
function foldCells(cells: readonly ReachCell[]): readonly {
  readonly oldest: string;
  readonly newest: string;
  readonly count: number;
  readonly answer: Reach;
}[] {
  const runs: { oldest: string; newest: string; count: number; answer: Reach; shown: string }[] = [];
  for (const { release, reach } of cells) {
    const shown = JSON.stringify(reachCells(reach));
    const last = runs.at(-1);
    if (last?.shown !== shown) runs.push({ oldest: release, newest: release, count: 1, answer: reach, shown });
    else {
      last.newest = release;
      last.count++;
    }
  }
  return runs.reverse();
}
