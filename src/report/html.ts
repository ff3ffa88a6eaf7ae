/** The report of a release as one HTML file: opens offline, prints well, needs no script. */
import { platformName } from '../catalog/platforms.js';
import { releaseOf } from '../catalog/releases.js';
import { MODULE_FUNCTION } from '../module/types.js';
import { dependenciesOf } from '../plan/order.js';
import type { Finding, Severity } from '../rules/types.js';
import { becauseWords } from './deps.js';
import type { DepsGroup } from './deps.js';
import { findingMessage, sortFindings } from './finding.js';
import { mapRows, mapSvg } from './flash-map.js';
import { graphOf, graphSvg } from './graph.js';
import { rejectionWords } from './rejection.js';
import type { FileSubject } from '../rules/types.js';
import { shorten } from './text.js';
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

/** One cell of the reachability matrix: an installed release and what the way from it costs. */
export interface ReachRow {
  readonly release: string;
  /** Null where the files do not lead there. */
  readonly steps: number | null;
  readonly wireBytes: number;
  readonly safeModeSteps: number;
  /** "needs 0.5.3 first" */
  readonly needs: string | null;
}

export interface HtmlGroup extends DepsGroup {
  /** The release that the matrix leads to; null where there is none. */
  readonly goal: string | null;
  readonly reach: readonly ReachRow[];
}

export interface HtmlReport {
  /** Name of what was looked at. */
  readonly title: string;
  readonly groups: readonly HtmlGroup[];
  readonly files: readonly (FileSubject & { readonly contentId: string })[];
  readonly findings: readonly Finding[];
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
:root{color-scheme:light dark;--ink:#1c2430;--soft:#5a6675;--line:#d5dbe3;--paper:#fff;--card:#f6f8fa;--good:#14713f;--bad:#b3261e;--warn:#8a5300;--used:#9cc4ec;--over:#f0a39c}
@media (prefers-color-scheme:dark){:root{--ink:#e6eaf0;--soft:#a5b0bd;--line:#39434f;--paper:#12161c;--card:#1a2029;--good:#6fd39a;--bad:#ff9d94;--warn:#f3c063;--used:#2f5f92;--over:#8c3a34}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:66rem;padding:2rem 1.25rem 4rem;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
h1{font-size:1.7rem;margin:0 0 .25rem;overflow-wrap:anywhere}h2{font-size:1.3rem;margin:2.5rem 0 .75rem;padding-top:1rem;border-top:1px solid var(--line)}h3{font-size:1.05rem;margin:1.5rem 0 .5rem}
p{margin:.25rem 0}.soft{color:var(--soft)}.good{color:var(--good);font-weight:600}.bad{color:var(--bad);font-weight:600}.warn{color:var(--warn);font-weight:600}
.cards{display:flex;flex-wrap:wrap;gap:.75rem;margin:1.25rem 0;padding:0;list-style:none}.cards li{background:var(--card);border:1px solid var(--line);border-radius:.5rem;padding:.6rem 1rem;min-width:8rem}.cards b{display:block;font-size:1.4rem;line-height:1.2}
.scroll{overflow-x:auto;border:1px solid var(--line);border-radius:.5rem;margin:.5rem 0 1rem}.scroll:focus-visible{outline:2px solid currentColor}
table{border-collapse:collapse;width:100%;font-size:.9rem}th,td{text-align:left;padding:.4rem .7rem;vertical-align:top;border-bottom:1px solid var(--line)}tr:last-child td{border-bottom:0}th{background:var(--card);white-space:nowrap}
td.num,th.num{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}code{font:.85em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
svg{color:var(--soft);max-width:none;display:block;margin:.5rem}svg text{font:12px system-ui,sans-serif}.node-title{font-weight:600}.node-detail,.edge-label{font-size:11px;fill:var(--soft)}.graph text,.map text{color:var(--ink)}.used{fill:var(--used)}.overlap{fill:var(--over)}
footer{margin-top:3rem;color:var(--soft);font-size:.85rem}
@media print{body{max-width:none;padding:0;font-size:10.5pt;color:#000;background:#fff}.scroll{overflow:visible;border:0}h2{break-after:avoid}tr,svg{break-inside:avoid}svg{max-width:100%;height:auto}a{color:inherit}}
`;

/**
 * The whole page.
 *
 * @param sha256Base64 SHA-256 of a text in base64, for the content security policy
 */
export function htmlReport(input: HtmlReport, sha256Base64: (text: string) => string): string {
  const { report, folder } = withShortNames(input);
  const policy = `default-src 'none'; style-src 'sha256-${sha256Base64(STYLE)}'; base-uri 'none'; form-action 'none'`;
  const all = sortFindings([...report.groups.flatMap(({ findings }) => findings), ...report.findings]);
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
          ${folder === '' ? '' : html`<p class="soft">All files are in <code>${folder}/</code></p>`}
          ${summary(report, all)}
        </header>
        <main>
          ${findingsSection(all)} ${report.groups.map((group, at) => groupSection(group, `g${String(at + 1)}`))}
          ${filesSection(report)}
        </main>
        <footer><p>Made by fwinspect ${VERSION} from the files alone; the same files give the same report.</p></footer>
      </body>
    </html> `;
  return page.html;
}

/** The report with every file name without the folder that all of them share. */
function withShortNames(report: HtmlReport): { readonly report: HtmlReport; readonly folder: string } {
  const { folder } = shorten(report.files.map(({ file }) => file));
  const cut = folder === '' ? 0 : folder.length + 1;
  // A value of a name stands for itself: everything else in the report is passed on as it is.
  const rename = (key: string, value: unknown): unknown =>
    key === 'file' && typeof value === 'string' ? value.slice(cut) : value;
  const deep = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(deep);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [key, typeof one === 'object' ? deep(one) : rename(key, one)]),
    );
  };
  return { report: cut === 0 ? report : (deep(report) as HtmlReport), folder };
}

function summary({ files, groups }: HtmlReport, findings: readonly Finding[]): Html {
  const of = (severity: Severity): number => findings.filter((one) => one.severity === severity).length;
  const errors = of('error');
  const modules = files.filter(({ result }) => result.kind === 'module').length;
  const verdict =
    errors === 0
      ? html`<p class="good">Nothing speaks against flashing these files.</p>`
      : html`<p class="bad">${counted(errors, 'error')}: do not flash what is named below.</p>`;
  return html`${verdict}
    <ul class="cards">
      <li><b>${files.length}</b> files</li>
      <li><b>${modules}</b> modules</li>
      <li><b>${groups.length}</b> ${groups.length === 1 ? 'platform' : 'platforms'}</li>
      <li><b>${errors}</b> errors</li>
      <li><b>${of('warning')}</b> warnings</li>
      <li><b>${of('note')}</b> notes</li>
    </ul>`;
}

const SEVERITY_CLASS: Readonly<Record<Severity, string>> = { error: 'bad', warning: 'warn', note: 'soft' };

function findingsSection(findings: readonly Finding[]): Html {
  if (findings.length === 0) {
    return html`<h2>Findings</h2>
      <p>None.</p>`;
  }
  const rows = findings.map(
    (one) =>
      html`<tr>
        <td class="${SEVERITY_CLASS[one.severity]}">${one.severity}</td>
        <td>${one.rule}</td>
        <td><code>${one.file ?? 'the set'}</code></td>
        <td>${findingMessage(one)}</td>
      </tr>`,
  );
  return html`<h2>Findings</h2>
    ${table('Findings', ['Severity', 'Rule', 'File', 'What'], rows)}`;
}

/** A table that scrolls on its own, so that the page never does; reachable by keyboard. */
function table(name: string, head: readonly string[], rows: readonly Html[], numeric: readonly number[] = []): Html {
  const cells = head.map((one, at) =>
    numeric.includes(at) ? html`<th class="num" scope="col">${one}</th>` : html`<th scope="col">${one}</th>`,
  );
  return html`<div class="scroll" role="region" aria-label="${name}" tabindex="0">
    <table>
      <thead>
        <tr>
          ${cells}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}

function groupSection(group: HtmlGroup, id: string): Html {
  const name = groupName(group);
  return html`<section aria-labelledby="${id}">
    <h2 id="${id}">${name}</h2>
    ${orderPart(group, name)} ${needsPart(group, name)} ${graphPart(group, id, name)} ${mapPart(group, id, name)}
    ${reachPart(group, name)}
  </section>`;
}

function groupName({ platform, items }: HtmlGroup): string {
  if (items.every(({ module }) => module.function === MODULE_FUNCTION.asset)) return 'assets';
  const system = items.find(({ module }) => module.function === MODULE_FUNCTION.systemPart);
  const release = system === undefined ? null : releaseOf(system.module.version, platform);
  return `${platformName(platform)}${release === null ? '' : `, Device OS ${release}`}`;
}

function orderPart({ order, platform }: HtmlGroup, name: string): Html {
  if (order.steps.length === 0) {
    return html`<h3>Flash order</h3>
      <p class="bad">There is none; see the findings.</p>`;
  }
  const rows = order.steps.map(({ step, item, after }) => {
    const why = [...new Set(after.map(({ because }) => becauseWords(because, platform)))];
    const reason =
      why.length > 0
        ? why.join('; ')
        : dependenciesOf(item.module).length === 0
          ? 'needs nothing'
          : 'needs what the device has';
    return html`<tr>
      <td class="num">${step}</td>
      <td><code>${item.file}</code></td>
      <td>${slotWords(item.module)}</td>
      <td>${versionWords(item.module)}</td>
      <td>${reason}</td>
    </tr>`;
  });
  return html`<h3>Flash order</h3>
    ${table(`Flash order of ${name}`, ['Step', 'File', 'Module', 'Version', 'Why here'], rows, [0])}`;
}

function needsPart({ order, platform }: HtmlGroup, name: string): Html {
  if (order.needsOnDevice.length === 0) return html``;
  const rows = order.needsOnDevice.map(
    (need) =>
      html`<tr>
        <td>${requirementWords(need, platform)}</td>
        <td><code>${need.neededBy.map(({ file }) => file).join(', ')}</code></td>
      </tr>`,
  );
  return html`<h3>Must already be on the device</h3>
    ${table(`What ${name} needs on the device`, ['Module', 'For'], rows)}`;
}

function graphPart(group: HtmlGroup, id: string, name: string): Html {
  if (group.items.length < 2 && group.order.needsOnDevice.length === 0) return html``;
  return html`<h3>Dependencies</h3>
    <div class="scroll" role="region" aria-label="Dependency graph of ${name}" tabindex="0">
      ${raw(graphSvg(graphOf(group), `${id}-graph`))}
    </div>`;
}

function mapPart(group: HtmlGroup, id: string, name: string): Html {
  const rows = mapRows(group);
  if (rows.length === 0) return html``;
  const cells = rows.map(
    (row) =>
      html`<tr>
        <td>${row.name}</td>
        <td><code>${hexAddress(row.start)} - ${hexAddress(row.end)}</code></td>
        <td class="num">${row.used === 0 ? '' : byteCount(row.used)}</td>
        <td class="num">${row.used === 0 ? '' : `${String(row.percent)} %`}</td>
        <td>
          ${row.overlaps ? html`<span class="bad">overlaps another module</span>` : row.used === 0 ? 'not in the set' : ''}
        </td>
      </tr>`,
  );
  return html`<h3>Flash map</h3>
    <div class="scroll" role="region" aria-label="Flash map of ${name}" tabindex="0">
      ${raw(mapSvg(rows, `${id}-map`))}
    </div>
    ${table(`Slots of ${name}`, ['Slot', 'Addresses', 'Used', 'Full', ''], cells, [2, 3])}`;
}

function reachPart({ reach, goal }: HtmlGroup, name: string): Html {
  if (reach.length === 0 || goal === null) return html``;
  const rows = reach.map((row) =>
    row.steps === null
      ? html`<tr>
          <td>${row.release}</td>
          <td colspan="3" class="warn">${row.needs ?? 'not reachable with these files'}</td>
        </tr>`
      : html`<tr>
          <td>${row.release}</td>
          <td class="num">${row.steps === 0 ? 'there' : String(row.steps)}</td>
          <td class="num">${row.steps === 0 ? '' : byteCount(row.wireBytes)}</td>
          <td class="num">${row.safeModeSteps === 0 ? '' : String(row.safeModeSteps)}</td>
        </tr>`,
  );
  return html`<h3>Over the air to ${goal}</h3>
    <p class="soft">
      From each release that a device may have: steps, data by the vendor's estimate, and steps in safe mode.
    </p>
    ${table(`Ways of ${name} to ${goal}`, ['Installed', 'Steps', 'Data', 'In safe mode'], rows, [1, 2, 3])}`;
}

function filesSection({ files }: HtmlReport): Html {
  const rows = [...files]
    .sort((a, b) => (a.file < b.file ? -1 : 1))
    .map(({ file, size, result, contentId }) => {
      const what =
        result.kind === 'module'
          ? html`${slotWords(result)}, ${platformWords(result)}, ${versionWords(result)}`
          : html`<span class="bad">${rejectionWords(result)}</span>`;
      const crc = result.kind === 'module' ? hexCrc(result.crc.stored) : '';
      return html`<tr>
        <td><code>${file}</code></td>
        <td>${what}</td>
        <td class="num">${byteCount(size)}</td>
        <td><code>${crc}</code></td>
        <td><code>${contentId}</code></td>
      </tr>`;
    });
  return html`<h2>Files</h2>
    ${table('Files', ['File', 'What it is', 'Size', 'CRC-32', 'SHA-256 of the file'], rows, [2])}`;
}
