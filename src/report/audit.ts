/** `audit` for people and as data. */
import { functionName } from '../catalog/functions.js';
import { platformName } from '../catalog/platforms.js';
import { tableExtent } from '../catalog/releases.js';
import { needsOf } from '../device/module-file.js';
import { slotsOfFile } from './contents.js';
import type { FlashOrder } from '../plan/order.js';
import type { Assessment, PlatformReleases, ReleaseOrder } from '../assess/types.js';
import type { InventoryFile, InventoryModule, ReleaseSet, SlotFill } from '../release/inventory.js';
import type { LockComparison } from '../release/lock.js';
import type { Reach, ReachCell, ReachMatrix } from '../release/reachability.js';
import { countFindings } from '../rules/capped.js';
import { slotsFor } from '../rules/slots.js';
import type { Finding } from '../rules/types.js';
import { assumedJson, assumedText } from './assumed.js';
import { firstOf } from './bounded.js';
import { fewOf, withinLines } from './few.js';
import { explainHint, whyUnknown } from './finding.js';
import { findingsJson, judgementWith, platformJson, verdictJson } from './json.js';
import type { RunError, SkippedFiles } from './json.js';
import type { Style, TextOptions } from './style.js';
import { NOT_KNOWN, NOT_OK, NOTHING_CHECKED, OK } from './verdict.js';
import { columns, countsText, cutName, findingsText, fitted, shorten } from './text.js';
import { paragraph, wrap } from './wrap.js';
import { safeText } from '../base/safe-text.js';
import { byteCount, counted, moduleWords, requirementWords, slotWords } from './words.js';

/** What `audit` tells of an assessment. */
export interface AuditReport extends Pick<Assessment, 'inventory' | 'releases' | 'lock' | 'assumed' | 'judgement'> {
  readonly findings: readonly Finding[];
}

/** The document `fwinspect/audit@1`. The verdict is `ok` only where everything could be read, too. */
export function auditJson(report: AuditReport, skipped: readonly SkippedFiles[], errors: readonly RunError[]) {
  const { inventory, lock } = report;
  const judgement = judgementWith(report.judgement, errors);
  return {
    schema: 'fwinspect/audit@1',
    verdict: verdictJson(judgement),
    judgement,
    summary: {
      files: inventory.files.length,
      modules: inventory.files.length - inventory.notFirmware.length,
      notFirmware: inventory.notFirmware.length,
      platforms: report.releases.length,
      bytes: bytesOf(inventory.files),
    },
    platforms: report.releases.map(platformDocument),
    assets: inventory.assets.map(({ file }) => file),
    notFirmware: inventory.notFirmware.map(({ file, what }) => ({ file, kind: what })),
    duplicates: inventory.duplicates.map((group) => group.map(({ file }) => file)),
    lock: lock === null ? null : lockDocument(lock),
    files: inventory.files.map(({ file, size, sha256 }) => ({ file, size, sha256 })),
    findings: findingsJson(report.findings),
    assumed: assumedJson(report.assumed),
    skipped,
    errors,
  };
}

/** The document of an audit that came to nothing. */
export function nothingAudited(errors: readonly RunError[]) {
  return auditJson(NOTHING, [], errors);
}

const NOTHING: AuditReport = {
  inventory: { files: [], platforms: [], assets: [], notFirmware: [], duplicates: [], differing: [], mixed: [] },
  releases: [],
  lock: null,
  findings: [],
  assumed: [],
  judgement: 'unknown',
};

const bytesOf = (files: readonly InventoryFile[]): number => files.reduce((sum, { size }) => sum + size, 0);

function platformDocument({ inventory, sets, reach }: PlatformReleases) {
  return {
    platform: platformJson(inventory.platform),
    sets: sets.map(setDocument),
    shared: inventory.shared.map(({ file }) => file),
    reach: reach === null ? null : reachDocument(reach),
  };
}

function setDocument({ set, order }: ReleaseOrder) {
  return {
    release: set.release,
    version: set.system,
    files: set.files.map(({ file }) => file),
    missing: set.missing.map((one) => ({
      function: functionName(one.function),
      index: one.index,
      version: one.version,
    })),
    fill: set.fill.map(fillDocument),
    order: order.steps.map(({ item }) => item.file),
  };
}

function fillDocument({ file, bytes, slotBytes, percent, growth }: SlotFill) {
  return { file, bytes, slotBytes, percent, growth };
}

function reachDocument({ release, declared, cells }: ReachMatrix) {
  return { to: release, declared: declared.map(({ file }) => file), from: cells.map(cellDocument) };
}

function cellDocument({ release, system, reach }: ReachCell) {
  const cost = 'steps' in reach ? reach : null;
  return {
    release,
    version: system,
    kind: reach.kind,
    first: reach.kind === 'needs' ? reach.first : [],
    steps: cost?.steps ?? null,
    bytes: cost?.bytes ?? null,
    wireBytes: cost?.wireBytes ?? null,
    safeModeSteps: cost?.safeModeSteps ?? null,
  };
}

function lockDocument({ added, removed, renamed, changed }: LockComparison) {
  return {
    added: added.map(({ path }) => path),
    removed: removed.map(({ path }) => path),
    renamed,
    changed: changed.map(({ path, kind }) => ({ path, kind })),
  };
}

// Text ---------------------------------------------------------------------------------------------------------------

/**
 * The answer for a person.
 *
 * @param complete false where some of the input could not be read
 */
export function auditText(report: AuditReport, complete: boolean, options: TextOptions): string {
  const { inventory } = report;
  if (inventory.files.length === 0) return `${options.style.warn(NOTHING_CHECKED)}  No module among the files.\n`;
  const { folder, short } = shorten(inventory.files.map(({ file }) => file));
  const name = (file: string): string => (options.quiet ? safeText(file) : short(file));
  const isDecided = decides(report);
  const findings = report.findings.filter(
    (one) =>
      one.severity === 'error' || (!options.quiet && (one.severity === 'warning' || options.verbose || isDecided(one))),
  );
  const { shown: platforms, more } = fewOf(report.releases, 'platform', options);
  const lists = [
    ...(options.quiet
      ? []
      : [headText(report, folder, options), ...platforms.map((one) => platformText(one, name, options)), more]),
    findingsText(findings, options, name),
  ].filter((part) => part !== '');
  const verdict = `${verdictText(report, complete, options)}${assumedText(report.assumed, options)}`;
  return [...withinLines(lists, options), verdict].join(options.quiet ? '' : '\n');
}

function headText({ inventory, releases }: AuditReport, folder: string, { style, width }: TextOptions): string {
  const facts = [
    folder === '' ? 'files' : `${safeText(folder)}/`,
    counted(inventory.files.length, 'file'),
    byteCount(bytesOf(inventory.files)),
    counted(releases.length, 'platform'),
    ...(inventory.assets.length === 0 ? [] : [counted(inventory.assets.length, 'asset')]),
    ...(inventory.notFirmware.length === 0 ? [] : [`${String(inventory.notFirmware.length)} not firmware`]),
    ...(inventory.duplicates.length === 0
      ? []
      : [
          `${String(inventory.duplicates.length)} ${inventory.duplicates.length === 1 ? 'content' : 'contents'} several times`,
        ]),
  ];
  return `${style.strong(paragraph(facts.join(' · '), width, '  '))}\n`;
}

/** Two file names with fewer columns than this look alike. */
const LEAST_NAME = 32;

function platformText(
  { inventory, sets, reach }: PlatformReleases,
  short: (file: string) => string,
  options: TextOptions,
): string {
  const { style, width } = options;
  const shared =
    inventory.shared.length === 0 ? '' : ` · ${counted(inventory.shared.length, 'module')} beside the releases`;
  const head = `${style.strong(platformName(inventory.platform))}${shared}\n`;
  const { shown: first, more } = fewOf(sets, 'release', options);
  const parts = first.map(({ set, order }) => {
    const release = set.release === null ? `System version ${String(set.system)}` : `Device OS ${set.release}`;
    const lines = wrap(`${release} · ${counted(set.files.length, 'module')} · ${stateWords(set)}`, width - 4);
    return `  ${lines.join('\n    ')}\n${rowsText(stepRows(set, order, short, style), width)}`;
  });
  const rest = rowsText(
    inventory.shared.map((one) => sharedRow(one, short, style)),
    width,
  );
  const title = sets.length === 0 || rest === '' ? '' : '  Beside the releases, in no flash order:\n';
  return `${head}${parts.join('')}${more}${title}${rest}${reach === null ? '' : reachText(reach, options)}`;
}

const isDamaged = ({ module }: InventoryModule): boolean => !module.crc.ok;

/** "complete", or what keeps a set from being that. */
function stateWords({ platform, system, files, missing }: ReleaseSet): string {
  const damaged = files.filter(isDamaged);
  const parts = [
    ...(missing.length === 0 ? [] : [`missing: ${missing.map((one) => moduleWords({ ...one, platform })).join(', ')}`]),
    ...(damaged.length === 0 ? [] : [`damaged: ${damaged.map(({ module }) => slotWords(module)).join(', ')}`]),
  ];
  if (parts.length > 0) return parts.join(' · ');
  return system > tableExtent().version ? 'whether all of it is there is not known' : 'complete';
}

/** Rows of a mark, a name and facts; where even short names leave no room, the facts go below. */
function rowsText(all: readonly (readonly string[])[], width: number): string {
  if (all.length === 0) return '';
  const { shown: rows, more } = firstOf(all, 'file');
  const text =
    fitted(rows, 1, width, LEAST_NAME) ??
    rows
      .map(([mark = '', name = '', ...facts]) => {
        const below = wrap(facts.filter((fact) => fact !== '').join(' · '), width - 6);
        return `  ${mark.padEnd(4)}${cutName(name, width - 6)}\n      ${below.join('\n      ')}\n`;
      })
      .join('');
  return `${text}${more}`;
}

/** A module that belongs to no one release: it has no place in an order of flashing. */
function sharedRow(one: InventoryModule, short: (file: string) => string, style: Style): readonly string[] {
  const { module } = one;
  const slot = slotsFor(module).find(({ dynamic, location }) => !dynamic && location !== 'ncp');
  const needs = needsOf(one).map((need) => requirementWords(need, module.platform));
  return [
    '-',
    short(one.file),
    slotsOfFile(one),
    slot === undefined ? '' : fillWords((100 * module.length) / (slot.end - slot.start)),
    needs.length === 0 ? 'needs nothing' : `needs ${needs.join(', ')}`,
    isDamaged(one) ? style.bad('damaged') : '',
  ];
}

/** In flash order where there is one. */
function stepRows(
  set: ReleaseSet,
  order: FlashOrder,
  short: (file: string) => string,
  style: Style,
): readonly (readonly string[])[] {
  const inOrder = order.steps.map(({ item }) => item.file);
  const rest = set.files.map(({ file }) => file).filter((file) => !inOrder.includes(file));
  return [...inOrder, ...rest].map((file, at) => {
    const found = set.files.find((one) => one.file === file);
    const fill = set.fill.find((one) => one.file === file);
    return [
      at < inOrder.length ? String(at + 1) : '-',
      short(file),
      found === undefined ? '' : slotsOfFile(found),
      fill === undefined ? '' : `${fillWords(fill.percent)}${growthWords(fill.growth)}`,
      found !== undefined && isDamaged(found) ? style.bad('damaged') : '',
    ];
  });
}

function fillWords(percent: number): string {
  return `${percent.toFixed(1)} % of its slot`;
}

function growthWords(growth: number | null): string {
  if (growth === null || growth === 0) return '';
  return ` (${growth > 0 ? '+' : '-'}${byteCount(Math.abs(growth))})`;
}

/** Releases next to each other that cost the same are one line. */
function reachSegments(cells: readonly ReachCell[]): readonly {
  readonly first: string;
  readonly last: string;
  readonly reach: Reach;
}[] {
  const segments: { first: string; last: string; reach: Reach }[] = [];
  for (const { release, reach } of cells) {
    const current = segments.at(-1);
    if (current !== undefined && JSON.stringify(current.reach) === JSON.stringify(reach)) current.last = release;
    else segments.push({ first: release, last: release, reach });
  }
  return segments;
}

/** What the ways go by besides the files that are there: a step of one has no bytes that are known. */
function absentWords({ declared, cells, platform }: ReachMatrix): string {
  const isUsed = cells.some(({ reach }) => reach.kind === 'direct' && reach.bytes === null);
  const names = declared.map(({ facts }) => slotWords({ ...facts, platform }));
  return names.length === 0 || !isUsed ? '' : ` with these files and its ${names.join(' and ')} (not here)`;
}

function reachText(matrix: ReachMatrix, { width }: TextOptions): string {
  const { release, cells } = matrix;
  if (cells.length === 0) return '';
  const rows = reachSegments(cells).map(({ first, last, reach }) => [
    first === last ? first : `${first} to ${last}`,
    reachWords(reach),
  ]);
  const label = Math.max(...rows.map(([one]) => one?.length ?? 0));
  const table = columns(rows.map(([one = '', words = '']) => [one, wrap(words, width - label - 5).join('\n')]));
  const heading = paragraph(`Over the air to ${release}${absentWords(matrix)}, from installed:`, width, '  ');
  return `  ${heading}\n${table}`;
}

/** What a way to a release takes, as a phrase. */
export function reachWords(reach: Reach): string {
  switch (reach.kind) {
    case 'direct':
      return costWords(reach);
    case 'needs':
      return `needs ${reach.first.join(', then ')} first; with it ${costWords(reach)}`;
    case 'unreachable':
      return 'no way over the air';
    case 'unknown':
      return 'not known: too little is recorded of such a device';
    case 'limit':
      return 'not known: there are too many ways to try';
  }
}

function costWords({ steps, bytes, wireBytes, safeModeSteps }: Extract<Reach, { readonly steps: number }>): string {
  const size = bytes === null ? '' : `, ${byteCount(bytes)} (about ${byteCount(wireBytes ?? bytes)} over the air)`;
  const safe = safeModeSteps === 0 ? 'none' : String(safeModeSteps);
  return `${counted(steps, 'step')}${size}, ${safe} in safe mode`;
}

/** Notes decide where nothing worse is there and the release fails all the same: the caller asked for that. */
function decides({ findings, judgement }: AuditReport): (one: Finding) => boolean {
  const isOfNotes = judgement === 'not-ok' && findings.every(({ severity }) => severity === 'note');
  return () => isOfNotes;
}

function verdictText(report: AuditReport, complete: boolean, { style, width, verbose, quiet }: TextOptions): string {
  const ofNotes = counted(countFindings(report.findings), 'note');
  const counts = countsText(report.findings) || (report.judgement === 'not-ok' ? ofNotes : '');
  if (report.judgement === 'not-ok') {
    const hint = verbose || quiet ? '' : explainHint(report.findings).trimStart();
    const words = '. This release should not go out.';
    const gap = NOT_OK.length + 2 + counts.length + words.length + 3 + hint.length > width ? '\n' : '   ';
    return `${style.bad(NOT_OK)}  ${counts}${words}${hint === '' ? '' : `${gap}${style.faint(hint)}`}\n`;
  }
  if (!complete) {
    return `${style.warn('INCOMPLETE')}  ${paragraph('Not everything could be read.', width, ' '.repeat(12))}\n`;
  }
  if (report.judgement === 'unknown') {
    return `${style.warn(NOT_KNOWN)}  ${paragraph(whyUnknown(report.findings), width, ' '.repeat(NOT_KNOWN.length + 2))}\n`;
  }
  const words = counts === '' ? 'No problems found in this release' : `No error; ${counts}`;
  return `${style.good(OK)}  ${words}${lockWords(report)}.\n`;
}

/** What a comparison with a lock came to that found no error. */
function lockWords({ inventory, lock }: AuditReport): string {
  if (lock === null) return '';
  const others = lock.added.length + lock.renamed.length + lock.changed.length;
  return `; ${counted(inventory.files.length - others, 'file')} as in the lock`;
}
