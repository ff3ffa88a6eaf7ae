import { cpSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FIRMWARE_CACHE, FIRMWARE_PACKAGES, firmwareAvailable, packageFolder } from '../support/firmware.js';
import { FIXTURES } from '../support/fixtures.js';
import { sign } from '../support/modules.js';
import { schemaFaults } from '../support/release.js';
import { tempFolder } from '../support/temp-folder.js';

interface Finding {
  readonly rule: string;
  readonly severity: 'error' | 'warning' | 'note';
  readonly file: string | null;
  readonly message: string;
}

interface AuditDocument {
  readonly verdict: string;
  readonly summary: { readonly files: number; readonly notFirmware: number };
  readonly platforms: readonly { readonly reach: { readonly to: string; readonly from: readonly object[] } | null }[];
  readonly notFirmware: readonly { readonly file: string; readonly kind: string }[];
  readonly duplicates: readonly (readonly string[])[];
  readonly findings: readonly Finding[];
}

const temp = tempFolder();
for (const { path, bytes } of FIXTURES) temp.put(join('fixtures', path), bytes());

const parsed = (text: string): AuditDocument => JSON.parse(text) as AuditDocument;

describe('audit', () => {
  test('a whole release: exit 0, a valid document, the way to it', async () => {
    const { code, stdout, stderr } = await temp.run(['audit', '--json', 'fixtures/electron-0.6.4']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const document = parsed(stdout);
    expect(schemaFaults('audit', document)).toEqual([]);
    expect(document.verdict).toBe('ok');
    expect(document.platforms.map(({ reach }) => reach?.to)).toEqual(['0.6.4']);
  });

  test('everything at once is a valid document too', async () => {
    const { code, stdout } = await temp.run(['audit', '--json', 'fixtures']);
    expect(code).toBe(1);
    expect(schemaFaults('audit', parsed(stdout))).toEqual([]);
  });

  test('a way that goes by modules of the release that are not among the files names them', async () => {
    const part = 'fixtures/boron-4.2.0/boron-system-part1@4.2.0.bin';
    const { stdout } = await temp.run(['audit', part]);
    const heading =
      'Over the air to 4.2.0 with these files and its bootloader and radio stack (not here), from installed:';
    expect(stdout.replace(/\s+/g, ' ')).toContain(heading);
    const { stdout: whole } = await temp.run(['audit', 'fixtures/electron-0.6.4']);
    expect(whole).toContain('Over the air to 0.6.4, from installed:');
  });

  test('another goal, and one that does not exist', async () => {
    const { stdout } = await temp.run(['audit', '--json', '--to', '1.5.0', 'fixtures/electron-0.6.4']);
    expect(parsed(stdout).platforms.map(({ reach }) => reach?.to)).toEqual(['1.5.0']);
    const wrong = await temp.run(['audit', '--to', '99.0.0', 'fixtures/electron-0.6.4']);
    expect(wrong).toMatchObject({ code: 2, stdout: '' });
  });

  test('files of one name in different folders are locked apart, also by a glob', async () => {
    const [one, two] = ['electron-0.5.0', 'electron-0.6.4'].map((name) =>
      readFileSync(join(temp.path, `fixtures/${name}/app-for-${name.slice(9)}.bin`)),
    );
    temp.put('g/a/x.bin', one ?? '');
    temp.put('g/b/x.bin', two ?? '');
    for (const named of ['g/*/x.bin', 'g']) {
      expect((await temp.run(['lock', named, '-o', 'g.lock.json'])).code).toBe(0);
      const paths = (JSON.parse(readFileSync(join(temp.path, 'g.lock.json'), 'utf8')) as { files: { path: string }[] })
        .files;
      expect(paths.map(({ path }) => path)).toEqual(['a/x.bin', 'b/x.bin']);
      const { stdout } = await temp.run(['audit', '--json', '--no-matrix', '--lock', 'g.lock.json', named]);
      expect(parsed(stdout).findings.filter(({ rule }) => rule.startsWith('FW53'))).toEqual([]);
    }
  });

  test('one platform of a locked release is held against its own part of the lock, assets and all', async () => {
    for (const name of ['electron-0.5.0', 'photon-0.7.0']) {
      cpSync(join(temp.path, 'fixtures', name), join(temp.path, 'both', name), { recursive: true });
    }
    cpSync(join(temp.path, 'fixtures/odd/asset.bin'), join(temp.path, 'both/asset.bin'));
    await temp.run(['lock', 'both', '-o', 'both.lock.json']);
    const args = ['audit', '--json', '--no-matrix', '--lock', 'both.lock.json', 'both', '--platform', 'electron'];
    const { code, stdout } = await temp.run(args);
    expect(parsed(stdout).findings.filter(({ rule }) => rule.startsWith('FW53'))).toEqual([]);
    expect(parsed(stdout).summary.files).toBe(4);
    expect(code).toBe(0);
  });

  test('--strict and --fail-on say from which severity on a release should not go out', async () => {
    temp.put(
      'strict/system-part1-0.6.4-electron.bin',
      readFileSync(join(temp.path, 'fixtures/electron-0.5.0/system-part1-0.5.0-electron.bin')),
    );
    const audit = async (...args: readonly string[]): Promise<readonly [number | null, string]> => {
      const { code, stdout } = await temp.run(['audit', '--json', '--no-matrix', 'strict', ...args]);
      return [code, parsed(stdout).verdict];
    };
    expect(await audit()).toEqual([0, 'ok']);
    expect(await audit('--strict')).toEqual([1, 'rejected']);
    expect(await audit('--fail-on', 'warning')).toEqual([1, 'rejected']);
    expect(await audit('--strict', '--fail-on', 'error')).toEqual([0, 'ok']);
  });

  test('where notes alone decide, they are shown and counted', async () => {
    const { code, stdout } = await temp.run(['audit', '--no-matrix', '--fail-on', 'note', 'fixtures/electron-0.6.4']);
    expect(code).toBe(1);
    expect(stdout.match(/^ {2}note {2}/gm)).toHaveLength(3);
    expect(stdout).toMatch(/^NOT OK {2}3 notes\. This release should not go out\./m);
  });

  test('what no device takes together is no OK in any command', async () => {
    for (const names of [['fixtures/electron-0.5.0', 'fixtures/electron-0.6.4'], ['fixtures/odd']]) {
      for (const command of ['deps', 'check', 'audit']) {
        const { code, stdout } = await temp.run([command, '--json', ...names]);
        expect([command, names, code, stdout.includes('FW504')]).toEqual([command, names, 1, true]);
      }
    }
  });

  test('nothing there, and a lock that is none', async () => {
    expect((await temp.run(['audit', '--json', 'missing'])).code).toBe(2);
    temp.put('bad.lock.json', '{}');
    const { code, stderr } = await temp.run(['audit', '--lock', 'bad.lock.json', 'fixtures/electron-0.6.4']);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'fwinspect: cannot use the lock bad.lock.json: it is no fwinspect/lock@1\n',
    });
  });

  test('a bill of materials is written whole, twice the same', async () => {
    for (const name of ['one.cdx.json', 'two.cdx.json']) {
      expect((await temp.run(['audit', '--sbom', name, 'fixtures/electron-0.6.4'])).code).toBe(0);
    }
    const [one, two] = ['one', 'two'].map((name) => readFileSync(join(temp.path, `${name}.cdx.json`), 'utf8'));
    expect(one).toBe(two);
    expect(readdirSync(temp.path).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});

test('facts for a bill of materials: without one, and a time that is none', async () => {
  const audit = (...args: readonly string[]) => temp.run(['audit', 'fixtures/electron-0.6.4', ...args]);
  expect(await audit('--author', 'me')).toMatchObject({
    code: 2,
    stderr: 'fwinspect: --author goes with --sbom FILE\n',
  });
  for (const time of ['yesterday', '2026-02-30T00:00:00Z', '2026-10-13']) {
    const { code, stderr } = await audit('--sbom', 'a.json', '--timestamp', time);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: `fwinspect: --timestamp is a time such as 2026-10-13T08:00:00Z, not ${time}\n`,
    });
  }
  expect(readdirSync(temp.path)).not.toContain('a.json');
  expect((await audit('--sbom', 'a.json', '--supplier', 'A', '--timestamp', '2026-10-13T08:00:00Z')).code).toBe(0);
  const { metadata } = JSON.parse(readFileSync(join(temp.path, 'a.json'), 'utf8')) as { metadata: object };
  expect(metadata).toMatchObject({ timestamp: '2026-10-13T08:00:00Z', supplier: { name: 'A' } });
});

describe('lock', () => {
  test('as a statement says what audit says, in its exit code too', async () => {
    for (const name of ['electron-0.6.4', 'broken']) {
      const path = name === 'broken' ? '.' : `fixtures/${name}`;
      temp.put('broken.bin', 'no firmware');
      const audit = await temp.run(['audit', '--json', path]);
      const { code, stdout } = await temp.run(['lock', '--in-toto', path, '-o', '-']);
      expect(code).toBe(audit.code);
      const { predicate } = JSON.parse(stdout) as { predicate: { judgement: string } };
      expect(predicate.judgement).toBe((JSON.parse(audit.stdout) as { judgement: string }).judgement);
    }
  });

  test('writes its file, or to standard output; the same both times', async () => {
    expect((await temp.run(['lock', 'fixtures/electron-0.6.4'])).code).toBe(0);
    const { stdout } = await temp.run(['lock', 'fixtures/electron-0.6.4', '-o', '-']);
    expect(readFileSync(join(temp.path, 'fwinspect.lock.json'), 'utf8')).toBe(stdout);
    expect(schemaFaults('lock', JSON.parse(stdout))).toEqual([]);
  });

  test('what cannot be read is not locked', async () => {
    const { code } = await temp.run(['lock', 'fixtures/electron-0.6.4', 'missing', '-o', 'half.lock.json']);
    expect(code).toBe(2);
    expect(readdirSync(temp.path)).not.toContain('half.lock.json');
  });
});

describe('diff', () => {
  test.each([
    ['electron-0.5.0', 'electron-0.5.0', 0],
    ['electron-0.5.0', 'electron-0.6.4', 1],
    ['electron-0.5.0', 'missing', 2],
  ])('%s and %s: exit %i', async (a, b, exit) => {
    const { code, stdout } = await temp.run(['diff', '--json', `fixtures/${a}`, `fixtures/${b}`]);
    expect(code).toBe(exit);
    expect(schemaFaults('diff', JSON.parse(stdout))).toEqual([]);
  });
});

describe.skipIf(!firmwareAvailable())('real firmware', () => {
  test('the four packages: odd files are named, and no genuine module has an error', async () => {
    const folders = FIRMWARE_PACKAGES.map(packageFolder);
    const { code, stdout } = await temp.run(['audit', '--json', ...folders]);
    expect(code).toBe(1);
    const document = parsed(stdout);
    const short = (file: string): string => file.slice(FIRMWARE_CACHE.length).replace(/^.*\//, '');
    // Many releases in one input are no set, which is told of the set and of the files that do not go together.
    const ofFiles = document.findings.filter(({ rule }) => !rule.startsWith('FW5') && rule !== 'FW309');
    const odd = [...new Set(ofFiles.filter(({ severity }) => severity === 'error').map(({ file }) => file))];
    expect([...new Set(odd.map((file) => short(file ?? '')))].sort()).toEqual([
      'RC2_bootloader.bin',
      'RC4_bootloader_pad_BM-09.bin',
      'RC4_bootloader_pad_BM-14.bin',
      'cc3000-patch-programmer.bin',
      'cc3000-patch-programmer_1_14.bin',
      'deep_update_2014_06.bin',
      'emptybin.bin',
      'ota-flag-a5.bin',
    ]);
    expect(document.notFirmware).toHaveLength(8);
    expect(document.duplicates.length).toBeGreaterThan(5);
    const warned = ofFiles.filter(({ severity }) => severity === 'warning').map(({ rule }) => rule);
    // Cores and a Bluz are among them, and monolithic firmware.
    expect([...new Set(warned)].sort()).toEqual(['FW106', 'FW306']);
  });

  test('five planted faults are found, and nothing else', async () => {
    const source = join(packageFolder(FIRMWARE_PACKAGES[2]!), 'package', 'assets', 'updates');
    const folder = join(temp.path, 'release');
    cpSync(source, folder, { recursive: true });
    const locked = await temp.run(['lock', 'release', '-o', 'release.lock.json']);
    // The vendor's tool carries a flag file of one byte, which is no module: the lock holds it, and is not OK.
    expect(locked.code).toBe(2);
    const audit = async (): Promise<readonly Finding[]> => {
      const { stdout } = await temp.run(['audit', '--json', '--lock', 'release.lock.json', 'release']);
      expect(schemaFaults('audit', JSON.parse(stdout))).toEqual([]);
      return parsed(stdout).findings.filter(({ severity }) => severity !== 'note');
    };
    const before = (await audit()).map((one) => JSON.stringify(one));

    const edit = (name: string, change: (bytes: Uint8Array) => Uint8Array): void => {
      const path = join(folder, name);
      writeFileSync(path, change(readFileSync(path)));
    };
    const flip = (bytes: Uint8Array): Uint8Array => {
      bytes[5000] = (bytes[5000] ?? 0) ^ 1;
      return bytes;
    };
    const page = '<!DOCTYPE html><html><head><title>404</title></head><body>Not Found</body></html>\n';
    edit('argon-system-part1@1.5.0.bin', () => new TextEncoder().encode(page));
    edit('p1-system-part2@1.5.0.bin', () => new Uint8Array());
    renameSync(join(folder, 'xenon-bootloader@1.5.0.bin'), join(folder, 'tracker-bootloader@1.5.0.bin'));
    edit('photon-system-part1@1.5.0.bin', flip);
    edit('electron-system-part3@1.5.0.bin', (bytes) => sign(flip(bytes)));

    const found = (await audit()).filter((one) => !before.includes(JSON.stringify(one)));
    const names = found.map(({ rule, file }) => `${rule} ${file?.replace('release/', '') ?? '-'}`);
    expect(names.sort()).toEqual([
      'FW101 argon-system-part1@1.5.0.bin',
      'FW102 p1-system-part2@1.5.0.bin',
      'FW201 photon-system-part1@1.5.0.bin',
      // The same file twice: by its own hash, and by the lock.
      'FW202 electron-system-part3@1.5.0.bin',
      'FW401 tracker-bootloader@1.5.0.bin',
      'FW531 electron-system-part3@1.5.0.bin',
    ]);
  });
});
