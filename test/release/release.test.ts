import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hashesOf } from '../../src/module/hashes.js';
import { TOOLS } from '../../src/cli/tools.js';
import { MODULE_FUNCTION } from '../../src/module/types.js';
import { readModule } from '../../src/module/read.js';
import { noise } from '../../src/module/write.js';
import { digestOf } from '../../src/release/digest.js';
import { diffOf } from '../../src/release/diff.js';
import { assess, PARTS } from '../../src/assess/assess.js';
import { readFirmwareFile } from '../../src/assess/file.js';
import { compareLock, lockOf, parseLock } from '../../src/release/lock.js';
import { sbomOf } from '../../src/release/sbom.js';
import { consequenceWords, diffJson } from '../../src/report/diff.js';
import { lockJson } from '../../src/report/lock.js';
import { statementJson } from '../../src/report/statement.js';
import { NODE_TOOLS, sha256Hex } from '../../src/source/node-tools.js';
import { application, build, FIXTURES, released } from '../support/fixtures.js';
import { sign } from '../support/modules.js';
import { inventory, schemaFaults } from '../support/release.js';
import type { Contents } from '../support/release.js';

const ELECTRON = 10;
const { systemPart: SYSTEM } = MODULE_FUNCTION;

/** The fixtures of a folder, by name. */
function folder(name: string): Contents {
  const inside = FIXTURES.filter(({ path }) => path.startsWith(`${name}/`));
  return Object.fromEntries(inside.map(({ path, bytes }) => [path, bytes()]));
}

const everything = (): Contents => Object.fromEntries(FIXTURES.map(({ path, bytes }) => [path, bytes()]));
const part = (index: number, release = '0.5.0'): Uint8Array => build(released(release, ELECTRON, SYSTEM, index));
const hashText = (text: string): string => sha256Hex(new TextEncoder().encode(text));

function flipped(bytes: Uint8Array, offset: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[offset] = (copy[offset] ?? 0) ^ 1;
  return copy;
}

describe('the inventory', () => {
  test('groups by platform and by release of the system parts', () => {
    const found = inventory({ ...folder('electron-0.5.0'), ...folder('electron-0.6.4'), ...folder('argon-1.5.0') });
    const sets = found.platforms.flatMap(({ platform, sets: own }) =>
      own.map(({ release, files, missing }) => [platform, release, files.length, missing.length]),
    );
    expect(sets).toEqual([
      [10, '0.5.0', 2, 0],
      [10, '0.6.4', 3, 0],
      [12, '1.5.0', 3, 0],
    ]);
    expect(found.platforms[0]?.shared.every(({ module }) => module.function === MODULE_FUNCTION.userPart)).toBe(true);
  });

  test('a bootloader that the system parts embed is not missing, unless it is too old for them', () => {
    const missing = (release: string) => {
      const parts = [1, 2, 3].map((index) => [`${String(index)}.bin`, part(index, release)] as const);
      return inventory(Object.fromEntries(parts)).platforms[0]?.sets[0]?.missing.map((one) => one.version);
    };
    expect(missing('1.5.0')).toEqual([]);
    expect(missing('2.0.0-alpha.1')).toEqual([1000]);
    expect(missing('2.0.0')).toEqual([1003]);
    expect(missing('2.0.1')).toEqual([]);
  });

  test('says how full a slot is and how it grew', () => {
    const grown = { ...released('0.6.4', ELECTRON, SYSTEM, 1), code: 4000 };
    const found = inventory({ 'a/one.bin': part(1), 'b/one.bin': build(grown) });
    const fills = found.platforms.flatMap(({ sets }) => sets.flatMap(({ fill }) => fill));
    expect(fills.map(({ growth }) => growth)).toEqual([null, build(grown).length - part(1).length]);
    for (const { percent, bytes, slotBytes } of fills) expect(percent).toBeCloseTo((100 * bytes) / slotBytes, 0);
  });

  test('is the same for files in another order', () => {
    const files = Object.entries(everything());
    expect(inventory(Object.fromEntries(files.toReversed()))).toEqual(inventory(Object.fromEntries(files)));
  });
});

describe('the lock', () => {
  const before = inventory(everything());
  const lock = lockOf(before);

  test('is sorted, valid, reads back, and finds nothing where nothing changed', () => {
    expect(schemaFaults('lock', lockJson(lock, hashText))).toEqual([]);
    expect(lock.files.map(({ path }) => path)).toEqual(lock.files.map(({ path }) => path).sort());
    const back = parseLock(JSON.stringify(lockJson(lock, hashText)));
    if (typeof back === 'string') throw new Error(back);
    expect(compareLock(back, before)).toEqual({ added: [], removed: [], renamed: [], changed: [] });
  });

  test.each(['', '[]', '{"schema":"fwinspect/deps@1"}', '{"schema":"fwinspect/lock@1","files":[{}]}', '{"schema":1}'])(
    'what is none is refused: %s',
    (text) => {
      expect(typeof parseLock(text)).toBe('string');
    },
  );

  test('tells apart what can have happened to a file', () => {
    const bytes = build(application('0.5.0', ELECTRON, 1, 2));
    const other = build({ ...application('0.5.0', ELECTRON, 1, 2), dependency1: null });
    const was = lockOf(inventory({ 'a.bin': bytes, 'gone.bin': part(1), 'old-name.bin': part(2) }));
    const kinds = (now: Uint8Array) => compareLock(was, inventory({ 'a.bin': now })).changed.map(({ kind }) => kind);
    expect(kinds(bytes)).toEqual([]);
    expect(kinds(other)).toEqual(['silent']);
    expect(kinds(flipped(bytes, 100))).toEqual(['broken']);
    expect(kinds(sign(flipped(bytes, 100)))).toEqual(['re_signed']);
    expect(kinds(part(1))).toEqual(['replaced']);
    expect(kinds(new Uint8Array())).toEqual(['broken']);
    const rest = compareLock(was, inventory({ 'a.bin': bytes, 'new.bin': noise(9, 1), 'name.bin': part(2) }));
    expect(rest.renamed).toEqual([{ from: 'old-name.bin', to: 'name.bin' }]);
    expect(rest.removed.map(({ path }) => path)).toEqual(['gone.bin']);
    expect(rest.added.map(({ path }) => path)).toEqual(['new.bin']);
  });
});

describe('a path in a lock', () => {
  const [one, two] = inventory({ 'x/a.bin': noise(9, 1), 'y/a.bin': noise(9, 2) }).files.map((file) => ({
    ...file,
    path: 'a.bin',
  }));
  if (one === undefined || two === undefined) throw new Error('no files');

  test('stands there once; a lock with two is refused', () => {
    const { files } = lockOf({ files: [one] });
    const twice = JSON.stringify({ schema: 'fwinspect/lock@1', files: [...files, ...files] });
    expect(parseLock(twice)).toBe('path_twice');
  });

  test('of one file that is given twice is one', () => {
    expect(lockOf({ files: [one, one] })).toEqual(lockOf({ files: [one] }));
  });

  test('of two files tells them apart by their whole names', () => {
    const both = { files: [one, two] };
    const lock = lockOf(both);
    expect(lock.files.map(({ path, sha256 }) => [path, sha256])).toEqual([
      ['x/a.bin', one.sha256],
      ['y/a.bin', two.sha256],
    ]);
    expect(typeof parseLock(JSON.stringify(lock))).toBe('object');
    expect(compareLock(lock, both)).toEqual({ added: [], removed: [], renamed: [], changed: [] });
    expect(compareLock(lock, { files: [one, { ...two, sha256: 'other' }] }).changed.map(({ path }) => path)).toEqual([
      'y/a.bin',
    ]);
  });
});

test('tens of thousands of renamed files are matched while one waits', () => {
  const [file] = inventory({ 'a.bin': noise(9, 1) }).files;
  if (file === undefined) throw new Error('no file');
  const many = (folder: string) =>
    Array.from({ length: 40_000 }, (_, at) => ({ ...file, path: `${folder}/${String(at)}`, sha256: String(at) }));
  const { renamed, added, removed } = compareLock(lockOf({ files: many('a') }), { files: many('b') });
  expect([renamed.length, added.length, removed.length]).toEqual([40_000, 0, 0]);
  expect(renamed.every(({ from, to }) => from.slice(1) === to.slice(1))).toBe(true);
}, 20_000);

test('of files with equal bytes each is renamed once, in their order', () => {
  const [file] = inventory({ 'a.bin': noise(9, 1) }).files;
  const all = (...paths: readonly string[]) => ({
    files: paths.flatMap((path) => (file === undefined ? [] : { ...file, path })),
  });
  const found = compareLock(lockOf(all('a', 'b', 'c')), all('x', 'y'));
  expect(found.renamed).toEqual([
    { from: 'a', to: 'x' },
    { from: 'b', to: 'y' },
  ]);
  expect(found.removed.map(({ path }) => path)).toEqual(['c']);
  expect(found.added).toEqual([]);
});

describe('the difference', () => {
  const app = (release: string) => application(release, ELECTRON, 1, 2);

  test('of the same files is none, whatever they are called', () => {
    const bytes = part(1);
    expect(diffOf(inventory({ 'a.bin': bytes }), inventory({ 'b.bin': bytes })).same).toBe(true);
    expect(diffOf(inventory(everything()), inventory(everything()))).toMatchObject({ same: true, consequences: [] });
  });

  test('padding behind a module means nothing', () => {
    const bytes = part(1);
    const padded = Uint8Array.from([...bytes, ...new Uint8Array(64).fill(0xff)]);
    expect(diffOf(inventory({ 'a.bin': bytes }), inventory({ 'a.bin': padded })).same).toBe(true);
  });

  test('names the fields', () => {
    // The builder makes its code from the identity, so the code is said here.
    const base = { ...app('0.5.0'), code: noise(512, 9) };
    const a = inventory({ 'a.bin': build(base) });
    const fieldsOf = (change: Parameters<typeof build>[0]) =>
      diffOf(a, inventory({ 'a.bin': build(change) })).modules.flatMap(({ changes }) =>
        changes.map((one) => one.field),
      );
    expect(fieldsOf({ ...base, version: 9 })).toEqual(['version']);
    expect(fieldsOf({ ...base, dependency1: null })).toEqual(['minimum_os', 'dependencies']);
    expect(fieldsOf({ ...base, flags: 0x01 })).toEqual(['flags']);
    expect(fieldsOf({ ...base, code: 4000 })).toEqual(['size', 'content']);
    expect(fieldsOf({ ...base, platform: 6 })).toEqual([]);
  });

  test('an application that asks for a newer Device OS: what that does to older devices', () => {
    const a = inventory({ 'app.bin': build(app('0.5.0')) });
    const b = inventory({ 'app.bin': build(app('0.6.4')), ...folder('electron-0.6.4') });
    const found = diffOf(a, b);
    const raised = found.consequences.find(({ pulls }) => pulls !== null);
    expect(raised).toMatchObject({ devices: { kind: 'below', release: '0.6.4' }, pulls: '0.6.4', safeModeSteps: 3 });
    expect(raised === undefined ? '' : consequenceWords(raised)).toMatch(
      /^electron: if the application is sent first, devices below 0\.6\.4 will download Device OS 0\.6\.4 as well, .* and spend 3 steps in safe mode$/,
    );
    expect(schemaFaults('diff', diffJson(found, []))).toEqual([]);
  });

  test('of everything with each half of it is a valid document', () => {
    const files = Object.entries(everything());
    const half = inventory(Object.fromEntries(files.filter((_, at) => at % 2 === 0)));
    expect(schemaFaults('diff', diffJson(diffOf(inventory(everything()), half), []))).toEqual([]);
    expect(schemaFaults('diff', diffJson(diffOf(half, inventory(everything())), []))).toEqual([]);
  });
});

describe('the bill of materials', () => {
  test('is valid CycloneDX 1.6, strictly', async () => {
    const text = JSON.stringify(sbomOf(inventory(everything()), '0.1.0', hashText));
    expect(await new Validation.JsonStrictValidator(Spec.Version.v1dot6).validate(text)).toBeNull();
  });

  test('has one component a module, and is the same in every order of the files', () => {
    const files = Object.entries(everything());
    const found = inventory(Object.fromEntries(files));
    const one = sbomOf(found, '0.1.0', hashText);
    expect(sbomOf(inventory(Object.fromEntries(files.toReversed())), '0.1.0', hashText)).toEqual(one);
    const contents = new Set(found.files.flatMap(({ module, sha256 }) => (module === null ? [] : [sha256])));
    expect(one.components.length).toBe(contents.size);
    expect(new Set(one.components.map((component) => component['bom-ref'])).size).toBe(contents.size);
  });

  test('says what somebody gave, unknown else, and no time of its own', async () => {
    const found = inventory(everything());
    const bare = sbomOf(found, '0.1.0', hashText);
    expect(bare.metadata).not.toHaveProperty('timestamp');
    expect(bare.metadata.supplier.name).toBe('unknown');
    const facts = {
      supplier: 'A & B',
      authors: ['one', 'two'],
      timestamp: '2026-10-13T08:00:00Z',
      licence: 'Apache-2.0',
    };
    const full = sbomOf(found, '0.1.0', hashText, facts);
    expect(full.metadata).toMatchObject({
      timestamp: facts.timestamp,
      authors: [{ name: 'one' }, { name: 'two' }],
      component: { supplier: { name: 'A & B' }, licenses: [{ license: { name: 'Apache-2.0' } }] },
    });
    expect(full.compositions).toMatchObject([{ aggregate: 'incomplete' }]);
    expect(full.serialNumber).not.toBe(bare.serialNumber);
    expect(await new Validation.JsonStrictValidator(Spec.Version.v1dot6).validate(JSON.stringify(full))).toBeNull();
  });

  test('names the platforms and releases of what it is about', () => {
    const { metadata } = sbomOf(inventory(folder('electron-0.6.4')), '0.1.0', hashText);
    expect(metadata.component).toMatchObject({ name: 'firmware for electron', version: '0.6.4' });
  });

  test('another content has another serial number', () => {
    const serial = (contents: Contents) => sbomOf(inventory(contents), '0.1.0', hashText).serialNumber;
    expect(serial({ 'a.bin': part(1) })).not.toBe(serial({ 'a.bin': part(2) }));
  });
});

describe('the digest of a set', () => {
  const files = Object.entries({ ...everything(), 'notes.txt': new TextEncoder().encode('no module') });
  const set = inventory(Object.fromEntries(files));
  const digest = digestOf(set.files, hashText);
  const found = (contents: Contents) =>
    assess(
      Object.entries(contents).map(([name, bytes]) => readFirmwareFile(name, bytes, TOOLS)),
      { parts: PARTS.audit, platform: null },
    );

  test('is what a shell makes of the hashes of all files', () => {
    const lines = [...new Set(set.files.map(({ sha256 }) => `${sha256}\n`))].sort();
    expect(digest).toBe(hashText(lines.join('')));
  });

  test('does not hang on names, order and doubles; on a byte it does', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray(files, { minLength: files.length }),
        fc.string({ minLength: 1 }),
        (order, word) => {
          const renamed = order.map(([name, bytes]): [string, Uint8Array] => [`${word}/${name}`, bytes]);
          const doubled = Object.fromEntries([...renamed, ['again', order[0]?.[1] ?? new Uint8Array()]]);
          expect(digestOf(inventory(doubled).files, hashText)).toBe(digest);
        },
      ),
      { numRuns: 20 },
    );
    const [[name, bytes] = ['', new Uint8Array()], ...rest] = files;
    expect(digestOf(inventory(Object.fromEntries([[name, flipped(bytes, 40)], ...rest])).files, hashText)).not.toBe(
      digest,
    );
  });

  test('is the same one in lock, bill of materials and statement', () => {
    const contents = Object.fromEntries(files);
    const statement = statementJson(lockOf(set), found(contents), hashText);
    expect(lockJson(lockOf(set), hashText).digest).toBe(digest);
    expect(statement.predicate.digest.sha256).toBe(digest);
    const { properties } = sbomOf(set, '0.1.0', hashText).metadata.component;
    expect(properties).toContainEqual({ name: 'fwinspect:set-digest', value: digest });
  });

  test('the statement names every file by its hash, says the judgement of audit, and follows its schema', () => {
    for (const contents of [Object.fromEntries(files), folder('electron-0.6.4')]) {
      const own = inventory(contents);
      const judged = found(contents);
      const statement = statementJson(lockOf(own), judged, hashText);
      expect(schemaFaults('judgement', statement)).toEqual([]);
      expect(statement.predicate.judgement).toBe(judged.judgement);
      expect(new Set(statement.subject.map((one) => one.digest.sha256))).toEqual(
        new Set(own.files.map(({ sha256 }) => sha256)),
      );
      expect(statement.predicate.rules.reduce((sum, { times }) => sum + times, 0)).toBe(judged.findings.length);
    }
  });
});

test('one pass gives the hash of the module and of the file', () => {
  for (const { path, bytes } of FIXTURES) {
    const content = bytes();
    const hashes = hashesOf(content, NODE_TOOLS.sha256);
    expect(readModule(content, { ...TOOLS, sha256: hashes.sha256 }), path).toEqual(readModule(content, TOOLS));
    expect(hashes.ofFile(), path).toBe(sha256Hex(content));
  }
});
