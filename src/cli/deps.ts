import { assess, PARTS } from '../assess/assess.js';
import { compareText } from '../base/compare.js';
import { depsJson, depsText } from '../report/deps.js';
import { textOptions } from './context.js';
import type { DepsOptions } from './options.js';
import { readInput } from './input.js';
import { finish, nothingChecked, platformOption, wantsJson } from './shared.js';

/** `fwinspect deps FILE...`, also `fwinspect FILE...` */
export async function deps(args: readonly string[], options: DepsOptions): Promise<number> {
  const json = wantsJson(options);
  const platform = platformOption(options.platform);
  const input = await readInput(args, {
    all: options.all,
    memory: options.memory,
    hashes: true,
    progress: !options.quiet,
  });
  // The order of the arguments must not show.
  const files = sortedBy(input.files, ({ file }) => file);
  const found = assess(files, { parts: PARTS.deps, platform, images: input.images });
  const nothing = found.order.length + found.findings.length + input.errors.length === 0;
  const errors = nothing ? [nothingChecked(platform)] : sortedBy(input.errors, ({ file }) => file);
  const skipped = sortedBy(input.skipped, ({ root }) => root);
  return finish(json, options, {
    document: () => depsJson(found, skipped, errors),
    text: () => depsText(found, input.errors.length === 0, { ...textOptions(options), typed: { inputs: args } }),
    skipped,
    errors,
    judgement: found.judgement,
  });
}

function sortedBy<Item>(items: readonly Item[], key: (item: Item) => string): readonly Item[] {
  return [...items].sort((a, b) => compareText(key(a), key(b)));
}
