import { assess, PARTS } from '../assess/assess.js';
import { safeText } from '../base/safe-text.js';
import { findingMessage } from '../report/finding.js';
import { graphDot, graphMermaid, graphOf, graphSvg, isTooLarge, mermaidExcerpt } from '../report/graph.js';
import type { Graph } from '../report/graph.js';
import { UsageError, writeErrors, writeOutput } from './context.js';
import { say } from './door.js';
import { exitCode } from './exit-code.js';
import { readInput } from './input.js';
import { GRAPH_FORMATS } from './options.js';
import type { GraphOptions } from './options.js';
import { platformOption } from './shared.js';

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
  const asked = options.format.length > 0 || options.verbose || options.output !== undefined;
  if (found.order.length > 0 && asked) writeOutput(graphs.map(draw).join('\n'), options.output);
  else if (found.order.length > 0) writeExcerpt(graphs);
  // A graph has no place for words: what is wrong with the files goes to standard error.
  const refused = found.findings
    .filter(({ set }) => set === null)
    .map((one) => ({ file: one.file ?? '', code: one.rule, message: findingMessage(one) }));
  writeErrors([...input.errors, ...refused]);
  return exitCode({ judgement: found.judgement, unreadable: input.errors.length > 0 || found.order.length === 0 });
}
