/** What `test/firmware/expected.tsv` says about each file of real firmware. */
import { functionName, platformName, readModule } from '../../src/index.js';
import { sha256Hex } from '../../src/source/node-tools.js';
import { firmwareFiles } from './firmware.js';
import type { FirmwareFile } from './firmware.js';

export const COLUMNS = [
  'package',
  'path',
  'sha256',
  'kind',
  'platform',
  'function',
  'index',
  'version',
  'start',
  'end',
  'headerOffset',
  'suffix',
  'crc',
] as const;

export type Facts = Readonly<Record<(typeof COLUMNS)[number], string>>;

/** The facts of one file; fields that only a module has are '-' for other files. */
export function factsOf(file: FirmwareFile, bytes: Uint8Array): Facts {
  const result = readModule(bytes);
  const common = { package: file.package, path: file.name, sha256: sha256Hex(bytes) };
  if (result.kind === 'rejection') {
    const none = { platform: '-', function: '-', index: '-', version: '-', start: '-', end: '-' };
    return { ...common, kind: result.what, ...none, headerOffset: '-', suffix: '-', crc: '-' };
  }
  return {
    ...common,
    kind: 'module',
    platform: platformName(result.platform),
    function: functionName(result.function),
    index: String(result.index),
    version: String(result.version),
    start: `0x${result.start.toString(16)}`,
    end: `0x${result.end.toString(16)}`,
    headerOffset: String(result.headerOffset),
    suffix: String(result.suffix?.size ?? '-'),
    crc: result.crc.ok ? 'ok' : 'wrong',
  };
}

export function factsTable(read: (path: string) => Uint8Array): string {
  const rows = firmwareFiles().map((file) => factsOf(file, read(file.path)));
  return [COLUMNS, ...rows.map((row) => COLUMNS.map((column) => row[column]))]
    .map((fields) => `${fields.join('\t')}\n`)
    .join('');
}

export function parseFacts(table: string): readonly Facts[] {
  const [, ...lines] = table.trimEnd().split('\n');
  return lines.map((line) => {
    const fields = line.split('\t');
    return Object.fromEntries(COLUMNS.map((column, at) => [column, fields[at] ?? ''])) as Facts;
  });
}
