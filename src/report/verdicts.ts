/** One line a device: what becomes of it, as NDJSON or as a table for spreadsheets. */
import type { DeviceSummary, DeviceVerdict, JudgedWord } from '../assess/types.js';
import { safeText } from '../base/safe-text.js';
import { NO_PLATFORM, platformName } from '../catalog/platforms.js';
import type { Reason } from '../device/types.js';
import type { DeviceJudgement, FleetOutcome } from '../plan/fleet.js';
import { missingPagesWords } from './fleet.js';
import { counted, requirementWords, slotWords, versionWords } from './words.js';

/** In which form verdicts are written. */
export type VerdictForm = 'ndjson' | 'csv';

/** A verdict as its line says it, but for what is the device's own. */
export interface SharedCells {
  readonly platform: string | null;
  readonly deviceOs: string | null;
  readonly basis: JudgedWord['basis'];
  readonly outcome: FleetOutcome | 'other-platform';
  /** Id of the rule whose finding is about it; null where it runs, and for another platform. */
  readonly rule: string | null;
  readonly needs: string | null;
  readonly has: string | null;
  readonly wireBytes: number;
}

const COLUMNS = [
  'device',
  'name',
  'platform',
  'deviceOs',
  'product',
  'productVersion',
  'basis',
  'outcome',
  'rule',
  'needs',
  'has',
  'wireBytes',
] as const;

const RULES: Readonly<Record<FleetOutcome, string | null>> = {
  run: null,
  'safe-mode': 'FW604',
  refuse: 'FW605',
  unclear: 'FW606',
};

/**
 * The lines of a list of verdicts, one after another, each with its line end.
 *
 * @param summary of the same devices: what was not read has a last line
 */
export function* verdictLines(
  verdicts: Iterable<DeviceVerdict>,
  summary: DeviceSummary,
  form: VerdictForm,
): Generator<string> {
  const known = new Map<JudgedWord, SharedCells>();
  const line = form === 'csv' ? csvLine : ndjsonLine;
  if (form === 'csv') yield `${COLUMNS.join(',')}\n`;
  for (const { word, ...own } of verdicts) {
    const shared = known.get(word) ?? sharedCells(word);
    known.set(word, shared);
    yield line(own, shared);
  }
  const { missingPages, records } = summary;
  if (records.unread > 0 || missingPages.length > 0) yield notReadLine(summary, form);
}

function ndjsonLine(
  { device, name, product, productVersion }: Omit<DeviceVerdict, 'word'>,
  { platform, deviceOs, ...rest }: SharedCells,
): string {
  const safeName = name === null ? null : safeText(name);
  const line = { device: safeText(device), name: safeName, platform, deviceOs, product, productVersion, ...rest };
  return `${JSON.stringify(line)}\n`;
}

function csvLine(own: Omit<DeviceVerdict, 'word'>, shared: SharedCells): string {
  const cells = { ...own, ...shared };
  return `${COLUMNS.map((column) => cell(cells[column])).join(',')}\n`;
}

/** What a spreadsheet would take for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/** A cell of a table: nothing in it is taken for a formula, or for the end of the cell. */
function cell(value: string | number | null): string {
  if (value === null || typeof value === 'number') return String(value ?? '');
  const text = safeText(FORMULA.test(value) ? `'${value}` : value);
  return /[",;\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** What was not read stands behind the devices, so that nobody takes the list for all of them. */
function notReadLine({ records, missingPages }: DeviceSummary, form: VerdictForm): string {
  if (form === 'ndjson') {
    return `${JSON.stringify({ device: null, outcome: 'not-read', records: records.unread, missingPages })}\n`;
  }
  const words = [
    ...(records.unread > 0 ? [`${counted(records.unread, 'record')} not read`] : []),
    ...missingPages.map(missingPagesWords),
  ].join('; ');
  return `${COLUMNS.map((column) => cell(column === 'outcome' ? 'not-read' : column === 'needs' ? words : null)).join(',')}\n`;
}

/** What the line of a verdict says, but for what is the device's own. */
export function sharedCells({ platform, deviceOs, basis, judgement }: JudgedWord): SharedCells {
  const head = {
    platform: platform === null ? null : platformName(platform),
    deviceOs: deviceOs === null ? null : safeText(deviceOs),
    basis,
  };
  if (judgement === null) {
    return { ...head, outcome: 'other-platform', rule: null, needs: null, has: null, wireBytes: 0 };
  }
  const { outcome, wireBytes } = judgement;
  return { ...head, outcome, rule: RULES[outcome], ...comparedWords(judgement, platform ?? NO_PLATFORM), wireBytes };
}

/** What decided: what is needed, and what the device has instead. */
function comparedWords(
  { reason, bootReasons }: DeviceJudgement,
  platform: number,
): { readonly needs: string | null; readonly has: string | null } {
  const [start] = bootReasons.flatMap((one) => (one.kind === 'application_needs' ? [one.reason] : []));
  return sidesOf(reason ?? start ?? null, platform);
}

function sidesOf(
  reason: Reason | null,
  platform: number,
): { readonly needs: string | null; readonly has: string | null } {
  switch (reason?.kind) {
    case 'dependency_too_low':
    case 'would_strand':
      return {
        needs: requirementWords(reason.needs, platform),
        has: versionWords({ ...reason.needs, version: reason.has, platform }),
      };
    case 'dependency_without_slot':
    case 'dependency_unknown':
    case 'dependency_faults':
    case 'endless_retry':
      return { needs: requirementWords(reason.needs, platform), has: null };
    case 'no_slot':
      return { needs: `a slot for ${slotWords({ ...reason, platform })}`, has: null };
    case 'other_platform':
      return { needs: platformName(reason.needs), has: platformName(reason.has) };
    default:
      return { needs: null, has: null };
  }
}
