/** The dependency graph of a set: as SVG, Graphviz DOT or Mermaid. */
import { groupBy } from '../base/group-by.js';
import { folderLength, sharedFolder } from '../base/shared-folder.js';
import { platformName } from '../catalog/platforms.js';
import type { PlatformOrder } from '../assess/types.js';
import { modulesIn, needsOf } from '../device/module-file.js';
import type { ModuleFile } from '../device/module-file.js';
import { moduleKey } from '../module/id.js';
import type { FirmwareModule, Requirement } from '../module/types.js';
import type { NeededOnDevice, OrderedStep } from '../plan/order.js';
import { safeText } from '../base/safe-text.js';
import { slotsOfFile, versionsOfFile } from './contents.js';
import { escapeHtml, requirementWords } from './words.js';

interface Node {
  readonly id: string;
  readonly title: string;
  readonly detail: string;
  /** In the set, or only asked for. */
  readonly given: boolean;
}

interface Edge {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  /** What is asked for, in words. */
  readonly need: string;
  /** Whether what it comes from is new enough. */
  readonly met: boolean;
}

export interface Graph {
  readonly name: string;
  /** What must be on the device before, then the modules in their flash order; without an order as they are. */
  readonly nodes: readonly Node[];
  readonly edges: readonly Edge[];
}

/** A dependency, and the file of the set that it leads to. */
interface Link {
  readonly from: ModuleFile;
  readonly to: ModuleFile;
  readonly requirement: Requirement;
  readonly met: boolean;
}

type Absent = Pick<NeededOnDevice, 'function' | 'index' | 'version' | 'neededBy'>;

/** Modules in their flash order, what they need of each other, and what must be on the device before. */
export function graphOf({ platform, items, order }: PlatformOrder): Graph {
  // Backwards: of two items of one file the first names it.
  const places = new Map(items.map(({ file }, at) => [file, at + 1] as const).reverse());
  const idOf = ({ file }: ModuleFile): string => `m${String(places.get(file) ?? 0)}`;
  const isOrdered = order.steps.length > 0;
  const shown = isOrdered ? order.steps.map(({ item }) => item) : items;
  const { links, absent } = isOrdered
    ? { links: order.steps.flatMap(linksOfStep), absent: order.needsOnDevice }
    : declaredLinks(items);
  const needed = absent.map((need, at) => ({
    id: `d${String(at + 1)}`,
    need: requirementWords(need, platform),
    ...need,
  }));
  const given = nodesOf(shown, idOf);
  const edges: readonly Edge[] = [
    ...links.map(({ from, to, requirement, met }) => ({
      from: idOf(from),
      to: idOf(to),
      label: `>= ${String(requirement.version)}`,
      need: requirementWords(requirement, platform),
      met,
    })),
    ...needed.flatMap(({ id, need, neededBy }) =>
      neededBy.map((to) => ({ from: id, to: idOf(to), label: '', need, met: true })),
    ),
  ];
  const before = needed.map(({ id, need }) => ({ id, title: need, detail: 'must be on the device', given: false }));
  return { name: platformName(platform), nodes: [...before, ...given], edges };
}

/** What reads the same is told apart by its file. */
function nodesOf(items: readonly ModuleFile[], idOf: (item: ModuleFile) => string): readonly Node[] {
  const skipped = folderLength(sharedFolder(items.map(({ file }) => file)));
  const nodes = items.map((item) => ({
    id: idOf(item),
    title: `${isDamaged(item) ? 'damaged ' : ''}${slotsOfFile(item)}`,
    detail: versionsOfFile(item),
    given: true,
    name: `, ${item.file.slice(skipped)}`,
  }));
  const alike = groupBy(nodes, words);
  return nodes.map(({ name, ...node }) =>
    alike.get(words(node))?.length === 1 ? node : { ...node, detail: node.detail + name },
  );
}

const isDamaged = (item: ModuleFile): boolean => modulesIn(item).some(({ crc }) => !crc.ok);

const words = ({ title, detail }: Pick<Node, 'title' | 'detail'>): string => `${title} ${detail}`;

const linksOfStep = ({ item, after }: OrderedStep): readonly Link[] =>
  after.flatMap(({ item: from, because }) =>
    because.kind === 'dependency' ? [{ from, to: item, requirement: because.requirement, met: true }] : [],
  );

/** Of a set that has no order: every dependency by itself, with the file that comes nearest to it. */
function declaredLinks(items: readonly ModuleFile[]): {
  readonly links: readonly Link[];
  readonly absent: readonly Absent[];
} {
  const offers = groupBy(
    items.flatMap((item) => modulesIn(item).map((module) => ({ item, module }))),
    ({ module }) => moduleKey(module),
  );
  const needs = items.flatMap((to) => needsOf(to).map((requirement) => ({ to, requirement })));
  const found = needs.map(({ to, requirement }) => {
    const others = (offers.get(moduleKey(requirement)) ?? []).filter(({ item }) => item !== to);
    return { to, requirement, best: nearestTo(requirement.version, others) };
  });
  const links = found.flatMap(({ to, requirement, best }) =>
    best === null ? [] : [{ from: best.item, to, requirement, met: best.module.version >= requirement.version }],
  );
  const missing = groupBy(
    found.filter(({ best }) => best === null),
    ({ requirement }) => moduleKey(requirement),
  );
  const absent = [...missing.entries()]
    .sort(([a], [b]) => a - b)
    .flatMap(([, group]) => {
      const highest = group.reduce((most, one) => (one.requirement.version > most.requirement.version ? one : most));
      return [{ ...highest.requirement, neededBy: group.map(({ to }) => to) }];
    });
  return { links, absent };
}

interface Offer {
  readonly item: ModuleFile;
  readonly module: Pick<FirmwareModule, 'version'>;
}

/** The lowest version that is enough; where none is, the highest. Null where there is none at all. */
function nearestTo(version: number, offers: readonly Offer[]): Offer | null {
  const isNearer = (one: number, best: number): boolean =>
    one >= version ? best < version || one < best : best < version && one > best;
  return offers.reduce<Offer | null>(
    (best, one) => (best === null || isNearer(one.module.version, best.module.version) ? one : best),
    null,
  );
}

/** Boxes and arrows of one drawing: far more than anybody follows on a screen, and a megabyte. */
const MOST_DRAWN = 1000;

/** Whether a graph is too large to be drawn as a picture; as text it has all. */
export function isTooLarge({ nodes, edges }: Pick<Graph, 'nodes' | 'edges'>): boolean {
  return nodes.length > MOST_DRAWN || edges.length > MOST_DRAWN * 2;
}

/** Boxes stand below each other, so that the drawing is as narrow as a telephone; arrows run in a margin to their left. */
const BOX = { width: 280, head: 44, line: 15, gap: 12, edge: 2, lane: 12, tip: 16, bend: 5 } as const;

/** A node in its place, with the arrows that end at it. */
interface Placed {
  readonly node: Node;
  readonly row: number;
  readonly y: number;
  readonly height: number;
  readonly into: readonly Edge[];
}

/** Where everything of a graph is drawn. */
interface Drawing {
  readonly placed: ReadonlyMap<string, Placed>;
  readonly lanes: ReadonlyMap<string, number>;
  /** Where the boxes begin. */
  readonly left: number;
  readonly width: number;
  readonly height: number;
}

function drawingOf(graph: Graph): Drawing {
  const placed = placedNodes(graph);
  const lanes = lanesOf(graph.edges, placed);
  const most = [...lanes.values()].reduce((all, lane) => Math.max(all, lane + 1), 0);
  const left = BOX.edge + (most === 0 ? 0 : BOX.tip + most * BOX.lane);
  const last = [...placed.values()].at(-1);
  const height = (last === undefined ? 0 : last.y + last.height) + BOX.edge;
  return { placed, lanes, left, width: left + BOX.width + BOX.edge, height };
}

/** An SVG for a file of its own, which takes the colours of whoever looks at it. */
export function graphSvg(graph: Graph, id: string): string {
  const drawing = drawingOf(graph);
  const whole = { from: 0, to: drawing.height };
  return svgOf(drawing, whole, ` style="color-scheme:light dark"${namesOf(id)}`, saysOf(graph, id));
}

/** No piece is higher, if one box is not: on paper a picture is never torn, and one that does not fit leaves the rest of a page empty. */
const PIECE = 420;

/**
 * The same for a page, which has colours, and a policy against `style`: in pieces that follow each other without a gap, so that on paper a long graph
 * breaks between two boxes. Those who do not see it get the first one alone, which says it all.
 */
export function graphPieces(graph: Graph, id: string): string {
  const drawing = drawingOf(graph);
  return piecesOf(drawing)
    .map((piece, at) =>
      at === 0
        ? svgOf(drawing, piece, namesOf(id), saysOf(graph, id))
        : svgOf(drawing, piece, ' aria-hidden="true"', ''),
    )
    .join('');
}

interface Piece {
  readonly from: number;
  readonly to: number;
}

function piecesOf({ placed, height }: Drawing): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  let end = 0;
  for (const one of placed.values()) {
    const behind = one.y + one.height + BOX.gap / 2;
    if (behind - from > PIECE && end > from) {
      pieces.push({ from, to: end });
      from = end;
    }
    end = behind;
  }
  return [...pieces, { from, to: height }];
}

const namesOf = (id: string): string => ` role="img" aria-labelledby="${id}-t ${id}-d"`;

const saysOf = (graph: Graph, id: string): string =>
  `<title id="${id}-t">Flash order of ${escapeHtml(graph.name)}</title>` +
  `<desc id="${id}-d">${escapeHtml(description(graph))}</desc>`;

/** What of a drawing lies between two heights; arrows that run through it are in each piece, cut off by its frame. */
function svgOf(drawing: Drawing, { from, to }: Piece, attributes: string, says: string): string {
  const { placed, width } = drawing;
  const [w, y, h] = [width, from, to - from].map(String);
  const boxes = [...placed.values()]
    .filter((one) => one.y >= from && one.y < to)
    .map((one) => nodeSvg(one, drawing.left));
  const lines = [...placed.values()].flatMap((one) =>
    one.into.map((edge, at) => edgeSvg(edge, at, one, drawing, { from, to })),
  );
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" class="graph"${attributes} ` +
    `font-family="system-ui, sans-serif" font-size="12" ` +
    `width="${w}" height="${h}" viewBox="0 ${y} ${w} ${h}">${says}${boxes.join('')}${lines.join('')}</svg>`
  );
}

const laneX = (lane: number): number => BOX.tip + lane * BOX.lane;

function description({ nodes, edges }: Graph): string {
  const titles = new Map(nodes.map((node) => [node.id, node.given ? words(node) : node.title]));
  const says = edges.map(
    ({ from, to, met }) =>
      `${titles.get(to) ?? to} after ${titles.get(from) ?? from}${met ? '' : ', which is too old for it'}`,
  );
  return says.length === 0 ? 'no dependencies' : says.join('; ');
}

function placedNodes({ nodes, edges }: Graph): ReadonlyMap<string, Placed> {
  const behind = groupBy(edges, ({ to }) => to);
  const placed = new Map<string, Placed>();
  let y: number = BOX.edge;
  nodes.forEach((node, row) => {
    const into = behind.get(node.id) ?? [];
    const height = BOX.head + into.length * BOX.line;
    placed.set(node.id, { node, row, y, height, into });
    y += height + BOX.gap;
  });
  return placed;
}

/** The lane of each node that arrows begin at: they share it, and no two lanes that are used at one height are the same; the short ones are nearest. */
function lanesOf(edges: readonly Edge[], placed: ReadonlyMap<string, Placed>): ReadonlyMap<string, number> {
  const rowOf = (id: string): number => placed.get(id)?.row ?? 0;
  const spans = [...groupBy(edges, ({ from }) => from).entries()].map(([from, own]) => {
    const rows = [from, ...own.map(({ to }) => to)].map(rowOf);
    return { from, first: rows.reduce((a, b) => Math.min(a, b)), last: rows.reduce((a, b) => Math.max(a, b)) };
  });
  const lanes: { readonly first: number; readonly last: number }[][] = [];
  const found = new Map<string, number>();
  for (const span of spans.sort((a, b) => a.last - a.first - (b.last - b.first) || a.first - b.first)) {
    const free = lanes.findIndex((used) => used.every(({ first, last }) => last < span.first || span.last < first));
    const lane = free === -1 ? lanes.length : free;
    (lanes[lane] ??= []).push(span);
    found.set(span.from, lane);
  }
  return found;
}

/** From the heading of a box along its lane to the line of another box that says what is needed. */
function edgeSvg({ from, met }: Edge, at: number, to: Placed, drawing: Drawing, piece: Piece): string {
  const source = drawing.placed.get(from);
  if (source === undefined) return '';
  const { left } = drawing;
  const lane = left - laneX(drawing.lanes.get(from) ?? 0);
  const y1 = source.y + BOX.line;
  const y2 = needY(to, at) - 4;
  if (Math.max(y1, y2) < piece.from || Math.min(y1, y2) > piece.to) return '';
  const bend = y2 > y1 ? BOX.bend : -BOX.bend;
  const path =
    `M${String(left)} ${String(y1)} H${String(lane + BOX.bend)} Q${String(lane)} ${String(y1)} ${String(lane)} ${String(y1 + bend)} ` +
    `V${String(y2 - bend)} Q${String(lane)} ${String(y2)} ${String(lane + BOX.bend)} ${String(y2)} H${String(left - 6)}`;
  const head = `M${String(left - 7)} ${String(y2 - 4)} L${String(left)} ${String(y2)} L${String(left - 7)} ${String(y2 + 4)} Z`;
  const dash = met ? 'class="edge"' : 'class="edge unmet" stroke-dasharray="3 3"';
  return `<path ${dash} fill="none" stroke="currentColor" d="${path}"/><path${met ? '' : ' class="tip unmet"'} fill="currentColor" d="${head}"/>`;
}

/** The base line of what a box says of one of its needs. */
const needY = ({ y }: Placed, at: number): number => y + BOX.head - 8 + (at + 1) * BOX.line;

function nodeSvg(placed: Placed, left: number): string {
  const { node, y, height, into } = placed;
  const dash = node.given ? '' : ' stroke-dasharray="4 3"';
  const line = (kind: string, at: number, words: string, more = ''): string =>
    `<text class="${kind}" fill="currentColor"${more} x="${String(left + 10)}" y="${String(at)}">${escapeHtml(words)}</text>`;
  const needs = into.map(({ need, met }, at) =>
    line(
      met ? 'node-need' : 'node-need unmet',
      needY(placed, at),
      cut(`${met ? 'needs' : 'not met:'} ${need}`, 42),
      ' font-size="11"',
    ),
  );
  return (
    `<rect class="${node.given ? 'node' : 'node needed'}" x="${String(left)}" y="${String(y)}" rx="6" width="${String(BOX.width)}" ` +
    `height="${String(height)}" fill="none" stroke="currentColor"${dash}/>` +
    line('node-title', y + 19, cut(node.title, 36), ' font-weight="600"') +
    line('node-detail', y + 35, cut(node.detail, 42), ' font-size="11"') +
    needs.join('')
  );
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most / 2 - 2)}...${text.slice(1 - most / 2)}`;
}

/** Graphviz DOT; every text is quoted. */
export function graphDot({ name, nodes, edges }: Graph): string {
  const quote = (text: string): string => `"${safeText(text).replace(/["\\]/g, '\\$&')}"`;
  const lines = [
    ...nodes.map(
      (node) => `  ${node.id} [shape=box, label=${quote(words(node))}${node.given ? '' : ', style=dashed'}];`,
    ),
    ...edges.map(({ from, to, label, met }) => {
      const said = [...(label === '' ? [] : [`label=${quote(label)}`]), ...(met ? [] : ['style=dashed'])];
      return `  ${from} -> ${to}${said.length === 0 ? '' : ` [${said.join(', ')}]`};`;
    }),
  ];
  return `digraph ${quote(name)} {\n  rankdir=LR;\n${lines.join('\n')}\n}\n`;
}

/** Mermaid; texts are written as entities where they could be syntax. */
export function graphMermaid({ nodes, edges }: Graph): string {
  const quote = (text: string): string =>
    `"${safeText(text).replace(/[^\w .,()-]/g, (char) => `#${String(char.codePointAt(0))};`)}"`;
  const lines = [
    ...nodes.map((node) => {
      const label = quote(words(node));
      return node.given ? `  ${node.id}[${label}]` : `  ${node.id}([${label}])`;
    }),
    ...edges.map(
      ({ from, to, label, met }) => `  ${from} ${met ? '-->' : '-.->'}${label === '' ? '' : `|${quote(label)}|`} ${to}`,
    ),
  ];
  return `flowchart LR\n${lines.join('\n')}\n`;
}

/** Lines of the heading, of what is left out, and between two platforms. */
const LINES_AROUND = 3;

/** Platforms that an excerpt shows; each has a handful of lines. */
const MOST_PLATFORMS = 20;

/**
 * Mermaid for a terminal: all where that is not longer than so many lines, else the first modules of each platform, which is a graph as well.
 *
 * @returns the text, and how many modules it leaves out
 */
export function mermaidExcerpt(
  graphs: readonly Graph[],
  most: number,
): { readonly text: string; readonly omitted: number } {
  const whole = graphs.map(graphMermaid).join('\n');
  if (whole.split('\n').length - 1 <= most) return { text: whole, omitted: 0 };
  const shown = graphs.slice(0, MOST_PLATFORMS);
  const share = Math.floor((most - 1) / shown.length) - LINES_AROUND;
  const parts = shown.map((graph) => {
    const part = firstNodes(graph, share);
    const left = graph.nodes.length - part.nodes.length;
    return {
      text: `${graphMermaid(part)}${left === 0 ? '' : `%% and ${String(left)} more of ${safeText(graph.name)}\n`}`,
      left,
    };
  });
  const others = graphs.slice(MOST_PLATFORMS);
  const unshown = others.reduce((sum, { nodes }) => sum + nodes.length, 0);
  const behind = others.length === 0 ? '' : `%% and ${String(others.length)} more platforms\n`;
  return {
    text: `${parts.map(({ text }) => text).join('\n')}${behind}`,
    omitted: parts.reduce((sum, { left }) => sum + left, unshown),
  };
}

/** As many nodes from the front as have room together with the arrows between them, and at least one. */
function firstNodes(graph: Graph, most: number): Graph {
  const places = new Map(graph.nodes.map(({ id }, at) => [id, at]));
  const lastOf = ({ from, to }: Edge): number => Math.max(places.get(from) ?? 0, places.get(to) ?? 0);
  const ending = groupBy(graph.edges, lastOf);
  let used = 0;
  const end = graph.nodes.findIndex((_, at) => (used += 1 + (ending.get(at)?.length ?? 0)) > most);
  const count = end === -1 ? graph.nodes.length : Math.max(1, end);
  return { ...graph, nodes: graph.nodes.slice(0, count), edges: graph.edges.filter((edge) => lastOf(edge) < count) };
}
