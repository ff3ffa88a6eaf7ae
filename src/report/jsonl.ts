/** One JSON value a line, for streams: each finding, then the sum. */
import { MOST_ITEMS } from './bounded.js';
import { checkedAsWhole, checkedFindingJson } from './check.js';
import type { CheckReport } from './check-types.js';
import { countsOf } from './check-words.js';
import { cappedErrors, jsonLine } from './json.js';

/** Lines `{"type": "finding", ...}`; the last line is `{"type": "summary", ...}`. */
export function jsonlText(report: CheckReport): string {
  const { files, errors } = report;
  const counts = countsOf(report);
  return [
    ...report.findings.map((finding) => ({ type: 'finding', ...checkedFindingJson(finding) })),
    {
      type: 'summary',
      schema: 'fwinspect/check-lines@1',
      files: files.length,
      counts,
      ...checkedAsWhole(report),
      errors: cappedErrors(errors, MOST_ITEMS.data),
    },
  ]
    .map(jsonLine)
    .join('');
}
