import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { needsOf } from '../../src/device/module-file.js';
import { orderModules } from '../../src/plan/order.js';
import { graphDot, graphMermaid, graphOf, graphPieces, graphSvg, mermaidExcerpt } from '../../src/report/graph.js';
import type { Graph } from '../../src/report/graph.js';
import { graphSamples, groupOf, hostileNames } from './html-samples.js';
import { parseXml } from './formats/xml.js';

const CHAIN = [
  ['system part 3', 'system part 1'],
  ['system part 1', 'system part 2'],
  ['system part 2', 'application'],
] as const;

/** A graph whose every text is the given one, with a circle in it. */
function graphWith(text: string): Graph {
  const node = (id: string) => ({ id, title: text, detail: text, given: id === 'm1' });
  return {
    name: text,
    nodes: [node('m1'), node('m2')],
    edges: [
      { from: 'm1', to: 'm2', label: text, need: text, met: true },
      { from: 'm2', to: 'm1', label: '', need: text, met: false },
    ],
  };
}

describe('the graph of Electron 0.6.4', () => {
  const graph = graphOf(groupOf('electron-0.6.4'));
  const title = (id: string): string => graph.nodes.find((node) => node.id === id)?.title ?? '';

  test('has arrows from what comes before to what comes after', () => {
    expect(graph.edges.map(({ from, to }) => [title(from), title(to)])).toEqual(CHAIN);
  });

  test('in DOT, Mermaid and SVG alike', () => {
    const ids = graph.edges.map(({ from, to }) => [from, to] as const);
    const dot = [...graphDot(graph).matchAll(/^ {2}(\w+) -> (\w+)/gm)].map(([, from, to]) => [from, to]);
    const mermaid = [...graphMermaid(graph).matchAll(/^ {2}(\w+) -->.* (\w+)$/gm)].map(([, from, to]) => [from, to]);
    expect(dot).toEqual(ids);
    expect(mermaid).toEqual(ids);
    expect(graphSvg(graph, 'g')).toContain(
      'system part 1 110 (0.6.4) after system part 3 110 (0.6.4); system part 2 110 (0.6.4) after system part 1 110 (0.6.4)',
    );
  });

  test('the SVG draws the earlier module above the later one', () => {
    const boxes = boxesOf(graphSvg(graph, 'g'));
    const at = (name: string): number => boxes.find(({ title: one }) => one === name)?.y ?? NaN;
    for (const [before, after] of CHAIN) expect(at(before)).toBeLessThan(at(after));
  });
});

describe('a label', () => {
  const labels = (graph: Graph): readonly string[] => graph.nodes.map(({ title, detail }) => `${title} ${detail}`);
  const old = groupOf('electron-0.5.0', (file) => `in/${file}`);
  const items = [...groupOf('electron-0.6.4', (file) => `in/${file}`).items, ...old.items];

  test('tells modules of one slot apart, by their version or else by their file', () => {
    const all = labels(graphOf({ ...old, items, order: orderModules(items) }));
    expect(new Set(all).size).toBe(items.length);
    expect(all).toContain('application 4, electron-0.5.0/app-for-0.5.0.bin');
    expect(all).toContain('system part 1 13 (0.5.0)');
    const svg = graphSvg(graphOf({ ...old, items, order: orderModules(items) }), 'g');
    expect(svg).toContain('>4, electron-0.5.0/app-for-0.5.0.bin<');
    expect(svg).toContain('application 4, electron-0.5.0/app-for-0.5.0.bin after system part 2 13 (0.5.0)');
  });

  test('says in every format which module is damaged', () => {
    const [first, ...rest] = old.items;
    if (first === undefined) throw new Error('no module');
    const crc = { ...first.module.crc, ok: false };
    const broken = [{ ...first, module: { ...first.module, crc } }, ...rest];
    const graph = graphOf({ ...old, items: broken, order: orderModules(broken) });
    expect(labels(graph).filter((one) => one.startsWith('damaged '))).toEqual(['damaged system part 1 13 (0.5.0)']);
    for (const draw of [graphDot, graphMermaid]) expect(draw(graph)).toContain('"damaged system part 1 13 (0.5.0)"');
    expect(graphSvg(graph, 'g')).toContain('>damaged system part 1<');
  });
});

interface Box {
  readonly title: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const numbersIn = (text: string): readonly number[] => (text.match(/-?\d+(?:\.\d+)?/g) ?? []).map(Number);

/** The boxes of a drawing, with the heading that stands in each. */
function boxesOf(svg: string): readonly Box[] {
  const rows = svg.matchAll(
    /<rect [^>]*x="([\d.]+)" y="([\d.]+)" rx="6" width="(\d+)" height="(\d+)"[^>]*\/><text[^>]*>([^<]*)</g,
  );
  return [...rows].map(([, x, y, width, height, title = '']) => ({
    title,
    x: Number(x),
    y: Number(y),
    width: Number(width),
    height: Number(height),
  }));
}

/** Sets that cannot work, and whether a dependency is met by nothing in them. */
const SETS_WITH_ERRORS: readonly (readonly [name: string, starts: readonly string[], unmet: boolean])[] = [
  ['a system that is too old', ['app-for-0.6.4', 'system-part1-0.5.0', 'system-part2-0.5.0'], true],
  ['parts of two releases', ['app-for-0.6.4', 'system-part3-0.6.4', 'system-part1-0.5.0'], true],
  ['parts of which nothing is too old', ['app-for-0.5.0', 'system-part2-0.5.0', 'system-part2-0.6.4'], false],
  ['slots twice', ['system-part', 'app-for-0.5.0'], false],
];

describe.each(SETS_WITH_ERRORS)('a set with errors: %s', (_, starts, hasUnmet) => {
  const group = groupOf('electron-0.6.4');
  const items = [...group.items, ...groupOf('electron-0.5.0').items];
  const chosen = items.filter(({ file }) => starts.some((start) => file.includes(start)));
  const order = orderModules(chosen);
  const graph = graphOf({ ...group, items: chosen, order });

  test('has no order, and yet an arrow for every dependency', () => {
    expect(order.steps).toEqual([]);
    expect(graph.nodes.filter(({ given }) => given)).toHaveLength(chosen.length);
    const needs = chosen.flatMap(needsOf);
    expect(needs.length).toBeGreaterThan(0);
    expect(graph.edges).toHaveLength(needs.length);
    const ids = new Set(graph.nodes.map(({ id }) => id));
    for (const { from, to } of graph.edges) expect([ids.has(from), ids.has(to)]).toEqual([true, true]);
    expect(graph.edges.some(({ met }) => !met)).toBe(hasUnmet);
  });

  test('a dashed arrow is one that nothing meets, in every format', () => {
    const unmet = graph.edges.filter(({ met }) => !met).length;
    expect(graphMermaid(graph).split(' -.->').length - 1).toBe(unmet);
    expect(graphDot(graph).split('style=dashed];\n').length - 1).toBe(
      unmet + graph.nodes.filter(({ given }) => !given).length,
    );
    expect(graphSvg(graph, 'g').split('class="edge unmet"').length - 1).toBe(unmet);
  });
});

/** Graphs of any shape: arrows in both directions, also where there is no order. */
const anyGraph = fc.integer({ min: 1, max: 12 }).chain((count) =>
  fc
    .uniqueArray(fc.tuple(fc.nat(count - 1), fc.nat(count - 1), fc.boolean()), {
      maxLength: 20,
      selector: ([a, b]) => a * 100 + b,
    })
    .map((pairs): Graph => ({
      name: 'any',
      nodes: Array.from({ length: count }, (_, at) => ({
        id: `m${String(at)}`,
        title: `title ${String(at)}`,
        detail: 'd',
        given: at > 1,
      })),
      edges: pairs
        .filter(([from, to]) => from !== to)
        .map(([from, to, met]) => ({ from: `m${String(from)}`, to: `m${String(to)}`, label: 'l', need: 'n', met })),
    })),
);

test('of any graph: boxes and words never lie on one another, and no arrow runs under a box', () => {
  fc.assert(
    fc.property(anyGraph, (graph) => {
      const svg = graphSvg(graph, 'g');
      const boxes = boxesOf(svg);
      expect(boxes).toHaveLength(graph.nodes.length);
      for (const [at, box] of boxes.entries()) {
        const next = boxes[at + 1];
        if (next !== undefined) expect(box.y + box.height).toBeLessThan(next.y);
      }
      const texts = [...svg.matchAll(/<text [^>]*x="([\d.]+)" y="([\d.]+)"/g)].map(
        ([, x, y]) => [Number(x), Number(y)] as const,
      );
      expect(texts).toHaveLength(graph.nodes.length * 2 + graph.edges.length);
      for (const [x, y] of texts) {
        const holders = boxes.filter((box) => x > box.x && y - 10 > box.y && y < box.y + box.height);
        expect(holders).toHaveLength(1);
        expect(texts.filter(([, other]) => Math.abs(other - y) < 14)).toHaveLength(1);
      }
      const arrows = [...svg.matchAll(/class="edge[^>]* d="([^"]*)"/g)].map(([, path = '']) => path);
      expect(arrows).toHaveLength(graph.edges.length);
      const left = boxes[0]?.x ?? 0;
      for (const path of arrows) {
        // The first number of M and Q, and that of H, are places from left to right.
        const across = [...path.matchAll(/[MH]([\d.]+)/g)].map(([, x]) => Number(x));
        for (const x of across) expect(x).toBeGreaterThan(0);
        for (const x of across) expect(x).toBeLessThanOrEqual(left);
      }
      // Arrows from different boxes share no lane at one height.
      const runs = arrows.map((path, at) => {
        const [, x, from] = /Q([\d.]+) [\d.]+ [\d.]+ ([\d.]+) V/.exec(path) ?? [];
        const to = /V([\d.]+)/.exec(path)?.[1];
        const [first = 0, last = 0] = [Number(from), Number(to)].sort((a, b) => a - b);
        const into = graph.nodes.flatMap(({ id }) => graph.edges.filter((edge) => edge.to === id));
        return { x: Number(x), first, last, source: into[at]?.from };
      });
      for (const one of runs) {
        const clash = runs.filter(
          ({ x, first, last, source }) => source !== one.source && x === one.x && first < one.last && one.first < last,
        );
        expect(clash).toEqual([]);
      }
    }),
  );
});

test('the pieces of any graph are the whole of it, one below the other, each box in one of them', () => {
  fc.assert(
    fc.property(anyGraph, (graph) => {
      const whole = graphSvg(graph, 'g');
      const pieces = graphPieces(graph, 'g').split(/(?=<svg )/);
      const boxesIn = (svg: string): readonly string[] => svg.match(/<rect [^>]*>/g) ?? [];
      expect(pieces.flatMap(boxesIn)).toEqual(boxesIn(whole));
      const frames = [whole, ...pieces].map((svg) => numbersIn(/viewBox="[^"]*"/.exec(svg)?.[0] ?? ''));
      const [[, , width = 0, height = 0] = [], ...own] = frames;
      let end = 0;
      for (const [at, [x, y = 0, w, h = 0]] of own.entries()) {
        expect([x, y, w]).toEqual([0, end, width]);
        end = y + h;
        for (const box of boxesOf(pieces[at] ?? '')) {
          expect([box.y >= y, box.y + box.height <= end]).toEqual([true, true]);
        }
        expect(h <= 420 || boxesIn(pieces[at] ?? '').length === 1).toBe(true);
      }
      expect(end).toBe(height);
      const arrowsIn = (svg: string): readonly string[] => svg.match(/<path class="edge[^>]*>/g) ?? [];
      expect([...new Set(pieces.flatMap(arrowsIn))].sort()).toEqual([...new Set(arrowsIn(whole))].sort());
      expect(pieces.filter((svg) => svg.includes('role="img"'))).toHaveLength(1);
      expect(pieces.filter((svg) => svg.includes('aria-hidden="true"'))).toHaveLength(pieces.length - 1);
      for (const svg of pieces) expect(() => parseXml(svg)).not.toThrow();
    }),
  );
});

test('a release fits on a telephone', () => {
  const svg = graphSvg(graphOf(groupOf('electron-0.6.4')), 'g');
  expect(numbersIn(/ width="\d+"/.exec(svg)?.[0] ?? '')[0]).toBeLessThanOrEqual(332);
});

describe('in a terminal', () => {
  const many = (name: string, count: number): Graph => ({
    name,
    nodes: Array.from({ length: count }, (_, at) => ({ id: `m${String(at)}`, title: 't', detail: 'd', given: true })),
    edges: Array.from({ length: count - 1 }, (_, at) => ({
      from: `m${String(at)}`,
      to: `m${String(at + 1)}`,
      label: '',
      need: '',
      met: true,
    })),
  });

  test('what fits is whole', () => {
    const graphs = [many('a', 40), many('b', 3)];
    expect(mermaidExcerpt(graphs, 200)).toEqual({ text: graphs.map(graphMermaid).join('\n'), omitted: 0 });
  });

  test.each([
    [1, 500],
    [7, 100],
    [20, 60],
    [60, 30],
  ])('of %i platforms with %i modules the first, each a graph of its own', (platforms, count) => {
    const graphs = Array.from({ length: platforms }, (_, at) => many(`p${String(at)}`, count));
    const { text, omitted } = mermaidExcerpt(graphs, 200);
    expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(200);
    const nodes = text.match(/^ {2}m\d+\[/gm)?.length ?? 0;
    expect(nodes).toBeGreaterThan(0);
    expect(nodes + omitted).toBe(platforms * count);
    for (const part of text.split('flowchart LR\n').slice(1)) {
      const own = new Set([...part.matchAll(/^ {2}(m\d+)\[/gm)].map(([, id]) => id));
      for (const [, from, to] of part.matchAll(/^ {2}(m\d+) --> (m\d+)$/gm)) {
        expect([own.has(from), own.has(to)]).toEqual([true, true]);
      }
      expect(part).toMatch(/%% and \d+ more of p\d+\n/);
    }
  });
});

describe.each(graphSamples.map(({ name, group }) => [name, group] as const))('%s', (_name, group) => {
  const graph = graphOf(group);

  test('becomes a graph with every module in it, and edges between its nodes only', () => {
    const ids = graph.nodes.map(({ id }) => id);
    expect(graph.nodes.filter(({ given }) => given)).toHaveLength(group.items.length);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { from, to } of graph.edges) expect(ids).toEqual(expect.arrayContaining([from, to]));
  });

  test('is well-formed in every format, and the same each time', () => {
    for (const draw of [graphDot, graphMermaid, (one: Graph) => graphSvg(one, 'g')]) {
      expect(draw(graph)).toBe(draw(graphOf(group)));
      expect(draw(graph)).not.toMatch(/NaN|Infinity|undefined/);
    }
    expect(() => parseXml(graphSvg(graph, 'g'))).not.toThrow();
  });
});

describe.each(hostileNames.map((name) => [JSON.stringify(name), name] as const))('%s as a text', (_shown, name) => {
  const graph = graphWith(name);

  test('does not end a string in DOT', () => {
    const dot = graphDot(graph);
    const bare = dot.replace(/"(?:[^"\\\n]|\\["\\])*"/g, 'S');
    expect(bare).toBe(
      'digraph S {\n  rankdir=LR;\n  m1 [shape=box, label=S];\n  m2 [shape=box, label=S, style=dashed];\n' +
        '  m1 -> m2 [label=S];\n  m2 -> m1 [style=dashed];\n}\n',
    );
  });

  test('does not become syntax in Mermaid', () => {
    const bare = graphMermaid(graph).replace(/"[\w .,()#;-]*"/g, 'S');
    expect(bare).toBe('flowchart LR\n  m1[S]\n  m2([S])\n  m1 -->|S| m2\n  m2 -.-> m1\n');
  });

  test('does not become an element in SVG', () => {
    const names = [...graphSvg(graph, 'g').matchAll(/<(\w+)/g)].map(([, tag]) => tag);
    expect(new Set(names)).toEqual(new Set(['svg', 'title', 'desc', 'path', 'text', 'rect']));
    expect(() => parseXml(graphSvg(graph, 'g'))).not.toThrow();
  });
});
