/** Inventories and release documents for tests. */
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { inventoryOfFiles, readFirmwareFile } from '../../src/assess/file.js';
import { TOOLS } from '../../src/cli/tools.js';
import type { Inventory } from '../../src/release/inventory.js';

export type Contents = Readonly<Record<string, Uint8Array>>;

/** The inventory of files by name. */
export function inventory(contents: Contents): Inventory {
  return inventoryOfFiles(Object.entries(contents).map(([file, bytes]) => readFirmwareFile(file, bytes, TOOLS)));
}

/** What is wrong with a document by its schema, as lines; none for a good one. */
export function schemaFaults(
  name: 'audit' | 'check' | 'deps' | 'diff' | 'judgement' | 'lock' | 'rollout',
  document: unknown,
): readonly string[] {
  const ajv = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false, allErrors: true });
  const path = new URL(`../../schema/${name}@1.json`, import.meta.url);
  const validate = ajv.compile(JSON.parse(readFileSync(path, 'utf8')) as object);
  validate(JSON.parse(JSON.stringify(document)));
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
}
