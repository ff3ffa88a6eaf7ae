/** Describe messages as the text of `particle serial inspect`. */
import { platformById } from '../../src/catalog/platforms.js';

/** A module of a describe message. */
export interface DescribeModule {
  readonly s: number;
  readonly l: string;
  readonly vv: number;
  readonly u?: string;
  readonly f?: string;
  readonly n?: string;
  readonly v?: number;
  readonly d: readonly { readonly f: string; readonly n: string; readonly v: number }[];
}

const WORDS: Readonly<Record<string, readonly [old: string, current: string]>> = {
  b: ['Bootloader', 'Bootloader'],
  s: ['System', 'System part'],
  u: ['User', 'User part'],
  a: ['Radio stack', 'Radio stack module'],
  c: ['NCP', 'Network co-processor firmware'],
  m: ['Monolithic', 'Monolithic firmware'],
};

/** The text that `particle serial inspect` would print for a describe message. */
export function inspectText(p: number, modules: readonly DescribeModule[], layout: 0 | 1): string {
  const lines = [`Platform: ${p} - ${platformById(p)?.displayName ?? ''}`, ...(layout === 1 ? [''] : []), 'Modules'];
  for (const { s, l, vv, u, f, n, v, d } of modules) {
    const where = `${l === 'f' ? 'factory' : 'main'} location, ${s} bytes max size`;
    const words = f === undefined ? undefined : WORDS[f]?.[layout];
    if (words === undefined) {
      if (layout === 0) lines.push(`  empty - ${where}`);
      continue;
    }
    const name = `  ${words} module #${n ?? ''} - version ${v ?? ''}`;
    if (layout === 0) lines.push(`${name}, ${where}`);
    else lines.push(name, `  Size: 1.004 kB / MaxSize: ${s / 1000} kB`);
    if (u !== undefined) lines.push(`    UUID: ${u}`);
    const check = (bit: number): string => ((vv & bit) === 0 ? 'FAIL' : 'PASS');
    lines.push(
      `    Integrity: ${check(2)}`,
      `    Address Range: ${check(8)}`,
      `    Platform: ${check(16)}`,
      `    Dependencies: ${check(4)}`,
    );
    for (const one of d) {
      const other = WORDS[one.f]?.[layout];
      if (other !== undefined) lines.push(`      ${other} module #${one.n} - version ${one.v}`);
    }
    if (layout === 1) lines.push('');
  }
  return `${lines.join('\n')}\n`;
}
