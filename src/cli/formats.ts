/** The output formats of `check`, several in one run: `--format table --format sarif=out.sarif`. */
import { checkJson, checkText } from '../report/check.js';
import type { CheckReport } from '../report/check-types.js';
import { githubText } from '../report/github.js';
import { documentText } from '../report/json.js';
import { jsonlText } from '../report/jsonl.js';
import { junitText } from '../report/junit.js';
import { markdownText } from '../report/markdown.js';
import { sarifText } from '../report/sarif.js';
import type { TextOptions } from '../report/style.js';
import type { Severity } from '../rules/types.js';
import { sha256Hex } from '../source/node-tools.js';
import { safeText } from '../base/safe-text.js';
import { textOptions, UsageError, writeOutput } from './context.js';
import type { CommonOptions } from './context.js';
import { say } from './door.js';
import { CHECK_FORMATS } from './options.js';
import type { CheckOptions } from './options.js';
import { nearest } from '../base/nearest.js';

/** How a text may look, and from which severity on a finding fails the run. */
export interface FormatOptions extends TextOptions {
  readonly failOn: Severity;
}

export const FORMATS = {
  table: checkText,
  json: (report: CheckReport): string => documentText(checkJson(report)),
  jsonl: jsonlText,
  markdown: markdownText,
  sarif: (report: CheckReport): string => sarifText(report, sha256Hex),
  junit: junitText,
  github: githubText,
} as const satisfies Readonly<Record<FormatName, (report: CheckReport, options: FormatOptions) => string>>;

export type FormatName = (typeof CHECK_FORMATS)[number];

export interface FormatOutput {
  readonly format: FormatName;
  readonly output: string | undefined;
}

/** What was asked for; the table to standard output where nothing was. Only one format may go to standard output. */
export function formatOutputs(options: Pick<CommonOptions, 'format' | 'json' | 'output'>): readonly FormatOutput[] {
  const asked = options.json ? ['json', ...options.format] : options.format;
  const outputs = (asked.length === 0 ? ['table'] : asked).map((text): FormatOutput => {
    const [name = '', ...path] = text.split('=');
    return { format: formatName(name), output: path.length > 0 ? path.join('=') : options.output };
  });
  const toStdout = outputs.filter(({ output }) => output === undefined || output === '-');
  if (toStdout.length > 1) {
    throw new UsageError(
      'only one format can go to standard output; give the others a file, such as --format sarif=out.sarif',
    );
  }
  return outputs;
}

function formatName(name: string): FormatName {
  const known = CHECK_FORMATS.find((one) => one === name);
  if (known !== undefined) return known;
  const near = nearest(name, CHECK_FORMATS);
  throw new UsageError(
    `unknown format ${safeText(name)}; ${near === null ? `there are ${CHECK_FORMATS.join(', ')}` : `did you mean ${near}?`}`,
  );
}

/** Files first: where one cannot be written, nothing has been answered yet. */
export function writeReport(
  report: CheckReport,
  outputs: readonly FormatOutput[],
  options: CheckOptions,
  failOn: Severity,
): void {
  const isToScreen = ({ output }: FormatOutput): number => Number(output === undefined || output === '-');
  for (const { format, output } of [...outputs].sort((a, b) => isToScreen(a) - isToScreen(b))) {
    const text = FORMATS[format](report, { ...textOptions({ ...options, output }), failOn });
    // Where standard output holds the verdicts, and nothing else.
    if (options.verdicts === '-' && isToScreen({ format, output }) === 1) say(text);
    else writeOutput(text, output, format === 'github');
  }
}
