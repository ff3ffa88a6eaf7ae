import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { assess, PARTS } from '../../src/assess/assess.js';
import { readAssetFile, readFirmwareFile } from '../../src/assess/file.js';
import type { FirmwareFile } from '../../src/assess/file.js';
import { reportedDevice, shippedDevice } from '../../src/cli/device.js';
import type { KnownDevice } from '../../src/cli/device.js';
import { TOOLS } from '../../src/cli/tools.js';
import { knownReleases } from '../../src/catalog/releases.js';
import { factsOf } from '../../src/device/facts.js';
import { simulationJudgement } from '../../src/device/judgement.js';
import { simulate } from '../../src/device/simulate.js';
import type { Transport } from '../../src/device/types.js';
import { noise } from '../../src/module/write.js';
import { depsJson } from '../../src/report/deps.js';
import { inspectJson } from '../../src/report/inspect.js';
import type { RunError } from '../../src/report/json.js';
import { expectedNext } from '../../src/assess/expected.js';
import { nothingSimulated, simulateJson } from '../../src/report/simulate.js';
import { versionsJson } from '../../src/report/versions.js';
import { RULES } from '../../src/rules/registry.js';
import { checkFile } from '../../src/rules/run.js';
import { applicationWithAsset, build, FIXTURES } from '../support/fixtures.js';

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
type Fields = Record<string, Json>;

const ajv = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false, allErrors: true });

function schemaOf(name: string): ValidateFunction {
  const path = new URL(`../../schema/${name}@1.json`, import.meta.url);
  return ajv.compile(JSON.parse(readFileSync(path, 'utf8')) as object);
}

const SCHEMAS = {
  inspect: schemaOf('inspect'),
  deps: schemaOf('deps'),
  versions: schemaOf('versions'),
  simulate: schemaOf('simulate'),
};

/** What is wrong with a document, as lines; none for a good one. */
function faults(validate: ValidateFunction, document: unknown): readonly string[] {
  validate(document);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
}

/** As a reader gets it: through text. */
const throughText = (document: unknown): Fields => JSON.parse(JSON.stringify(document)) as Fields;

/** A file as a bundle holds it. */
const inputFile = (file: string, bytes: Uint8Array): FirmwareFile =>
  readFirmwareFile(file, bytes, TOOLS, { archive: 'b.zip' });

const ASSET = readAssetFile('b.zip!/assets/\u001b[2Jx', new Uint8Array(9), TOOLS, { archive: 'b.zip' });
const SKIPPED = [{ root: 'folder', count: 3 }];

const ERRORS: readonly RunError[] = [{ file: 'missing.bin', code: 'not_found', message: 'no such file or folder' }];

function inspectDocument(files: readonly FirmwareFile[], errors: readonly RunError[] = []): Fields {
  const inspected = files.map((subject) => ({ subject, findings: checkFile(subject) }));
  return throughText(inspectJson(inspected, [], SKIPPED, errors));
}

function depsDocument(
  files: readonly FirmwareFile[],
  platform: number | null,
  errors: readonly RunError[] = [],
): Fields {
  const found = assess([...files, ASSET], { parts: PARTS.deps, platform });
  return throughText(depsJson(found, SKIPPED, errors));
}

const HOSTILE_NAMES = [
  '',
  '-',
  '\u001b[31mred\u001b[0m.bin',
  'a\nb\u202e.bin',
  '\ud800',
  '__proto__',
  'x'.repeat(5000),
];

const fixtures = FIXTURES.map(({ path, bytes }) => inputFile(path, bytes()));

/** Changed copies of a fixture, half of them with a right CRC, so that what the header says is believed. */
function spoiled(bytes: Uint8Array, seed: number): readonly Uint8Array[] {
  const random = noise(64, seed);
  return Array.from({ length: 16 }, (_, round) => {
    const copy = Uint8Array.from(bytes);
    for (const [at, value] of [random[round * 2] ?? 0, random[round * 2 + 1] ?? 0].entries()) {
      const place = at === 0 ? value % Math.max(1, copy.length) : Math.max(0, copy.length - 1 - (value % 70));
      copy[place] = random[(round + value) % 64] ?? 0;
    }
    if (round % 2 === 0 && copy.length > 8) {
      new DataView(copy.buffer).setUint32(copy.length - 4, TOOLS.crc32?.(copy.subarray(0, -4)) ?? 0);
    }
    return copy;
  });
}

describe('inspect', () => {
  test.each(fixtures.map((one) => [one.file, one] as const))('%s', (_, file) => {
    expect(faults(SCHEMAS.inspect, inspectDocument([file]))).toEqual([]);
  });

  test('all fixtures in one document, with problems of the run', () => {
    expect(faults(SCHEMAS.inspect, inspectDocument(fixtures, ERRORS))).toEqual([]);
  });

  test('nothing at all', () => {
    expect(faults(SCHEMAS.inspect, inspectDocument([], ERRORS))).toEqual([]);
  });
});

describe('deps', () => {
  const folders = [...new Set(FIXTURES.map(({ path }) => path.split('/')[0] ?? ''))];

  test.each(folders)('the files of %s', (folder) => {
    const files = fixtures.filter(({ file }) => file.startsWith(`${folder}/`));
    expect(faults(SCHEMAS.deps, depsDocument(files, null))).toEqual([]);
  });

  test('all fixtures, for every platform and for one', () => {
    expect(faults(SCHEMAS.deps, depsDocument(fixtures, null, ERRORS))).toEqual([]);
    expect(faults(SCHEMAS.deps, depsDocument(fixtures, 10))).toEqual([]);
  });

  test('nothing at all', () => {
    expect(faults(SCHEMAS.deps, depsDocument([], null, ERRORS))).toEqual([]);
  });
});

describe('hostile input', () => {
  test('names', () => {
    const bytes = build(applicationWithAsset());
    const files = HOSTILE_NAMES.flatMap((name) => [inputFile(name, bytes), inputFile(name, bytes.subarray(0, 99))]);
    expect(faults(SCHEMAS.inspect, inspectDocument(files))).toEqual([]);
    expect(faults(SCHEMAS.deps, depsDocument(files, null))).toEqual([]);
  });

  test.each(FIXTURES.map((one) => [one.path, one] as const))('spoiled copies of %s', (path, { bytes }) => {
    const files = spoiled(bytes(), path.length).map((copy, at) => inputFile(`${at}.bin`, copy));
    expect(faults(SCHEMAS.inspect, inspectDocument(files))).toEqual([]);
    expect(faults(SCHEMAS.deps, depsDocument(files, null))).toEqual([]);
  });
});

describe('versions', () => {
  test('every release that is known, with and without a platform', () => {
    const base = { query: null, bootloader: false, notes: [{ kind: 'none_in_range', range: '>9' }] } as const;
    const all = versionsJson({ ...base, platform: null, releases: knownReleases() }, ERRORS);
    const one = versionsJson({ ...base, query: '>1', platform: 13, releases: knownReleases(13) }, []);
    expect(faults(SCHEMAS.versions, throughText(all))).toEqual([]);
    expect(faults(SCHEMAS.versions, throughText(one))).toEqual([]);
  });
});

function simulateDocument(
  device: KnownDevice,
  files: readonly FirmwareFile[],
  via: Transport,
  errors: readonly RunError[] = [],
): Fields {
  const sent = files.flatMap(({ file, result }) =>
    result.kind === 'module' ? [{ file, facts: factsOf(result) }] : [],
  );
  const findings = files.filter(({ result }) => result.kind === 'rejection').flatMap(checkFile);
  const simulation = simulate(device.state, sent, via);
  const judgement = simulationJudgement(simulation);
  const report = {
    via,
    state: device.state,
    start: device.words,
    simulation,
    expected: expectedNext(simulation, []),
    findings,
    judgement,
    unread: errors.length,
  };
  return throughText(simulateJson(report, errors));
}

const inFolder = (folder: string): readonly FirmwareFile[] =>
  fixtures.filter(({ file }) => file.startsWith(`${folder}/`));
const SHIPPED = { app: undefined } as const;

describe('simulate', () => {
  const devicesFolder = new URL('../../fixtures/devices/', import.meta.url);
  const devices: readonly (readonly [string, KnownDevice])[] = [
    ['Electron 0.4.8', shippedDevice('0.4.8', 10, SHIPPED)],
    ['Electron 0.5.5 without application', shippedDevice('0.5.5', 10, { app: false })],
    ['Photon 0.7.0', shippedDevice('0.7.0', 6, SHIPPED)],
    ['Argon 1.5.0', shippedDevice('1.5.0', 12, SHIPPED)],
    ['Boron 4.0.0', shippedDevice('4.0.0', 13, SHIPPED)],
    ['P2 5.3.0', shippedDevice('5.3.0', 32, SHIPPED)],
    ...readdirSync(devicesFolder).map((name) => {
      const text = readFileSync(new URL(name, devicesFolder), 'utf8');
      return [name, reportedDevice(text, { platform: undefined })] as const;
    }),
  ];
  const folders = [...new Set(FIXTURES.map(({ path }) => path.split('/')[0] ?? ''))];

  test.each(devices)('%s, every set over every transport', (_, device) => {
    for (const via of ['ota', 'serial', 'local', 'dfu'] as const) {
      for (const folder of folders) {
        expect(faults(SCHEMAS.simulate, simulateDocument(device, inFolder(folder), via, ERRORS)), folder).toEqual([]);
      }
    }
  });

  test.each(FIXTURES.map((one) => [one.path, one] as const))('spoiled copies of %s', (path, { bytes }) => {
    const files = spoiled(bytes(), path.length).map((copy, at) => inputFile(`${at}.bin`, copy));
    for (const [, device] of devices.slice(0, 6)) {
      expect(faults(SCHEMAS.simulate, simulateDocument(device, files, 'ota'))).toEqual([]);
    }
  });

  test('nothing at all', () => {
    expect(faults(SCHEMAS.simulate, throughText(nothingSimulated(ERRORS)))).toEqual([]);
  });

  const refused = (): Fields & { steps: Fields[]; end: Fields } =>
    simulateDocument(
      shippedDevice('0.4.8', 10, SHIPPED),
      [...inFolder('electron-0.5.0').slice(2), named('bad/page.bin')],
      'ota',
      ERRORS,
    ) as never;

  test('no promised field may be missing', () => {
    const isOpen = (name: string): boolean => /^steps\.reason\.(?:needs|has)(?:\.|$)/.test(name);
    expect(optionalNames(SCHEMAS.simulate, refused()).filter((name) => !isOpen(name))).toEqual([]);
  });

  test.each<[string, (document: ReturnType<typeof refused>) => unknown]>([
    ['a verdict that does not exist', (one) => (one.steps[0]!.verdict = 'maybe')],
    ['a mode that does not exist', (one) => (one.end.mode = 'asleep')],
    ['a check that is a word', (one) => ((one.steps[0]!.checks as Fields).range = 'pass')],
    ['a step 0', (one) => (one.steps[0]!.step = 0)],
    ['a way that does not exist', (one) => (one.via = 'pigeon')],
    ['a reason without a sentence', (one) => (one.steps[0]!.reason = { kind: 'bad_crc', message: '', rule: null })],
  ])('not valid: %s', (_, spoil) => {
    const document = refused();
    expect(faults(SCHEMAS.simulate, document)).toEqual([]);
    spoil(document);
    expect(faults(SCHEMAS.simulate, document)).not.toEqual([]);
  });
});

/** Every object inside a document that has fields, by path, without those that a schema leaves open. */
function places(value: Json, path: readonly (string | number)[] = []): readonly (readonly (string | number)[])[] {
  if (value === null || typeof value !== 'object') return [];
  const inner = Array.isArray(value)
    ? value.flatMap((one, at) => places(one, [...path, at]))
    : Object.entries(value).flatMap(([name, one]) => [[...path, name], ...places(one, [...path, name])]);
  return inner;
}

function without(document: Json, path: readonly (string | number)[]): Json {
  const copy = structuredClone(document);
  const parent = path.slice(0, -1).reduce<Json>((at, name) => (at as Fields)[name] ?? null, copy) as Fields;
  const { [String(path.at(-1))]: _gone, ...rest } = parent;
  if (path.length === 1) return rest;
  const owner = path.slice(0, -2).reduce<Json>((at, name) => (at as Fields)[name] ?? null, copy) as Fields;
  owner[String(path.at(-2))] = rest;
  return copy;
}

/** The names that may be missing: a document without them is as good. */
function optionalNames(validate: ValidateFunction, document: Fields): readonly string[] {
  const found = places(document)
    .filter((path) => typeof path.at(-1) === 'string')
    .filter((path) => faults(validate, without(document, path)).length === 0)
    .map((path) => path.filter((part) => typeof part === 'string').join('.'));
  return [...new Set(found)].sort();
}

const named = (name: string): FirmwareFile => fixtures.find(({ file }) => file.endsWith(name))!;

describe('a document with a promised field missing is not valid', () => {
  test('inspect', () => {
    const document = inspectDocument([named('odd/every-extension.bin'), named('bad/page.bin')], ERRORS);
    // Additions beyond what is promised; everything else must be there.
    expect(optionalNames(SCHEMAS.inspect, document).filter((name) => !isAddition(name))).toEqual([]);
  });

  test('deps', () => {
    const files = fixtures.filter(({ file }) => file.startsWith('photon-0.7.0/') || file === 'bad/cut-off.bin');
    expect(optionalNames(SCHEMAS.deps, depsDocument(files, null, ERRORS)).filter((name) => !isAddition(name))).toEqual(
      [],
    );
  });

  test('versions', () => {
    const report = { query: '1', platform: 10, bootloader: false, releases: knownReleases(10).slice(0, 2), notes: [] };
    expect(optionalNames(SCHEMAS.versions, throughText(versionsJson(report, ERRORS)))).toEqual([]);
  });

  function isAddition(name: string): boolean {
    return [
      /^(?:findings|skipped|setAside)(?:\.|$)/,
      /^groups\.needsOnDevice\.why$/,
      /^modules\.module\.(?:length|productRaw|suffix|vectors|headerCandidates)(?:\.|$)/,
      /^modules\.module\.sha256\.coverage$/,
      /^modules\.module\.extensions\.(?:at|value\..*)$/,
    ].some((pattern) => pattern.test(name));
  }
});

describe('wrong values are not valid', () => {
  const good = (): { modules: { module: Fields; findings: Fields[]; rejected: Json }[] } =>
    inspectDocument([named('bad/bit-flipped.bin'), named('bad/page.bin')]) as never;

  test.each<[string, (document: ReturnType<typeof good>) => unknown]>([
    ['a severity that does not exist', (one) => (one.modules[0]!.findings[0]!.severity = 'fatal')],
    ['a rule that is no rule id', (one) => (one.modules[0]!.findings[0]!.rule = 'FW999')],
    ['a kind of rejection that does not exist', (one) => (one.modules[1]!.rejected = { kind: 'pdf', message: 'x' })],
    ['a module and a rejection', (one) => (one.modules[0]!.rejected = { kind: 'html', message: 'x' })],
    ['neither a module nor a rejection', (one) => (one.modules[1]!.rejected = null)],
    ['an address as text', (one) => (one.modules[0]!.module.start = '0x08020000')],
    ['a CRC as a number', (one) => (one.modules[0]!.module.crc = { stored: 1, computed: 1, ok: true })],
    ['a flag that does not exist', (one) => (one.modules[0]!.module.flags = ['secret'])],
    ['a function that does not exist', (one) => (one.modules[0]!.module.function = 'kernel')],
  ])('%s', (_, spoil) => {
    const document = good();
    expect(faults(SCHEMAS.inspect, document)).toEqual([]);
    spoil(document);
    expect(faults(SCHEMAS.inspect, document)).not.toEqual([]);
  });

  test('a verdict that does not exist', () => {
    expect(faults(SCHEMAS.deps, { ...depsDocument([], null), verdict: 'maybe' })).not.toEqual([]);
  });
});

test('fields may be added', () => {
  expect(faults(SCHEMAS.deps, { ...depsDocument([], null), later: true })).toEqual([]);
  expect(faults(SCHEMAS.inspect, { ...inspectDocument([]), later: true })).toEqual([]);
});

test('every rule and severity fits the schemas', () => {
  const finding = ({ id, severity }: (typeof RULES)[number]): Fields => ({
    rule: id,
    severity,
    file: null,
    message: 'x',
    range: null,
  });
  const document = { ...depsDocument([], null), findings: RULES.map(finding) };
  expect(faults(SCHEMAS.deps, document)).toEqual([]);
});
