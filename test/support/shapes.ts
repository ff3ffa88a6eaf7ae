/** Archives of very many tiny modules, in shapes that make a careless rule compare each with each other. */
import { MODULE_FUNCTION } from '../../src/module/types.js';
import { buildModule } from '../../src/module/write.js';
import type { ModuleDescription } from '../../src/module/write.js';
import { NODE_TOOLS, sha256Hex } from '../../src/source/node-tools.js';
import { buildZip } from './zip-builder.js';

export const SHAPES = ['slot', 'overlap', 'platforms', 'assets', 'bundle', 'chain'] as const;
export type Shape = (typeof SHAPES)[number];

const ELECTRON = 10;
const START = 0x0802_0000;
/** Functions and indexes are bytes of the header: together they tell 65,536 modules apart. */
const INDEXES = 256;

/** The function and index of one module among many that all differ; functions that rules treat apart are left out. */
const slotAt = (at: number): { readonly function: number; readonly index: number } => ({
  function: MODULE_FUNCTION.asset + 2 + Math.floor(at / INDEXES),
  index: at % INDEXES,
});

const bytesOf = (description: ModuleDescription): Uint8Array => buildModule({ code: 8, ...description }, NODE_TOOLS);

const nameOf = (at: number): string => `m${String(at).padStart(5, '0')}.bin`;

const assetOf = (at: number): Uint8Array => new TextEncoder().encode(`asset ${String(at)}`);

/** An application that needs so many assets. */
function applicationOf(assets: number): Uint8Array {
  const needs = Array.from({ length: assets }, (_, at) => ({
    kind: 'asset_dependency' as const,
    hash: sha256Hex(assetOf(at)),
    name: `a${String(at)}`,
  }));
  return bytesOf({
    platform: 13,
    function: MODULE_FUNCTION.userPart,
    index: 1,
    version: 6,
    start: 0xb4000,
    prefixExtensions: needs,
  });
}

function assetModule(at: number): Uint8Array {
  return bytesOf({
    platform: 0,
    function: MODULE_FUNCTION.asset,
    version: 1,
    start: 0,
    code: assetOf(at),
    prefixExtensions: [{ kind: 'name', name: `a${String(at)}` }],
  });
}

function moduleOf(shape: Exclude<Shape, 'assets' | 'bundle'>, at: number): Uint8Array {
  switch (shape) {
    case 'slot':
      return bytesOf({ platform: ELECTRON, function: 4, index: 1, version: at, start: START });
    case 'overlap':
      return bytesOf({ platform: ELECTRON, ...slotAt(at), version: 1, start: START });
    case 'platforms':
      return bytesOf({ platform: at, function: 4, index: 1, version: 1, start: START });
    case 'chain': {
      const dependency1 = at === 0 ? null : { ...slotAt(at - 1), version: 1 };
      return bytesOf({ platform: ELECTRON, ...slotAt(at), version: 1, start: START + at * 0x100, dependency1 });
    }
  }
}

/** A zip of so many files in that shape. */
export function shapeOf(shape: Shape, count: number): Uint8Array {
  const many = (length: number, dataOf: (at: number) => Uint8Array, name = nameOf) =>
    Array.from({ length }, (_, at) => ({ name: name(at), data: dataOf(at), method: 0 }));
  if (shape === 'assets') {
    return buildZip([{ name: 'app.bin', data: applicationOf(count - 1) }, ...many(count - 1, assetModule)]);
  }
  if (shape === 'bundle') {
    const assets = many(count - 1, assetOf, (at) => `assets/a${String(at)}`);
    return buildZip([{ name: 'app.bin', data: applicationOf(count - 1) }, ...assets]);
  }
  return buildZip(many(count, (at) => moduleOf(shape, at)));
}
