import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { tempFolder } from '../support/temp-folder.js';

const fixture = (name: string): string => fileURLToPath(new URL(`../../fixtures/${name}`, import.meta.url));
const ELECTRON = fixture('electron-0.6.4');
const PHOTON = fixture('photon-0.7.0');

const folder = tempFolder();
const read = (name: string): string => readFileSync(join(folder.path, name), 'utf8');
const heading = (html: string): string | undefined => /<h1>([^]*?)<\/h1>/.exec(html)?.[1];
const leftovers = (): readonly string[] => readdirSync(folder.path).filter((name) => name.includes('.tmp'));

describe('report', () => {
  test('writes the page to the file of -o, and nothing beside it', async () => {
    const { code, stdout, stderr } = await folder.run(['report', ELECTRON, '-o', 'a.html']);
    const verdict = 'OK  Flash in this order, one at a time; the device restarts after each.';
    expect([code, stdout, stderr]).toEqual([0, `Wrote a.html\n${verdict}\n`, '']);
    expect((await folder.run(['report', ELECTRON, '-q', '-o', 'a.html'])).stdout).toBe(`${verdict}\n`);
    expect(read('a.html')).toMatch(/^<!doctype html>/);
    expect(heading(read('a.html'))).toBe('electron-0.6.4');
    expect(leftovers()).toEqual([]);
  });

  test('says what the page says: the condition, and what is not known of the devices first', async () => {
    const { stdout: ofFiles } = await folder.run(['report', fixture('argon-1.5.0'), '-o', 'argon.html']);
    expect(ofFiles.replace(/\s+/g, ' ')).toContain(
      'OK if the device has Device OS 1.3.1 or newer. Flash in this order',
    );
    const fleet = fixture('fleet/v1-devices.json');
    const { code, stdout } = await folder.run(['report', fixture('boron-4.2.0'), '--fleet', fleet, '-o', 'fleet.html']);
    expect(code).toBe(2);
    expect(stdout).toMatch(/^Wrote fleet\.html\nNOT KNOWN {2}Devices: /);
    expect(stdout.indexOf('\nOK')).toBeGreaterThan(stdout.lastIndexOf('NOT KNOWN'));
    expect(read('fleet.html')).not.toContain('from the files alone');
    expect(read('a.html')).toContain('from the files alone');
  });

  test('a board whose rules are not known is no OK anywhere', async () => {
    const why = 'is for platform 777, whose slots and rules are not known';
    for (const command of ['deps', 'audit', 'check', 'report']) {
      const out = command === 'report' ? ['-o', 'odd.html'] : [];
      const { code, stdout } = await folder.run([command, fixture('odd/unknown-platform.bin'), ...out]);
      expect([command, code, stdout.replace(/\s+/g, ' ')]).toEqual([command, 2, expect.stringContaining(why)]);
      expect(stdout).toMatch(/^NOT KNOWN/m);
      expect(stdout).not.toMatch(/^OK/m);
    }
    expect(read('odd.html')).toContain('NOT KNOWN');
  });

  test('a way by another release says its steps and data too', async () => {
    await folder.run(['report', ELECTRON, '-o', 'ways.html']);
    expect(read('ways.html')).toMatch(/needs 0\.5\.5 first<\/span><\/span><\/td>\s*<td[^>]*><span>5<\/span>/);
  });

  test('writes the same to standard output, each time', async () => {
    const runs = [await folder.run(['report', ELECTRON]), await folder.run(['report', ELECTRON, '-o', '-'])];
    await folder.run(['report', ELECTRON, '-o', 'b.html']);
    expect(runs.map(({ stdout }) => stdout)).toEqual([read('b.html'), read('b.html')]);
  });

  test('names files below the folder that all are in, and not where that lies', async () => {
    folder.put('deep/er/one/app.bin', readFileSync(fixture('electron-0.5.0/app-for-0.5.0.bin')));
    folder.put('deep/er/bundle.zip', readFileSync(fixture('odd/bundle.zip')));
    await folder.run(['report', join(folder.path, 'deep'), '-o', 'deep.html']);
    const shown = (): string => read('deep.html').replaceAll('<wbr>', '');
    expect(shown()).not.toContain(folder.path);
    expect(shown()).toContain('one/app.bin');
    expect(shown()).toContain('bundle.zip!/app.bin');
    await folder.run(['report', 'deep', '-o', 'deep.html']);
    expect(shown()).toContain('deep/er/');
  });

  test('ends with 1 where the files have problems, and still writes', async () => {
    const { code } = await folder.run(['report', fixture('bad/empty.bin'), '-o', 'bad.html']);
    expect(code).toBe(1);
    expect(read('bad.html')).toContain('class="bad"');
  });

  test('--title is the heading, as text', async () => {
    await folder.run(['report', ELECTRON, '--title', 'For <b>you</b>', '-o', 'title.html']);
    expect(heading(read('title.html'))).toBe('For &#60;b&#62;you&#60;/b&#62;');
  });

  test('--to is the release that the ways lead to', async () => {
    const { code } = await folder.run(['report', ELECTRON, '--to', '0.6.3', '-o', 'to.html']);
    expect(code).toBe(0);
    expect(read('to.html')).toContain('Over the air to 0.6.3');
  });

  test.each([
    ['a release that there is not', ['report', ELECTRON, '--to', '9.9.9', '-o', 'no.html'], 'newer than my table'],
    ['a format that it has not', ['report', ELECTRON, '--format', 'pdf', '-o', 'no.html'], 'a report is HTML'],
    ['JSON', ['report', ELECTRON, '--json', '-o', 'no.html'], 'audit --json has the same as data'],
    ['a platform that there is not', ['report', ELECTRON, '--platform', 'elektron', '-o', 'no.html'], 'electron'],
    ['files that are not there', ['report', 'nowhere', '-o', 'no.html'], 'nowhere'],
  ])('refuses %s', async (_what, args, says) => {
    const { code, stdout, stderr } = await folder.run(args);
    expect(code).toBe(2);
    expect(stdout + stderr).toContain(says);
    expect(existsSync(join(folder.path, 'no.html'))).toBe(false);
  });

  test('what was there stays where nothing could be read', async () => {
    folder.put('kept.html', 'yesterday');
    const { code } = await folder.run(['report', 'nowhere', '-o', 'kept.html']);
    expect([code, read('kept.html')]).toEqual([2, 'yesterday']);
  });

  describe('--fleet and --device', () => {
    const BORON = fixture('boron-4.2.0');
    const row = (at: number, release: string | null): string =>
      JSON.stringify({ id: `e00fce68000000000000000${String(at)}`, platform_id: 13, system_firmware_version: release });

    test('the devices, and what becomes of them with the application; the judgement of both counts', async () => {
      folder.put('known.ndjson', [row(1, '4.2.0'), row(2, '4.0.2')].join('\n'));
      folder.put('open.ndjson', [row(1, '4.2.0'), row(2, null)].join('\n'));
      const known = await folder.run(['report', BORON, '--fleet', 'known.ndjson', '-o', 'known.html']);
      expect(known).toMatchObject({ code: 0, stderr: '' });
      expect(read('known.html')).toContain('<h3>boron: 2 devices</h3>');
      expect(read('known.html')).toContain('What the cloud is expected to do</h2>');
      const open = await folder.run(['report', BORON, '--fleet', 'open.ndjson', '-o', 'open.html']);
      expect(open.code).toBe(2);
      expect(read('open.html')).toContain('<h3>What to do</h3>');
    });

    test('a single device by its report', async () => {
      const report = fixture('devices/boron-4.0.2-describe.json');
      expect((await folder.run(['report', BORON, '--device', report, '-o', 'device.html'])).code).toBe(0);
      expect(read('device.html')).toContain('Platform and Device OS of the device are known.');
    });

    test('which of two applications is meant is not known, and without any there is no rollout', async () => {
      folder.put('two/a.bin', readFileSync(fixture('boron-4.2.0/app-256k-for-4.2.0.bin')));
      folder.put('two/b.bin', readFileSync(fixture('odd/combined.bin')));
      folder.put('known.ndjson', row(1, '4.2.0'));
      await folder.run(['report', 'two', '--fleet', 'known.ndjson', '-o', 'two.html']);
      expect(read('two.html')).toContain('several applications for one platform');
      const none = await folder.run([
        'report',
        ELECTRON,
        '--platform',
        'electron',
        '--fleet',
        'known.ndjson',
        '-o',
        'x.html',
      ]);
      expect(none.code).not.toBe(0);
      folder.put('one/boot.bin', readFileSync(fixture('boron-4.2.0/boron-bootloader@4.2.0.bin')));
      await folder.run(['report', 'one', '--fleet', 'known.ndjson', '-o', 'one.html']);
      expect(read('one.html')).not.toContain('What the cloud is expected to do');
    });

    test('a part that could not be read makes the report unknown, and is named', async () => {
      folder.put('rest.ndjson', [row(1, '4.2.0'), 'what is this'].join('\n'));
      const { code, stderr } = await folder.run(['report', BORON, '--fleet', 'rest.ndjson', '-o', 'rest.html']);
      expect(code).toBe(2);
      expect(stderr).toContain('rest.ndjson:2');
      expect(read('rest.html')).toContain('rest.ndjson, line 2: text without a list of modules.');
    });
  });

  test('leaves nothing behind where the file cannot be written', async () => {
    folder.put('place/inside', '');
    for (const output of ['place', 'missing/a.html']) {
      const { code, stderr } = await folder.run(['report', ELECTRON, '-o', output]);
      expect(code).toBe(2);
      expect(stderr).toContain(`cannot write ${output}`);
    }
    expect(leftovers()).toEqual([]);
  });

  test('replaces what was there as a whole', async () => {
    writeFileSync(join(folder.path, 'old.html'), 'x'.repeat(1_000_000));
    await folder.run(['report', ELECTRON, '-o', 'old.html']);
    expect(read('old.html')).toMatch(/<\/html>\s*$/);
    expect(leftovers()).toEqual([]);
  });
});

describe('graph', () => {
  test.each([
    ['svg', /^<svg [^]*<\/svg>\n$/],
    ['dot', /^digraph "electron" \{[^]*\}\n$/],
    ['mermaid', /^flowchart LR\n/],
  ])('--format %s', async (format, shape) => {
    const { code, stdout, stderr } = await folder.run(['graph', ELECTRON, '--format', format]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(shape);
    await folder.run(['graph', ELECTRON, '--format', format, '-o', `graph.${format}`]);
    expect(read(`graph.${format}`)).toBe(stdout);
  });

  test('is Mermaid where no format is given', async () => {
    expect((await folder.run(['graph', ELECTRON])).stdout).toMatch(/^flowchart LR\n/);
    const starts = {
      'a.svg': /^<svg/,
      'a.dot': /^digraph/,
      'a.GV': /^digraph/,
      'a.md': /^flowchart/,
      svg: /^flowchart/,
    };
    for (const [name, start] of Object.entries(starts)) {
      expect((await folder.run(['graph', ELECTRON, '-o', name])).code).toBe(0);
      expect(read(name), name).toMatch(start);
    }
  });

  test.each([
    ['an unknown format', ['--format', 'png', ELECTRON], 'mermaid, dot, svg'],
    ['JSON', ['--json', ELECTRON], 'mermaid, dot, svg'],
    ['two platforms in one SVG', ['--format', 'svg', ELECTRON, PHOTON], '--platform'],
    ['files that are not there', ['nowhere'], 'nowhere'],
  ])('refuses %s', async (_what, args, says) => {
    const { code, stdout, stderr } = await folder.run(['graph', ...args]);
    expect(code).toBe(2);
    expect(stdout + stderr).toContain(says);
  });

  test('--platform chooses the one of an SVG', async () => {
    const { code, stdout } = await folder.run(['graph', '--format', 'svg', ELECTRON, PHOTON, '--platform', 'photon']);
    expect(code).toBe(0);
    expect(stdout).toContain('Flash order of photon');
  });
});
