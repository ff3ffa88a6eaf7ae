/** What a device, the cloud or a tool reports of a device's modules, read as facts; the twin's state is made of them in `state.ts`. */
import { readInspect, looksLikeInspect } from './inspect.js';
import { readJsonReports } from './json.js';
import type { DeviceReport, ReportFault } from './types.js';
import { moduleKey } from '../module/id.js';
import type { Requirement } from '../module/types.js';

export { stateOfReport } from './state.js';
export type { DeviceReport, FailedCheck, ReportedModule, ReportFault, ReportNote, RequiredAsset } from './types.js';

/** Characters of a text that is read. */
const TEXT_LIMIT = 1024 * 1024;

/**
 * Reads a device report: describe JSON, a safe-mode event, `particle serial inspect` text, or what particle-usb gives. Never throws, whatever the text.
 *
 * @param text as people paste it: quoted, coloured, cut off, wrapped in events or answers
 * @returns the report with notes about what is unclear in it, or what the text looks like instead
 */
export function readDeviceReport(text: string): DeviceReport | ReportFault {
  if (text.length > TEXT_LIMIT) return fault('more than 1 MiB of text');
  const plain = plainText(text);
  if (plain === '') return fault('no text at all');
  if (looksLikeInspect(plain)) {
    const inspected = readInspect(plain);
    if (inspected !== null) return inspected;
  }
  if (!/[{[]/.test(plain)) return fault(looksLike(plain));
  const { report, events, isJson } = readJsonReports(plain);
  if (report !== null) return report;
  const event = events.at(-1);
  if (event !== undefined) return fault(`the event ${event}, which lists no modules`);
  return fault(isJson ? 'JSON without a list of modules' : looksLike(plain));
}

function fault(what: string): ReportFault {
  return { kind: 'no_report', what };
}

/** Without colours, byte order mark, Windows line ends, and the `>` of a quoted message. */
function plainText(text: string): string {
  const plain = text
    .replace(/\u001b\[[0-9;?]{0,20}[A-Za-z]/g, '')
    .replace(/\ufeff/g, '')
    .replace(/\r\n?/g, '\n')
    .replace(/\u00a0/g, ' ')
    .trim();
  const lines = plain.split('\n');
  return lines.every((line) => /^\s*(?:>|$)/.test(line))
    ? lines.map((line) => line.replace(/^[\s>]+/, '')).join('\n')
    : plain;
}

/** Texts about devices that name no modules, by a line that only they have. */
const LOOKS: readonly (readonly [line: RegExp, what: string])[] = [
  [
    /^Your (?:device id|IMEI|ICCID|system firmware version) is /im,
    'the output of `particle identify`, which lists no modules',
  ],
  [/^Unable to determine system firmware version/im, 'the output of `particle identify`, which lists no modules'],
  [/^system firmware version:/im, 'the answer to "v" in a serial terminal, which lists no modules'],
  [/\[comm(?:\.\w{1,20})?\] (?:INFO|TRACE|WARN|ERROR)/, 'a log of the device, which lists no modules'],
  [/^(?:started|success|failed)$/i, 'the data of a flash status event, which lists no modules'],
  [/^(?:online|offline|auto-update)$/i, 'the data of a status event, which lists no modules'],
  [/^platform:\s*\d+\s*-/im, 'the beginning of `particle serial inspect`, without its modules'],
  [/^\s*<(?:!doctype|html)/i, 'an HTML page'],
  [/\0/, 'a binary file'],
];

function looksLike(text: string): string {
  return LOOKS.find(([line]) => line.test(text))?.[1] ?? 'text without a list of modules';
}

/**
 * What a device's modules need and do not find: declared minimums of what lies in main slots that the reported modules do not meet.
 * A module that is not reported counts as unmet; one that is reported without its version does not, because it may meet it.
 *
 * @returns ascending by function and index, the highest minimum of each module
 */
export function missingModules(report: DeviceReport): readonly Requirement[] {
  const installed = installedVersions(report);
  const missing = new Map<number, Requirement>();
  for (const { present, store, dependencies } of report.modules) {
    if (!present || store !== 'main') continue;
    for (const needs of dependencies) {
      const key = moduleKey(needs);
      const has = installed.get(key);
      const known = missing.get(key);
      const unmet = has === undefined || (has !== 'unknown' && has < needs.version);
      if (unmet && (known === undefined || known.version < needs.version)) missing.set(key, needs);
    }
  }
  return [...missing].sort(([a], [b]) => a - b).map(([, needs]) => needs);
}

/** By module: the first entry that is not in the slot of another. */
function installedVersions({ modules, notes }: DeviceReport): ReadonlyMap<number, number | 'unknown'> {
  const elsewhere = new Set(notes.flatMap((note) => (note.kind === 'mislabelled' ? [note.entry] : [])));
  const versions = new Map<number, number | 'unknown'>();
  for (const [entry, module] of modules.entries()) {
    const key = moduleKey(module);
    if (module.present && module.store === 'main' && !elsewhere.has(entry) && !versions.has(key)) {
      versions.set(key, module.version);
    }
  }
  for (const note of notes) {
    if (note.kind === 'missing_version' && modules[note.entry]?.store === 'main') {
      const key = moduleKey(note);
      if (!versions.has(key)) versions.set(key, 'unknown');
    }
  }
  return versions;
}
