/** The report of a release as one HTML file: opens offline, prints well, needs no script. */
import type { Assumed } from '../catalog/assumed.js';
import { cappedFindings, countFindings, MOST_FINDINGS } from '../rules/capped.js';
import type { FileSubject, Finding, Severity } from '../rules/types.js';
import { sortFindings } from '../rules/sort.js';
import type { Assessment, PlatformOrder } from '../assess/types.js';
import { base64OfHex } from '../base/hash-text.js';
import type { HashText } from '../base/hash-text.js';
import { restsOn } from './assumed.js';
import { firstOf, MOST_ITEMS } from './bounded.js';
import { findingMessage, whyUnknown } from './finding.js';
import type { DevicesPart } from './html-devices.js';
import { fileName, hash, html, keep, moreLine, num, plain, raw, table, wide } from './html-parts.js';
import type { Html } from './html-parts.js';
import { graphPart, groupName, mapPart, needsPart, orderPart, reachPart } from './html-platform.js';
import { recordSection } from './html-record.js';
import { rejectionWords } from './rejection.js';
import { VERSION } from './version.js';
import { NOT_KNOWN } from './verdict.js';
import { byteCount, counted, hexCrc, platformWords, slotWords, versionWords } from './words.js';

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

/** The style of the report, and of its parts wherever they stand. */
export const STYLE = `
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
svg{color:var(--soft);display:block;margin:.75rem;overflow:visible}svg text{font:12px system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}.graph .node-title,.map .map-name{font-weight:600;fill:var(--ink)}.graph{overflow:hidden}.graph:has(+.graph){margin-bottom:0}.graph+.graph{margin-top:0}.graph .node-detail,.graph .node-need{font-size:11px}.graph .node{fill:var(--card)}.graph .edge.unmet{stroke:var(--bad)}.graph .tip.unmet,.graph .node-need.unmet{fill:var(--bad)}.map{width:calc(100% - 1.5rem)}.map .track{fill:var(--track)}.map .slot{fill:var(--paper)}.map .used{fill:var(--used)}.map .overlap{fill:var(--over)}
.sign{display:grid;grid-template-columns:2fr 1fr 2fr;gap:1.5rem;margin:2rem 0 0;break-inside:avoid}.sign dt{color:var(--soft);font-size:.85rem}.sign dd{margin:0;height:2.5rem;border-bottom:1px solid var(--soft)}
footer{margin-top:3rem;color:var(--soft);font-size:.85rem}
@media screen and (max-width:44rem){.sign{grid-template-columns:1fr;gap:.75rem}body{padding:1.25rem 1rem 3rem}.cards{grid-template-columns:repeat(3,1fr);gap:.5rem}.cards li{padding:.5rem .7rem}table,tbody,tr,td{display:block}thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}tr{padding:.5rem .8rem;border-bottom:1px solid var(--line)}tbody tr:last-child{border-bottom:0}td{display:grid;grid-template-columns:6.5rem minmax(0,1fr);gap:.5rem;padding:.1rem 0;border:0;text-align:left;white-space:normal;overflow-wrap:anywhere}td.num{text-align:left}td.wide{width:auto}.name.keep{white-space:normal}td::before{content:attr(data-label);color:var(--soft)}td:empty{display:none}}
@page{margin:15mm 12mm 18mm;@bottom-right{content:counter(page) " / " counter(pages);font:8pt system-ui,sans-serif}}
@media print{:root{color-scheme:light}body{max-width:none;padding:0;font-size:10pt;-webkit-print-color-adjust:exact;print-color-adjust:exact}h2{margin-top:1.5rem}h2,h3{break-after:avoid}thead{display:table-header-group}.toc{display:none}.scroll{overflow:visible;border:0;margin:.25rem 0 .5rem}table{font-size:8.5pt}th,td{padding:.25rem .4rem}tr,svg,.cards,.figure{break-inside:avoid}code{overflow-wrap:anywhere}.name.keep{white-space:normal}svg{margin:.25rem 0}.graph:has(+.graph){margin-bottom:0}.graph+.graph{margin-top:0}.figure:has(.graph+.graph){break-inside:auto}.map{width:100%}.graph{max-width:100%;height:auto}}
`;

/**
 * The whole page.
 *
 * @param sha256 for the content security policy
 * @param devices what is said of devices; null for nothing
 */
export function htmlReport(report: HtmlReport, sha256: HashText, devices: DevicesPart | null = null): string {
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
          ${summary(report, all)} ${devices === null ? '' : devices.summary} ${contents(groups)}
        </header>
        <main>
          ${findingsSection(all)} ${devices === null ? '' : devices.sections} ${groups.map((group, at) => groupSection(group, `g${String(at + 1)}`))} ${moreLine(more)}
          ${filesSection(report)} ${recordSection([...report.files, ...report.setAside], sha256)}
        </main>
        <footer><p>Made by fwinspect ${VERSION} from the files ${devices === null ? 'alone; the same files give' : 'and what was given of devices; the same give'} the same report.</p></footer>
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
  const isOpen = findings.some(({ judgement }) => judgement === 'unknown');
  const verdict =
    errors === 0
      ? isOpen
        ? html`<p class="warn">${NOT_KNOWN}  ${whyUnknown(findings)}</p>`
        : html`<p class="good">No problems found in these files.</p>`
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

function groupSection(group: PlatformOrder, id: string): Html {
  const name = groupName(group);
  return html`<section aria-labelledby="${id}">
    <h2 id="${id}">${name}</h2>
    ${orderPart(group, name)} ${needsPart(group, name)} ${graphPart(group, id, name)} ${mapPart(group, id, name)}
    ${reachPart(group, name)}
  </section>`;
}

/** Every file: what it is, and by which sums it is known again. */
export function filesSection({ files, setAside }: Pick<HtmlReport, 'files' | 'setAside'>): Html {
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
