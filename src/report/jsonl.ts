/** One JSON value a line, for streams: each finding, then the sum. */
import { checkedFindingJson } from './check.js';
import type { CheckReport } from './check-types.js';
import { countsOf } from './check-words.js';

/** Lines `{"type": "finding", ...}`; the last line is `{"type": "summary", ...}`. */
export function jsonlText(report: CheckReport): string {
  const { files, fleet, failed, errors } = report;
  const counts = countsOf(report);
  return [
    ...report.findings.map((finding) => ({ type: 'finding', ...checkedFindingJson(finding) })),
    { type: 'summary', schema: 'fwinspect/check-lines@1', files: files.length, counts, fleet, failed, errors },
  ]
    .map((value) => `${lineOf(value)}\n`)
    .join('');
}

/** JSON leaves some characters as they are that many readers take for the end of a line. */
function lineOf(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
