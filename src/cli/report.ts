import { basename, resolve } from 'node:path';
import { assess, PARTS } from '../assess/assess.js';
import { belowSharedFolder } from '../assess/file.js';
import { platformName } from '../report/words.js';
import type { FirmwareFile } from '../assess/file.js';
import { beginReportedDevices } from '../assess/reported-devices.js';
import { worstOf } from '../base/judgement.js';
import { safeText } from '../base/safe-text.js';
import { findingMessage } from '../report/finding.js';
import { graphDot, graphMermaid, graphOf, graphSvg, isTooLarge, mermaidExcerpt } from '../report/graph.js';
import type { Graph } from '../report/graph.js';
import { depsVerdict } from '../report/deps.js';
import { htmlReport } from '../report/html.js';
import { devicesPart } from '../report/html-devices.js';
import { problemError, problemWords } from '../report/problem.js';
import { gatherNotes } from '../report/read-devices.js';
import { sha256Hex } from '../source/node-tools.js';
import { UsageError, writeErrors, writeOutput } from './context.js';
import { print, say } from './door.js';
import { GRAPH_FORMATS } from './options.js';
import type { GraphOptions, ReportOptions } from './options.js';
import { exitCode } from './exit-code.js';
import { readFleet } from './fleet.js';
import { fleetGoal } from './fleet-overview.js';
import { readInput } from './input.js';
import { waysProgress } from './progress.js';
import { platformOption, writeSkipped } from './shared.js';

/** `fwinspect report FOLDER -o report.html` */
export async function report(args: readonly string[], options: ReportOptions): Promise<number> {
  const input = await readInput(args, {
    all: options.all,
    memory: options.memory,
    hashes: true,
    progress: !options.quiet,
  });
  const { folder, files, images } = belowSharedFolder(input.files, input.images);
  const platform = platformOption(options.platform);
  const progress = waysProgress(process.stderr);
  const onWays = options.quiet
    ? undefined
    : (id: number) => {
        progress.tell(platformName(id));
      };
  const found = assess(files, { parts: PARTS.deps, platform, images, matrix: true, to: options.to, onWays });
  progress.clear();
  const [problem] = found.problems;
  if (problem !== undefined) throw new UsageError(problemWords(problem));
  const devices = await devicesOf(input.files, options, platform);
  const page = htmlReport(
    { ...found, title: options.title ?? titleOf(args), folder },
    sha256Hex,
    devices === null ? null : devicesPart(devices.found, devices.notes),
  );
  // A page about nothing does not replace one about something.
  if (files.length > 0) {
    writeOutput(page, options.output);
    tellWritten(options, depsVerdict(found, input.errors.length === 0));
  }
  writeSkipped(input.skipped, options);
  const errors = [...input.errors, ...(devices?.found.overview.problems ?? []).map(problemError)];
  writeErrors(errors);
  const judgement = worstOf([found.judgement, devices?.found.judgement ?? 'ok']);
  return exitCode({ judgement, unreadable: errors.length > 0 || files.length === 0 });
}

/** The devices of the question; null where none was asked for. */
async function devicesOf(
  files: readonly FirmwareFile[],
  { device, fleet, to }: ReportOptions,
  platform: number | null,
) {
  if (device.length + fleet.length === 0) return null;
  const open = beginReportedDevices(files, { platform, to: fleetGoal(to) });
  const notes = gatherNotes();
  await readFleet(device, fleet, { platform, sink: open.add, notes });
  return { found: open.end(), notes: notes.words() };
}

/** A page in a file shows nothing here: where it is, and what stands in it. */
function tellWritten(
  { output, quiet }: Pick<ReportOptions, 'output' | 'quiet'>,
  { label, sentence }: Pick<ReturnType<typeof depsVerdict>, 'label' | 'sentence'>,
): void {
  if (output === undefined || output === '-' || quiet) return;
  print(`Wrote ${safeText(output)}\n${label}  ${sentence}\n`);
}

/** What was looked at, by its own name and not by where it lies on this machine. */
function titleOf(args: readonly string[]): string {
  return args.length === 1 && args[0] !== undefined ? basename(resolve(args[0])) : `${String(args.length)} inputs`;
}

const GRAPHS = {
  svg: (one: Graph, at: number): string => `${graphSvg(one, `g${String(at + 1)}`)}\n`,
  dot: graphDot,
  mermaid: graphMermaid,
} as const satisfies Readonly<Record<(typeof GRAPH_FORMATS)[number], unknown>>;

/** A picture that is named g.svg is an SVG. */
function formatByEnding(output: string | undefined): string {
  const ending = /\.(svg|dot|gv)$/i.exec(output ?? '')?.[1]?.toLowerCase();
  return ending === 'gv' ? 'dot' : (ending ?? 'mermaid');
}

/** Lines of a graph that nobody asked for in a format or a file. */
const MOST_LINES = 200;

function writeExcerpt(graphs: readonly Graph[]): void {
  const { text, omitted } = mermaidExcerpt(graphs, MOST_LINES);
  writeOutput(text, undefined);
  if (omitted > 0) say(`${String(omitted)} more modules are left out; --format mermaid, -v or -o FILE has all\n`);
}

/** `fwinspect graph --format svg|dot|mermaid FILE...` */
export async function graph(args: readonly string[], options: GraphOptions): Promise<number> {
  const format = options.format.at(-1) ?? formatByEnding(options.output);
  const draw = Object.entries(GRAPHS).find(([name]) => name === format)?.[1];
  if (draw === undefined) {
    throw new UsageError(`unknown format ${safeText(format)}; a graph has ${GRAPH_FORMATS.join(', ')}`);
  }
  const input = await readInput(args, { all: options.all, memory: options.memory, hashes: true });
  const platform = platformOption(options.platform);
  const found = assess(input.files, { parts: PARTS.deps, platform, images: input.images });
  if (format === 'svg' && found.order.length > 1) {
    throw new UsageError('an SVG holds one platform; choose it with --platform');
  }
  const graphs = found.order.map(graphOf);
  if (format === 'svg' && graphs.some(isTooLarge)) {
    throw new UsageError('too many modules for one drawing; fwinspect graph --format dot has all');
  }
  const asked = options.json || options.format.length > 0 || options.verbose || options.output !== undefined;
  if (found.order.length > 0 && asked) writeOutput(graphs.map(draw).join('\n'), options.output);
  else if (found.order.length > 0) writeExcerpt(graphs);
  // A graph has no place for words: what is wrong with the files goes to standard error.
  const refused = found.findings
    .filter(({ set }) => set === null)
    .map((one) => ({ file: one.file ?? '', code: one.rule, message: findingMessage(one) }));
  writeErrors([...input.errors, ...refused]);
  return exitCode({ judgement: found.judgement, unreadable: input.errors.length > 0 || found.order.length === 0 });
}
