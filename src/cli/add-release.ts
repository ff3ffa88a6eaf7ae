/** What `npm run add-release` does: reads the binaries of a release, or a JSON of rows, and gives the table with its rows. */
import { readFileSync } from 'node:fs';
import { valueIn } from '../catalog/boards/index.js';
import { platformById } from '../catalog/platforms.js';
import { newRecords, recordFaults } from '../catalog/record-faults.js';
import { withRecords } from '../catalog/release-record.js';
import type { ModuleRecord, ReleaseRecord, TableTexts } from '../catalog/release-record.js';
import { readRecords, releasesJson } from '../config/releases.js';
import { isModuleFile } from '../device/module-file.js';
import type { ModuleFile } from '../device/module-file.js';
import { MODULE_FUNCTION } from '../module/types.js';
import type { FirmwareModule, Requirement } from '../module/types.js';
import { recordFaultWords } from '../report/record-words.js';
import { claimsOf, isDebugBuild } from '../rules/file-name.js';
import { groupBy } from '../base/group-by.js';
import { safeText } from '../base/safe-text.js';
import { readInput } from './input.js';

export interface AddRequest {
  /** Files and folders of binaries, and JSON files of rows. */
  readonly inputs: readonly string[];
  /** The release of all binaries; null where their names or folders say it. */
  readonly release: string | null;
  /** The day on which they are read, `YYYY-MM-DD`. */
  readonly day: string;
  /** The tables that the rows are added to. */
  readonly tables: TableTexts;
}

export interface AddAnswer {
  /** Whether there is anything new, and nothing that refuses it. */
  readonly kind: 'added' | 'nothing_new' | 'refused';
  /** The tables with the rows. */
  readonly tables: TableTexts;
  /** The rows as the document that `--releases` takes. */
  readonly document: unknown;
  /** Sentences about the input and the rules. */
  readonly notes: readonly string[];
  /** Lines of the tables that are new, and those that they replace. */
  readonly changes: readonly string[];
}

/** Reads the input and adds its rows; changes no file. */
export async function addRelease(request: AddRequest): Promise<AddAnswer> {
  const isJson = (name: string): boolean => name.toLowerCase().endsWith('.json');
  const tables = request.inputs.filter(isJson).map((name) => recordsOfFile(name));
  const binaries = request.inputs.filter((name) => !isJson(name));
  const read = binaries.length === 0 ? NOTHING : await recordsOfBinaries(binaries, request.release);
  const all = [...tables.flatMap(({ records }) => records), ...read.records];
  const notes = [...tables.flatMap((one) => one.notes), ...read.notes];
  const faults = recordFaults(all);
  const words = [...notes, ...faults.map((one) => `${one.refused ? 'refused' : 'odd'}: ${recordFaultWords(one)}`)];
  const isRefused = faults.some(({ refused }) => refused) || all.length === 0;
  const records = isRefused ? [] : newRecords(all);
  const after = records.length === 0 ? request.tables : withRecords(request.tables, records, request.day);
  return {
    kind: isRefused ? 'refused' : records.length === 0 ? 'nothing_new' : 'added',
    tables: after,
    document: releasesJson(records, request.day),
    notes: all.length === 0 ? [...words, 'no row of a release is in the input'] : words,
    changes: changesOf(request.tables, after),
  };
}

interface Records {
  readonly records: readonly ReleaseRecord[];
  readonly notes: readonly string[];
}

const NOTHING: Records = { records: [], notes: [] };

function recordsOfFile(name: string): Records {
  const read = readRecords(readFileSync(name, 'utf8'));
  if (!('message' in read)) return { records: read.records, notes: [] };
  const place = read.path === '' ? '' : `${safeText(read.path)}: `;
  return { records: [], notes: [`${safeText(name)}: ${place}${safeText(read.message)}`] };
}

async function recordsOfBinaries(names: readonly string[], release: string | null): Promise<Records> {
  const input = await readInput(names, { all: false, hashes: false });
  const files = input.files.filter(isModuleFile);
  const notes: string[] = input.errors.map(({ file, message }) => `${safeText(file)}: ${safeText(message)}`);
  const usable = files.filter(({ file, module }) => {
    const fault = !module.crc.ok ? 'its CRC is wrong' : releaseOfFile(file, release) === null ? NO_NAME : null;
    if (fault !== null && isOfRow(module)) notes.push(`${safeText(file)}: left aside, ${fault}`);
    return fault === null && isOfRow(module);
  });
  const groups = groupBy(usable, ({ file, module }) => `${releaseOfFile(file, release) ?? ''} ${module.platform}`);
  const records = [...groups.values()].map((group) =>
    recordOf(releaseOfFile(group[0]?.file ?? '', release) ?? '', group),
  );
  return { records, notes };
}

const NO_NAME = 'neither its name nor a folder names a release, and no --release does';

/** System parts and the bootloader; what else a release ships is told by their dependencies. */
function isOfRow({ function: moduleFunction, index }: FirmwareModule): boolean {
  return (
    moduleFunction === MODULE_FUNCTION.systemPart || (moduleFunction === MODULE_FUNCTION.bootloader && index === 0)
  );
}

/** The release that is named last in a path. */
function releaseOfFile(file: string, release: string | null): string | null {
  if (release !== null) return release;
  const named = file.split(/[/\\]|!\//).map((part) => claimsOf(part).release);
  return named.findLast((one) => one !== null) ?? null;
}

function recordOf(release: string, files: readonly ModuleFile[]): ReleaseRecord {
  // Of a module that is there as a debug build too, the other one speaks for the release.
  const modules = [...files].sort((a, b) => Number(isDebugBuild(a.file)) - Number(isDebugBuild(b.file)));
  const unique = modules.filter(
    ({ module }, at) =>
      modules.findIndex(
        (one) =>
          one.module.function === module.function &&
          one.module.index === module.index &&
          one.module.version === module.version,
      ) === at,
  );
  const system = unique.filter(({ module }) => module.function === MODULE_FUNCTION.systemPart);
  const bootloader = unique.find(({ module }) => module.function === MODULE_FUNCTION.bootloader);
  const version = Math.max(...system.map(({ module }) => module.version), 0);
  const platform = platformById(files[0]?.module.platform ?? -1);
  const order = valueIn(platform?.releasedParts ?? [], version);
  const partOf = (index: number): number => (order === undefined ? index : order.indexOf(index) + 1);
  return {
    release,
    platform: platform?.name ?? `platform ${files[0]?.module.platform ?? -1}`,
    system: version,
    bootloader: bootloader?.module.version ?? null,
    modules: [
      ...system
        .map((one) => moduleRecord(one, partOf(one.module.index)))
        .sort((a, b) => Number(a.part) - Number(b.part)),
      ...(bootloader === undefined ? [] : [moduleRecord(bootloader, 'bootloader')]),
    ],
    read: true,
  };
}

function moduleRecord({ file, module }: ModuleFile, part: ModuleRecord['part']): ModuleRecord {
  const name = file.split(/[/\\]/).at(-1) ?? '';
  const deps = [module.dependency1, module.dependency2].flatMap((one) => (one === null ? [] : dependencyWords(one)));
  return {
    part,
    f: part === 'bootloader' ? 'boot' : 'sys',
    i: module.index,
    v: module.version,
    deps,
    file: /^[\w.@+-]+\.bin$/.test(name) ? name : null,
  };
}

const SHORT: Readonly<Record<number, string>> = {
  [MODULE_FUNCTION.bootloader]: 'boot',
  [MODULE_FUNCTION.systemPart]: 'sys',
  [MODULE_FUNCTION.userPart]: 'user',
  [MODULE_FUNCTION.ncpFirmware]: 'ncp',
  [MODULE_FUNCTION.radioStack]: 'radio',
};

function dependencyWords({ function: moduleFunction, index, version }: Requirement): readonly string[] {
  const word = SHORT[moduleFunction];
  return word === undefined ? [] : [`${word}${String(index)}@${String(version)}`];
}

function changesOf(before: TableTexts, after: TableTexts): readonly string[] {
  const linesOf = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '');
  return (['VERSION_TABLE', 'ADDED_ON', 'RELEASE_ROWS'] as const).flatMap((table) => {
    const [old, now] = [linesOf(before[table]), linesOf(after[table])];
    const [were, are] = [new Set(old), new Set(now)];
    return [
      ...old.filter((line) => !are.has(line)).map((line) => `- ${line}`),
      ...now.filter((line) => !were.has(line)).map((line) => `+ ${line}`),
    ];
  });
}
