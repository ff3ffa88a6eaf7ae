import type { SourceItem } from '../../src/source/index.js';

/** What a stream of items comes to, in a shape that is easy to compare. */
export interface Collected {
  readonly files: readonly string[];
  readonly bytes: Readonly<Record<string, Buffer>>;
  readonly problems: readonly string[];
  readonly skipped: readonly string[];
  readonly items: readonly SourceItem[];
}

/** Reads a stream to its end: names of files, `code file` of problems, `count root` of what was skipped. */
export async function collect(stream: AsyncIterable<SourceItem>): Promise<Collected> {
  const items: SourceItem[] = [];
  for await (const item of stream) items.push(item);
  const files = items.flatMap((item) => (item.kind === 'file' ? [item.file] : []));
  return {
    items,
    files: files.map(({ name }) => name),
    bytes: Object.fromEntries(files.map(({ name, bytes }) => [name, Buffer.from(bytes)])),
    problems: items.flatMap((item) => (item.kind === 'problem' ? [`${item.problem.code} ${item.problem.file}`] : [])),
    skipped: items.flatMap((item) => (item.kind === 'skipped' ? [`${item.count} ${item.root}`] : [])),
  };
}

/** The details of all problems, in order. */
export function details({ items }: Collected): readonly string[] {
  return items.flatMap((item) => (item.kind === 'problem' ? [item.problem.detail] : []));
}
