import { describe, expect, test } from 'vitest';
import { graphDot, graphMermaid, graphOf, graphSvg } from '../../src/report/graph.js';
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
  const node = (id: string, layer: number) => ({ id, title: text, detail: text, given: id === 'm1', layer });
  return {
    name: text,
    nodes: [node('m1', 0), node('m2', 1)],
    edges: [
      { from: 'm1', to: 'm2', label: text },
      { from: 'm2', to: 'm1', label: '' },
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
    expect(graphSvg(graph, 'g')).toContain('system part 1 after system part 3; system part 2 after system part 1');
  });

  test('the SVG draws the earlier module left of the later one', () => {
    const svg = graphSvg(graph, 'g');
    const at = (name: string): number =>
      Number(new RegExp(`class="node-title" fill="currentColor" x="(\\d+)"[^>]*>${name}<`).exec(svg)?.[1]);
    for (const [before, after] of CHAIN) expect(at(before)).toBeLessThan(at(after));
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
        '  m1 -> m2 [label=S];\n  m2 -> m1;\n}\n',
    );
  });

  test('does not become syntax in Mermaid', () => {
    const bare = graphMermaid(graph).replace(/"[\w .,()#;-]*"/g, 'S');
    expect(bare).toBe('flowchart LR\n  m1[S]\n  m2([S])\n  m1 -->|S| m2\n  m2 --> m1\n');
  });

  test('does not become an element in SVG', () => {
    const names = [...graphSvg(graph, 'g').matchAll(/<(\w+)/g)].map(([, tag]) => tag);
    expect(new Set(names)).toEqual(new Set(['svg', 'title', 'desc', 'path', 'text', 'rect']));
    expect(() => parseXml(graphSvg(graph, 'g'))).not.toThrow();
  });
});
