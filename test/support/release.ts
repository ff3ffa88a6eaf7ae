/** Inventories and release documents for tests. */
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { payloadSha256 } from '../../src/source/hashes.js';
import { TOOLS } from '../../src/cli/tools.js';
import { fileOf } from '../../src/device/module-file.js';
import { readModule } from '../../src/module/read.js';
import { inventoryOf } from '../../src/release/inventory.js';
import type { Inventory } from '../../src/release/inventory.js';
import { sha256Hex } from '../../src/source/node-tools.js';

export type Contents = Readonly<Record<string, Uint8Array>>;

/** The inventory of files by name. */
export function inventory(contents: Contents): Inventory {
  return inventoryOf(
    Object.entries(contents).map(([file, bytes]) => {
      const result = readModule(bytes, TOOLS);
      return {
        ...fileOf({ file, size: bytes.length, sha256: sha256Hex(bytes) }, result),
        path: file,
        payloadSha256: result.kind === 'module' ? payloadSha256(bytes, result) : null,
      };
    }),
  );
}

/** What is wrong with a document by its schema, as lines; none for a good one. */
export function schemaFaults(name: 'audit' | 'diff' | 'lock', document: unknown): readonly string[] {
  const ajv = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false, allErrors: true });
  const path = new URL(`../../schema/${name}@1.json`, import.meta.url);
  const validate = ajv.compile(JSON.parse(readFileSync(path, 'utf8')) as object);
  validate(JSON.parse(JSON.stringify(document)));
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
}
