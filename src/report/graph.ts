/** The dependency graph of a set: as SVG, Graphviz DOT or Mermaid. */
import { groupBy } from '../base/group-by.js';
import { platformName } from '../catalog/platforms.js';
import type { PlatformOrder } from '../assess/types.js';
import { safeText } from '../base/safe-text.js';
import { slotsOfFile, versionsOfFile } from './contents.js';
import { escapeHtml, slotWords } from './words.js';

interface Node {
  readonly id: string;
  readonly title: string;
  readonly detail: string;
  /** In the set, or only asked for. */
  readonly given: boolean;
  readonly layer: number;
}

interface Edge {
  readonly from: string;
  readonly to: string;
  readonly label: string;
}

export interface Graph {
  readonly name: string;
  readonly nodes: readonly Node[];
  readonly edges: readonly Edge[];
}

/** Modules in their flash order, what they need of each other, and what must be on the device before. */
export function graphOf({ platform, items, order }: PlatformOrder): Graph {
  // Backwards: of two items of one file the first names it.
  const places = new Map(items.map(({ file }, at) => [file, at + 1] as const).reverse());
  const idOf = (file: string): string => `m${String(places.get(file) ?? 0)}`;
  const steps = order.steps.length > 0 ? order.steps.map(({ item }) => item) : items;
  const edges = order.steps.flatMap(({ item, after }) =>
    after
      .filter(({ because }) => because.kind === 'dependency')
      .map(({ item: from, because }) => ({
        from: idOf(from.file),
        to: idOf(item.file),
        label: because.kind === 'dependency' ? `>= ${String(because.requirement.version)}` : '',
      })),
  );
  const given = steps.map((item) => ({
    id: idOf(item.file),
    title: slotsOfFile(item),
    detail: versionsOfFile(item),
    given: true,
  }));
  const needed = order.needsOnDevice.map((need, at) => ({
    id: `d${String(at + 1)}`,
    title: `${slotWords({ ...need, platform })} >= ${String(need.version)}`,
    detail: 'must be on the device',
    given: false,
    neededBy: need.neededBy.map(({ file }) => idOf(file)),
  }));
  const all: readonly Edge[] = [
    ...edges,
    ...needed.flatMap(({ id, neededBy }) => neededBy.map((to) => ({ from: id, to, label: '' }))),
  ];
  const layers = layersOf([...needed.map(({ id }) => id), ...given.map(({ id }) => id)], all);
  const nodes = [...needed, ...given].map(({ id, title, detail, given: isGiven }) => ({
    id,
    title,
    detail,
    given: isGiven,
    layer: layers.get(id) ?? 0,
  }));
  return { name: platformName(platform), nodes, edges: all };
}

/** Boxes and arrows of one drawing: far more than anybody follows on a screen, and a megabyte. */
const MOST_DRAWN = 1000;

/** Whether a graph is too large to be drawn as a picture; as text it has all. */
export function isTooLarge({ nodes, edges }: Pick<Graph, 'nodes' | 'edges'>): boolean {
  return nodes.length > MOST_DRAWN || edges.length > MOST_DRAWN * 2;
}

/** The longest way to each node. Edges lead forwards in the flash order, so that each node is looked at once. */
function layersOf(ids: readonly string[], edges: readonly Edge[]): ReadonlyMap<string, number> {
  const layers = new Map<string, number>();
  const behind = groupBy(edges, ({ to }) => to);
  for (const id of ids) {
    const before = (behind.get(id) ?? []).map(({ from }) => layers.get(from) ?? 0);
    layers.set(
      id,
      before.reduce((most, one) => Math.max(most, one + 1), 0),
    );
  }
  return layers;
}

const BOX = { width: 176, height: 48, gapX: 84, gapY: 20, margin: 12 } as const;

/** An SVG that stands alone, with a title and a description for those who do not see it. */
export function graphSvg(graph: Graph, id: string): string {
  const columns = groupBy(graph.nodes, ({ layer }) => layer);
  const layers = [...columns.keys()].sort((a, b) => a - b);
  const place = new Map<string, { readonly x: number; readonly y: number }>();
  layers.forEach((layer, column) => {
    (columns.get(layer) ?? []).forEach((node, row) => {
      place.set(node.id, {
        x: BOX.margin + column * (BOX.width + BOX.gapX),
        y: BOX.margin + row * (BOX.height + BOX.gapY),
      });
    });
  });
  const rows = [...columns.values()].reduce((most, { length }) => Math.max(most, length), 1);
  const width = BOX.margin * 2 + Math.max(1, layers.length) * (BOX.width + BOX.gapX) - BOX.gapX;
  const height = BOX.margin * 2 + rows * (BOX.height + BOX.gapY) - BOX.gapY;
  const lines = graph.edges.map((edge) => edgeSvg(edge, place)).join('');
  const boxes = graph.nodes.map((node) => nodeSvg(node, place)).join('');
  const titles = new Map(graph.nodes.map((node) => [node.id, node.title]));
  const titleOf = (node: string): string => titles.get(node) ?? node;
  const says = graph.edges.map(({ from, to }) => `${titleOf(to)} after ${titleOf(from)}`).join('; ');
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" class="graph" role="img" aria-labelledby="${id}-t ${id}-d" ` +
    `width="${String(width)}" height="${String(height)}" viewBox="0 0 ${String(width)} ${String(height)}">` +
    `<title id="${id}-t">Flash order of ${escapeHtml(graph.name)}</title>` +
    `<desc id="${id}-d">${escapeHtml(says === '' ? 'no dependencies' : says)}</desc>${lines}${boxes}</svg>`
  );
}

type Places = ReadonlyMap<string, { readonly x: number; readonly y: number }>;

function edgeSvg({ from, to, label }: Edge, place: Places): string {
  const a = place.get(from);
  const b = place.get(to);
  if (a === undefined || b === undefined) return '';
  const x1 = a.x + BOX.width;
  const y1 = a.y + BOX.height / 2;
  const x2 = b.x;
  const y2 = b.y + BOX.height / 2;
  const bend = (x2 - x1) / 2;
  const path = `M${String(x1)} ${String(y1)} C${String(x1 + bend)} ${String(y1)} ${String(x2 - bend)} ${String(y2)} ${String(x2 - 6)} ${String(y2)}`;
  const head = `M${String(x2 - 7)} ${String(y2 - 4)} L${String(x2)} ${String(y2)} L${String(x2 - 7)} ${String(y2 + 4)} Z`;
  const text =
    label === ''
      ? ''
      : `<text class="edge-label" text-anchor="middle" fill="currentColor" x="${String(x1 + bend)}" y="${String((y1 + y2) / 2 - 6)}">${escapeHtml(label)}</text>`;
  return `<path class="edge" fill="none" stroke="currentColor" d="${path}"/><path fill="currentColor" d="${head}"/>${text}`;
}

function nodeSvg({ id, title, detail, given }: Node, place: Places): string {
  const at = place.get(id);
  if (at === undefined) return '';
  const dash = given ? '' : ' stroke-dasharray="4 3"';
  return (
    `<rect class="${given ? 'node' : 'node needed'}" x="${String(at.x)}" y="${String(at.y)}" rx="6" width="${String(BOX.width)}" ` +
    `height="${String(BOX.height)}" fill="none" stroke="currentColor"${dash}/>` +
    `<text class="node-title" fill="currentColor" x="${String(at.x + 10)}" y="${String(at.y + 20)}">${escapeHtml(cut(title, 24))}</text>` +
    `<text class="node-detail" fill="currentColor" x="${String(at.x + 10)}" y="${String(at.y + 37)}">${escapeHtml(cut(detail, 28))}</text>`
  );
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 3)}...`;
}

/** Graphviz DOT; every text is quoted. */
export function graphDot({ name, nodes, edges }: Graph): string {
  const quote = (text: string): string => `"${safeText(text).replace(/["\\]/g, '\\$&')}"`;
  const lines = [
    ...nodes.map(
      ({ id, title, detail, given }) =>
        `  ${id} [shape=box, label=${quote(`${title} ${detail}`)}${given ? '' : ', style=dashed'}];`,
    ),
    ...edges.map(({ from, to, label }) => `  ${from} -> ${to}${label === '' ? '' : ` [label=${quote(label)}]`};`),
  ];
  return `digraph ${quote(name)} {\n  rankdir=LR;\n${lines.join('\n')}\n}\n`;
}

/** Mermaid; texts are written as entities where they could be syntax. */
export function graphMermaid({ nodes, edges }: Graph): string {
  const quote = (text: string): string =>
    `"${safeText(text).replace(/[^\w .,()-]/g, (char) => `#${String(char.codePointAt(0))};`)}"`;
  const lines = [
    ...nodes.map(({ id, title, detail, given }) =>
      given ? `  ${id}[${quote(`${title} ${detail}`)}]` : `  ${id}([${quote(`${title} ${detail}`)}])`,
    ),
    ...edges.map(({ from, to, label }) => `  ${from} -->${label === '' ? '' : `|${quote(label)}|`} ${to}`),
  ];
  return `flowchart LR\n${lines.join('\n')}\n`;
}
