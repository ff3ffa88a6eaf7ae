/** The report of a release as one HTML file: opens offline, prints well, needs no script. */
import type { Assumed } from '../catalog/assumed.js';
import { platformName } from '../catalog/platforms.js';
import { releaseOf } from '../catalog/releases.js';
import { MODULE_FUNCTION } from '../module/types.js';
import { needsOf } from '../device/module-file.js';
import { slotsOfFile, versionsOfFile } from './contents.js';
import { cappedFindings, countFindings, MOST_FINDINGS } from '../rules/capped.js';
import type { FileSubject, Finding, Severity } from '../rules/types.js';
import { sortFindings } from '../rules/sort.js';
import type { Assessment, PlatformOrder } from '../assess/types.js';
import { base64OfHex } from '../base/hash-text.js';
import type { HashText } from '../base/hash-text.js';
import type { Reach, ReachCell } from '../release/reachability.js';
import { restsOn } from './assumed.js';
import { firstOf, MOST_ITEMS } from './bounded.js';
import { becauseWords } from './because.js';
import { findingMessage } from './finding.js';
import { mapRows, mapSvg, percentWords } from './flash-map.js';
import { graphOf, graphSvg } from './graph.js';
import { rejectionWords } from './rejection.js';
import { VERSION } from './version.js';
import {
  byteCount,
  counted,
  escapeHtml,
  hexAddress,
  hexCrc,
  platformWords,
  requirementWords,
  slotWords,
  versionWords,
} from './words.js';

/** What the page shows of an assessment, and how it is headed. */
export interface HtmlReport extends Pick<Assessment, 'order' | 'setAside'> {
  /** Name of what was looked at. */
  readonly title: string;
  /** The folder that all files lie in, where their names are those below it; else empty. */
  readonly folder: string;
  /** Files that were looked at. */
  readonly files: readonly (FileSubject & {
    /** SHA-256 of the file, 64 hex digits. */
    readonly sha256: string;
  })[];
  /** In any order. */
  readonly findings: readonly Finding[];
  /** What the answer rests on that nobody read; absent for nothing. */
  readonly assumed?: readonly Assumed[];
}

/** Text that is HTML already. */
interface Html {
  readonly html: string;
}

type Part = string | number | Html | readonly (string | Html)[];

/** A tagged template that escapes everything but what is HTML already. */
function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return {
    html: strings.reduce((text, piece, at) => text + piece + (at < parts.length ? rendered(parts[at] ?? '') : ''), ''),
  };
}

function rendered(part: Part): string {
  if (typeof part === 'string') return escapeHtml(part);
  if (typeof part === 'number') return String(part);
  return 'html' in part ? part.html : part.map(rendered).join('');
}

const raw = (text: string): Html => ({ html: text });

const STYLE = `
:root{color-scheme:light dark;--ink:#1c2430;--soft:#556170;--line:#d5dbe3;--paper:#fff;--card:#f6f8fa;--good:#14713f;--bad:#b3261e;--warn:#8a5300;--link:#1558a6;--track:#e6eaf0;--used:#7fb2e5;--over:#e5867d}
@media screen and (prefers-color-scheme:dark){:root{--ink:#e6eaf0;--soft:#a5b0bd;--line:#39434f;--paper:#12161c;--card:#1a2029;--good:#6fd39a;--bad:#ff9d94;--warn:#f3c063;--link:#8cbcf5;--track:#222a34;--used:#3f7fc0;--over:#b1493f}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:68rem;padding:2rem 1.25rem 4rem;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;overflow-wrap:break-word}
h1{font-size:1.7rem;line-height:1.25;margin:0 0 .25rem;overflow-wrap:anywhere}h2{font-size:1.3rem;margin:2.5rem 0 .75rem;padding-top:1rem;border-top:1px solid var(--line)}h3{font-size:1.05rem;margin:1.5rem 0 .5rem}
p{margin:.25rem 0}a{color:var(--link)}.soft{color:var(--soft)}.good{color:var(--good);font-weight:600}.bad{color:var(--bad);font-weight:600}.warn{color:var(--warn);font-weight:600}
.cards{display:grid;grid-template-columns:repeat(6,1fr);gap:.75rem;margin:1.25rem 0;padding:0;list-style:none}.cards li{background:var(--card);border:1px solid var(--line);border-radius:.5rem;padding:.6rem 1rem}.cards b{display:block;font-size:1.4rem;line-height:1.2}
.toc{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;margin:0;padding:0;list-style:none}
.scroll{overflow-x:auto;border:1px solid var(--line);border-radius:.5rem;margin:.5rem 0 1rem}.scroll:focus-visible{outline:2px solid var(--link)}
table{border-collapse:collapse;width:100%;font-size:.9rem}th,td{text-align:left;padding:.4rem .7rem;vertical-align:top;border-bottom:1px solid var(--line)}tbody tr:last-child td{border-bottom:0}th{background:var(--card);white-space:nowrap}
.num{text-align:right;font-variant-numeric:tabular-nums}.num,.keep{white-space:nowrap}.wide{width:60%}code{font:.85em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
svg{color:var(--soft);display:block;margin:.75rem;overflow:visible}svg text{font:12px system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}.graph .node-title,.map .map-name{font-weight:600;fill:var(--ink)}.graph .node-detail,.graph .edge-label{font-size:11px}.graph .node{fill:var(--card)}.map{width:calc(100% - 1.5rem)}.map .track{fill:var(--track)}.map .slot{fill:var(--paper)}.map .used{fill:var(--used)}.map .overlap{fill:var(--over)}
footer{margin-top:3rem;color:var(--soft);font-size:.85rem}
@media screen and (max-width:44rem){body{padding:1.25rem 1rem 3rem}.cards{grid-template-columns:repeat(3,1fr);gap:.5rem}.cards li{padding:.5rem .7rem}table,tbody,tr,td{display:block}thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}tr{padding:.5rem .8rem;border-bottom:1px solid var(--line)}tbody tr:last-child{border-bottom:0}td{display:grid;grid-template-columns:6.5rem minmax(0,1fr);gap:.5rem;padding:.1rem 0;border:0;text-align:left;white-space:normal;overflow-wrap:anywhere}td.num{text-align:left}td.wide{width:auto}.name.keep{white-space:normal}td::before{content:attr(data-label);color:var(--soft)}td:empty{display:none}}
@page{margin:15mm 12mm}
@media print{:root{color-scheme:light}body{max-width:none;padding:0;font-size:10pt;-webkit-print-color-adjust:exact;print-color-adjust:exact}h2{margin-top:1.5rem}h2,h3{break-after:avoid}.toc{display:none}.scroll{overflow:visible;border:0;margin:.25rem 0 .5rem}table{font-size:8.5pt}th,td{padding:.25rem .4rem}tr,svg,.cards,.figure{break-inside:avoid}code{overflow-wrap:anywhere}.name.keep{white-space:normal}svg{margin:.25rem 0}.map{width:100%}.graph{max-width:100%;height:auto}}
`;

/**
 * The whole page.
 *
 * @param sha256 for the content security policy
 */
export function htmlReport(report: HtmlReport, sha256: HashText): string {
  const { folder } = report;
  const policy = `default-src 'none'; style-src 'sha256-${base64OfHex(sha256(STYLE))}'; base-uri 'none'; form-action 'none'`;
  const all = sortFindings(report.findings);
  const { shown: groups, more } = firstOf(report.order, 'platform');
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="${raw(policy.replace(/"/g, '&quot;'))}" />
        <title>${report.title} - firmware report</title>
        <style>${raw(STYLE)}</style>
      </head>
      <body>
        <header>
          <h1>${report.title}</h1>
          <p class="soft">
            Particle firmware report: what is there, what a device will accept, in which order, and what it costs.
          </p>
          ${folder === '' || isAbsolute(folder) ? '' : html`<p class="soft">All files are in ${fileName(`${folder}/`)}</p>`}
          ${summary(report, all)} ${contents(groups)}
        </header>
        <main>
          ${findingsSection(all)} ${groups.map((group, at) => groupSection(group, `g${String(at + 1)}`))} ${moreLine(more)}
          ${filesSection(report)}
        </main>
        <footer><p>Made by fwinspect ${VERSION} from the files alone; the same files give the same report.</p></footer>
      </body>
    </html> `;
  return page.html;
}

/** Where the files lie on a machine is no part of a report. */
function isAbsolute(folder: string): boolean {
  return /^(?:[/\\\\]|[a-z]:)/i.test(folder);
}

function summary({ files, setAside, order, assumed }: HtmlReport, findings: readonly Finding[]): Html {
  const of = (severity: Severity): number => countFindings(findings.filter((one) => one.severity === severity));
  const errors = of('error');
  const all = [...files, ...setAside];
  const modules = all.filter(({ result }) => result.kind === 'module').length;
  const verdict =
    errors === 0
      ? html`<p class="good">No problems found in these files.</p>`
      : html`<p class="bad">${counted(errors, 'error')}: do not flash what is named below.</p>`;
  return html`${verdict} ${restsOn(assumed).map((line) => html`<p class="soft">${line}</p>`)}
    <ul class="cards">
      ${card(all.length, 'file')} ${card(modules, 'module')} ${card(order.length, 'platform')}
      ${(['error', 'warning', 'note'] as const).map((severity) => card(of(severity), severity))}
    </ul>`;
}

function card(count: number, noun: string): Html {
  return html`<li><b>${count}</b> ${count === 1 ? noun : `${noun}s`}</li>`;
}

/** Links to the platforms, where there are several. */
function contents(groups: readonly PlatformOrder[]): Html {
  if (groups.length < 2) return html``;
  const links = groups.map((group, at) => html`<li><a href="#g${at + 1}">${groupName(group)}</a></li>`);
  return html`<nav aria-label="Platforms">
    <ul class="toc">
      ${links}
    </ul>
  </nav>`;
}

const SEVERITY_CLASS: Readonly<Record<Severity, string>> = { error: 'bad', warning: 'warn', note: 'soft' };

function findingsSection(findings: readonly Finding[]): Html {
  if (findings.length === 0) {
    return html`<h2>Findings</h2>
      <p>None.</p>`;
  }
  const rows = cappedFindings(findings, MOST_FINDINGS.text).map((one) => [
    html`<span class="${SEVERITY_CLASS[one.severity]}">${one.severity}</span>`,
    one.rule,
    one.file === null ? 'the set' : fileName(one.file),
    findingMessage(one),
  ]);
  return html`<h2>Findings</h2>
    ${table('Findings', [keep('Severity'), keep('Rule'), plain('File'), wide('What')], rows)}`;
}

/** A column: its heading, and whether it holds numbers, short texts that stay on one line, or the longest text. */
interface Column {
  readonly name: string;
  readonly kind: 'num' | 'keep' | 'wide' | null;
}

const num = (name: string): Column => ({ name, kind: 'num' });
const keep = (name: string): Column => ({ name, kind: 'keep' });
const wide = (name: string): Column => ({ name, kind: 'wide' });
const plain = (name: string): Column => ({ name, kind: null });

const classOf = ({ kind }: Column): Html => raw(kind === null ? '' : ` class="${kind}"`);

/**
 * A table that scrolls on its own, so that the page never does; reachable by keyboard. On a narrow screen every row becomes a card, with the headings
 * beside the values; the roles keep it a table for those who listen to it.
 */
function table(name: string, columns: readonly Column[], rows: readonly (readonly Part[])[]): Html {
  const head = columns.map((one) => html`<th role="columnheader" scope="col"${classOf(one)}>${one.name}</th>`);
  const cell = (part: Part, column: Column): Html =>
    html`<td role="cell" data-label="${column.name}"${classOf(column)}>${part === '' ? '' : html`<span>${part}</span>`}</td>`;
  const body = rows.map(
    (parts) => html`<tr role="row">${columns.map((column, at) => cell(parts[at] ?? '', column))}</tr>\n`,
  );
  return html`<div class="scroll" role="region" aria-label="${name}" tabindex="0">
    <table role="table" aria-label="${name}">
      <thead role="rowgroup">
        <tr role="row">
          ${head}
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${body}
      </tbody>
    </table>
  </div>`;
}

/** A file name up to here stays on one line where the screen is wide. */
const MAX_UNBROKEN = 40;

/** The name of a file, which breaks behind its separators before it breaks anywhere else. */
function fileName(name: string): Html {
  const pieces = name.split(/(?<=[-_./@+])/).map((piece) => escapeHtml(piece));
  return html`<code class="${name.length > MAX_UNBROKEN ? 'name' : 'name keep'}">${raw(pieces.join('<wbr>'))}</code>`;
}

/** A hash that breaks into equal pieces where there is no room for one line. */
function hash(hex: string): Html {
  return html`<code>${raw((hex.match(/.{1,16}/g) ?? []).map((piece) => escapeHtml(piece)).join('<wbr>'))}</code>`;
}

/** How many more there are than a table tells; nothing where it tells all. */
function moreLine(words: string): Html {
  return words === '' ? html`` : html`<p class="soft">${words.trim()}</p>`;
}

/** A heading and what it stands over, kept together on paper. */
function figure(title: string, label: string, svg: string): Html {
  return html`<div class="figure">
    <h3>${title}</h3>
    <div class="scroll" role="region" aria-label="${label}" tabindex="0">${raw(svg)}</div>
  </div>`;
}

function groupSection(group: PlatformOrder, id: string): Html {
  const name = groupName(group);
  return html`<section aria-labelledby="${id}">
    <h2 id="${id}">${name}</h2>
    ${orderPart(group, name)} ${needsPart(group, name)} ${graphPart(group, id, name)} ${mapPart(group, id, name)}
    ${reachPart(group, name)}
  </section>`;
}

function groupName({ platform, items }: PlatformOrder): string {
  if (items.every(({ module }) => module.function === MODULE_FUNCTION.asset)) return 'assets';
  const system = items.find(({ module }) => module.function === MODULE_FUNCTION.systemPart);
  const release = system === undefined ? null : releaseOf(system.module.version, platform);
  return `${platformName(platform)}${release === null ? '' : `, Device OS ${release}`}`;
}

function orderPart({ order, platform }: PlatformOrder, name: string): Html {
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

function needsPart({ order, platform }: PlatformOrder, name: string): Html {
  if (order.needsOnDevice.length === 0) return html``;
  const { shown, more } = firstOf(order.needsOnDevice, 'module');
  const rows = shown.map((need) => [
    requirementWords(need, platform),
    need.neededBy.slice(0, MOST_ITEMS.text).map(({ file }, at) => html`${at === 0 ? '' : ', '}${fileName(file)}`),
  ]);
  return html`<h3>Must already be on the device</h3>
    ${table(`What ${name} needs on the device`, [keep('Module'), wide('For')], rows)} ${moreLine(more)}`;
}

function graphPart(group: PlatformOrder, id: string, name: string): Html {
  if (group.items.length < 2 && group.order.needsOnDevice.length === 0) return html``;
  if (group.items.length > MOST_ITEMS.text) {
    return html`<h3>Dependencies</h3>
      <p class="soft">Too many modules for one drawing; fwinspect graph --format dot has all.</p>`;
  }
  return figure('Dependencies', `Dependency graph of ${name}`, graphSvg(graphOf(group), `${id}-graph`));
}

function mapPart(group: PlatformOrder, id: string, name: string): Html {
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

function reachPart({ reach }: PlatformOrder, name: string): Html {
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
    case 'direct': {
      const { steps, wireBytes, safeModeSteps } = reach;
      if (steps === 0) return [html`<span class="good">already there</span>`];
      const data = wireBytes === null ? 'not known' : byteCount(wireBytes);
      return [html`<span class="good">directly</span>`, steps, data, safeModeSteps === 0 ? 'none' : safeModeSteps];
    }
    case 'needs':
      return [warned(`needs ${reach.first.join(', then ')} first`)];
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

function filesSection({ files, setAside }: HtmlReport): Html {
  const all = [...files, ...setAside].sort((a, b) => (a.file < b.file ? -1 : 1));
  const left = all.length - MOST_ITEMS.data;
  const rows = all
    .slice(0, MOST_ITEMS.data)
    .map(({ file, size, result, sha256 }) => [
      fileName(file),
      result.kind === 'module'
        ? `${slotWords(result)}, ${platformWords(result)}, ${versionWords(result)}`
        : html`<span class="bad">${rejectionWords(result)}</span>`,
      byteCount(size),
      html`<code>${result.kind === 'module' ? hexCrc(result.crc.stored) : '-'}</code>`,
      hash(sha256),
    ]);
  const columns = [plain('File'), plain('What it is'), num('Size'), keep('CRC-32'), plain('SHA-256 of the file')];
  return html`<h2>Files</h2>
    ${table('Files', columns, rows)} ${moreLine(left > 0 ? `and ${counted(left, 'more file')}` : '')}`;
}
