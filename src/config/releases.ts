/** Reads the file of `--releases`: text in, records of releases or faults out; never throws. `npm run add-release -- ... -o FILE` writes it. */
import * as v from 'valibot';
import { newRecords, recordFaults } from '../catalog/record-faults.js';
import type { RecordFault } from '../catalog/record-faults.js';
import type { ReleaseRecord } from '../catalog/release-record.js';
import type { AddedReleases } from '../catalog/releases.js';
import { NEWEST } from '../catalog/versions.js';

/** What the document is called. */
export const RELEASES_SCHEMA_NAME = 'fwinspect/releases@1';

/** What reading a file of releases came to. */
export type ReleasesResult =
  /** `odd`: what is unusual about them, and right. */
  | { readonly kind: 'releases'; readonly releases: AddedReleases; readonly odd: readonly RecordFault[] }
  /** It is no such document: where, and what is wrong. */
  | { readonly kind: 'no_document'; readonly path: string; readonly message: string }
  /** Records that break a rule. */
  | { readonly kind: 'faults'; readonly faults: readonly RecordFault[] };

const version = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(NEWEST));
const day = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a date, YYYY-MM-DD'));

const moduleRecord = v.object({
  part: v.union([v.literal('bootloader'), v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(9))]),
  f: v.picklist(['boot', 'sys']),
  i: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xff)),
  v: version,
  deps: v.pipe(
    v.array(
      v.pipe(
        v.string(),
        v.regex(/^(?:boot|sys|user|ncp|radio)\d{1,3}@\d{1,5}$/, 'must be a dependency such as "boot0@3301"'),
      ),
    ),
    v.maxLength(2),
  ),
  file: v.nullable(v.pipe(v.string(), v.regex(/^[\w.@+-]+\.bin$/, 'must be a file name that ends in .bin'))),
});

/** More fields may stand there: they are notes of whoever wrote the file. */
const record = v.object({
  release: v.pipe(v.string(), v.regex(/^\d+\.\d+\.\d+(?:-[\w.-]+)?$/, 'must be a release such as "6.5.0"')),
  platform: v.string(),
  system: version,
  bootloader: v.nullable(version),
  modules: v.array(moduleRecord),
  read: v.optional(v.boolean(), true),
});

const DOCUMENT = v.union([
  v.array(record),
  v.object({ schema: v.literal(RELEASES_SCHEMA_NAME), date: v.nullable(day), rows: v.array(record) }),
]);

/** The records of a text that the table does not hold yet, held against the rules that its rows keep. */
export function readReleases(text: string): ReleasesResult {
  const read = readRecords(text);
  if ('message' in read) return { kind: 'no_document', ...read };
  const faults = recordFaults(read.records);
  if (faults.some(({ refused }) => refused)) return { kind: 'faults', faults: faults.filter(({ refused }) => refused) };
  return { kind: 'releases', releases: { ...read, records: newRecords(read.records) }, odd: faults };
}

/** The records of a text as they stand there; where it is no such document, what is wrong with it. */
export function readRecords(text: string): AddedReleases | { readonly path: string; readonly message: string } {
  let document: unknown;
  try {
    document = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    return { path: '', message: `is not JSON: ${(error as Error).message}` };
  }
  // Held against the one of the two forms that it has, so that the first fault is named by its place.
  const parsed = v.safeParse(Array.isArray(document) ? DOCUMENT.options[0] : DOCUMENT.options[1], document);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    const path = (issue.path ?? []).map(({ key }) => String(key)).join('.');
    return { path, message: issue.message.startsWith('must') ? issue.message : `expected ${String(issue.expected)}` };
  }
  const { output } = parsed;
  return 'rows' in output ? { records: output.rows, day: output.date } : { records: output, day: null };
}

/** The document of records. */
export function releasesJson(records: readonly ReleaseRecord[], date: string | null) {
  return { schema: RELEASES_SCHEMA_NAME, date, rows: records };
}
