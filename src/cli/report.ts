import { createHash } from 'node:crypto';
import { basename, resolve } from 'node:path';
import type { DepsGroup } from '../report/deps.js';
import { graphDot, graphMermaid, graphOf, graphSvg } from '../report/graph.js';
import { findingMessage } from '../report/finding.js';
import { htmlReport } from '../report/html.js';
import type { HtmlGroup } from '../report/html.js';
import { shorten } from '../report/text.js';
import { safeText } from '../base/safe-text.js';
import { UsageError, writeErrors, writeOutput } from './context.js';
import type { GraphOptions, ReportOptions } from './options.js';
import { depsReport } from './deps.js';
import { exitCode } from './exit-code.js';
import { readInput } from './input.js';
import type { Input } from './input.js';
import { reachOf } from './reach.js';
import { platformOption, writeSkipped } from './shared.js';

/** `fwinspect report FOLDER -o report.html` */
export async function report(args: readonly string[], options: ReportOptions): Promise<number> {
  const other = options.json ? 'json' : options.format.find((name) => name !== 'html');
  if (other !== undefined) {
    throw new UsageError(`unknown format ${safeText(other)}; a report is HTML (audit --json has the same as data)`);
  }
  const given = await readInput(args, {
    all: options.all,
    memory: options.memory,
    hashes: true,
    progress: !options.quiet,
  });
  const { input, folder } = belowSharedFolder(given);
  const found = depsReport(input, platformOption(options.platform));
  const groups = found.groups.map((group): HtmlGroup => ({ ...group, ...reachOf(group, options.to) }));
  if (options.to !== undefined && groups.length > 0 && groups.every(({ goal }) => goal === null)) {
    throw new UsageError(`no platform of these files has a release ${safeText(options.to)}`);
  }
  const loose = [...found.findings];
  const title = options.title ?? titleOf(args);
  const page = htmlReport({ title, folder, groups, files: input.files, findings: loose }, base64Sha256);
  // A page about nothing does not replace one about something.
  if (input.files.length > 0) writeOutput(page, options.output);
  writeSkipped(input.skipped, options);
  writeErrors(input.errors);
  return exitCode({ failed: found.rejected, unreadable: input.errors.length > 0 || input.files.length === 0 });
}

/** The same files, each by its name below the folder that all of them share. */
function belowSharedFolder(input: Input): { readonly input: Input; readonly folder: string } {
  const { folder } = shorten(input.files.map(({ file }) => file));
  const cut = folder === '' ? 0 : folder.length + 1;
  const below = <Named extends { readonly file: string }>(one: Named): Named => ({ ...one, file: one.file.slice(cut) });
  const bundles = input.bundles.map(({ bundle, applications, assets }) => ({
    bundle: bundle.slice(cut),
    applications: applications.map(below),
    assets: assets.map(below),
  }));
  return { input: { ...input, files: input.files.map(below), bundles }, folder };
}

/** What was looked at, by its own name and not by where it lies on this machine. */
function titleOf(args: readonly string[]): string {
  return args.length === 1 && args[0] !== undefined ? basename(resolve(args[0])) : `${String(args.length)} inputs`;
}

function base64Sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}

const GRAPHS = {
  svg: (group: DepsGroup, at: number): string => `${graphSvg(graphOf(group), `g${String(at + 1)}`)}\n`,
  dot: (group: DepsGroup): string => graphDot(graphOf(group)),
  mermaid: (group: DepsGroup): string => graphMermaid(graphOf(group)),
} as const;

/** A picture that is named g.svg is an SVG. */
function formatByEnding(output: string | undefined): string {
  const ending = /\.(svg|dot|gv)$/i.exec(output ?? '')?.[1]?.toLowerCase();
  return ending === 'gv' ? 'dot' : (ending ?? 'mermaid');
}

/** `fwinspect graph --format svg|dot|mermaid FILE...` */
export async function graph(args: readonly string[], options: GraphOptions): Promise<number> {
  const format = options.json ? 'json' : (options.format.at(-1) ?? formatByEnding(options.output));
  const draw = Object.entries(GRAPHS).find(([name]) => name === format)?.[1];
  if (draw === undefined) throw new UsageError(`unknown format ${safeText(format)}; a graph has svg, dot and mermaid`);
  const input = await readInput(args, { all: options.all, memory: options.memory, hashes: true });
  const found = depsReport(input, platformOption(options.platform));
  if (format === 'svg' && found.groups.length > 1) {
    throw new UsageError('an SVG holds one platform; choose it with --platform');
  }
  if (found.groups.length > 0) writeOutput(found.groups.map(draw).join('\n'), options.output);
  // A graph has no place for words: what is wrong with the files goes to standard error.
  const refused = found.findings.map((one) => ({
    file: one.file ?? '',
    code: one.rule,
    message: findingMessage(one),
  }));
  writeErrors([...input.errors, ...refused]);
  return exitCode({ failed: found.rejected, unreadable: input.errors.length > 0 || found.groups.length === 0 });
}
