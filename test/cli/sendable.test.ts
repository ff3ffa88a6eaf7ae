/** What `plan` and `simulate` send: nothing that `check` refuses, nothing larger than its way, and of two builds of a release one. */
import { describe, expect, test } from 'vitest';
import { buildCombinedModule } from '../../src/module/write.js';
import { NODE_TOOLS } from '../../src/source/node-tools.js';
import { application, build, released } from '../support/fixtures.js';
import { tempFolder } from '../support/temp-folder.js';
import { buildZip } from '../support/zip-builder.js';

const PHOTON = 6;
const BORON = 13;
const BOOTLOADER = 2;
const SYSTEM = 4;
const { put, run } = tempFolder();

interface Answer {
  readonly reachable?: boolean;
  readonly steps: readonly { readonly file: string; readonly verdict?: string; readonly accepted?: boolean | null }[];
  readonly findings: readonly { readonly rule: string; readonly file: string }[];
  readonly notes?: readonly string[];
}

async function answer(...args: readonly string[]): Promise<Answer & { readonly exit: number | null }> {
  const { stdout, code } = await run([...args, '--json']);
  return { ...(JSON.parse(stdout) as Answer), exit: code };
}

/** A Photon's whole flash, as `dfu-util -U` reads it. */
const dump = new Uint8Array(0x100000).fill(0xff);
dump.set(build(released('1.5.2', PHOTON, BOOTLOADER, 0)), 0);
dump.set(build(released('1.5.2', PHOTON, SYSTEM, 1)), 0x20000);
dump.set(build(released('1.5.2', PHOTON, SYSTEM, 2)), 0x60000);
put('DUMP', dump);
put('dump.bin', dump);
// The same bytes with something behind them: a module with a tail.
const tail = new Uint8Array(70_000).fill(7);
put('tail.bin', build({ ...released('1.5.2', PHOTON, BOOTLOADER, 0), trailing: tail }));

const good = build(application('1.5.2', PHOTON, 1, 2));
const flipped = Uint8Array.from(good);
flipped[100] = (flipped[100] ?? 0) ^ 1;
put('flipped.bin', flipped);
/** Other bytes under a right CRC, and the hash of what was built. */
const edited = Uint8Array.from(flipped);
new DataView(edited.buffer).setUint32(edited.length - 4, NODE_TOOLS.crc32(edited.subarray(0, edited.length - 4)));
put('edited.bin', edited);
put('good.bin', good);

const FROM = ['--from', '1.5.2', '--platform', 'photon'] as const;

describe.concurrent('what check refuses is not sent', () => {
  test.each(['DUMP', 'dump.bin'])('%s of the whole flash is no update: it is written as a whole', async (file) => {
    const { stdout } = await run(['plan', ...FROM, file]);
    expect(stdout).toContain(`write ${file} as a whole, with the tool of your programmer`);
    expect(stdout).not.toContain('particle flash');
  });

  test.each([
    ['tail.bin', 'FW203'],
    ['flipped.bin', 'FW201'],
    ['edited.bin', 'FW202'],
  ])('plan: %s alone is refused by %s', async (file, rule) => {
    const { exit, reachable, findings } = await answer('plan', ...FROM, file);
    expect({ exit, reachable }).toEqual({ exit: 1, reachable: false });
    expect(findings.map((one) => one.rule)).toContain(rule);
    const { stdout, code } = await run(['plan', ...FROM, '--commands', 'sh', file]);
    expect({ stdout, code }).toEqual({ stdout: '', code: 1 });
  });

  test('plan: beside a good file it is not sent either, and the run fails', async () => {
    const { exit, steps, findings } = await answer('plan', ...FROM, 'good.bin', 'edited.bin');
    expect(steps.map(({ file }) => file)).toEqual(['good.bin']);
    expect(findings.map(({ file }) => file)).toEqual(['edited.bin']);
    expect(exit).toBe(1);
  });

  test('simulate: what the device would take is held back, what it refuses says so itself', async () => {
    for (const via of ['ota', 'dfu']) {
      const { exit, steps, findings } = await answer('simulate', ...FROM, '--via', via, 'edited.bin', 'good.bin');
      expect(steps.map(({ file }) => file)).toEqual(['good.bin']);
      expect(findings.map(({ file, rule }) => [file, rule])).toEqual([['edited.bin', 'FW202']]);
      expect(exit).toBe(1);
    }
    const refused = await answer('simulate', ...FROM, 'flipped.bin');
    expect(refused.steps).toMatchObject([{ file: 'flipped.bin', accepted: false }]);
    expect(refused.findings).toEqual([]);
    const written = await answer('simulate', ...FROM, '--via', 'dfu', 'flipped.bin');
    expect(written.steps).toEqual([]);
    expect(written.findings.map(({ rule }) => rule)).toEqual(['FW201']);
  });
});

describe.concurrent('sizes against the staging area', () => {
  /** Each of the modules in the file would fit alone. */
  const parts = (release: string) =>
    [1, 2].map((index) => ({ ...released(release, PHOTON, SYSTEM, index), code: 150_000 }));
  put('combined-2.3.1.bin', buildCombinedModule(parts('2.3.1'), NODE_TOOLS));
  put('combined-3.1.0.bin', buildCombinedModule(parts('3.1.0'), NODE_TOOLS));

  test('a file larger than the area is never planned, also where no release compares', async () => {
    for (const [file, release] of [
      ['combined-2.3.1.bin', '2.2.0'],
      ['combined-3.1.0.bin', '3.0.0'],
    ] as const) {
      const from = ['--from', release, '--platform', 'photon'];
      const { exit, reachable } = await answer('plan', ...from, file);
      // What happens where nothing is compared, nobody knows: no way is sure only where the device refuses.
      expect({ file, exit, reachable }).toEqual({ file, exit: release === '3.0.0' ? 1 : 2, reachable: false });
      const { steps, findings } = await answer('simulate', ...from, file);
      expect(findings).toEqual([]);
      expect(steps.map(({ accepted }) => accepted)).toEqual([release === '3.0.0' ? false : null]);
    }
  });
});

describe.concurrent('debug and release builds', () => {
  const zip: { readonly name: string; readonly data: Uint8Array }[] = [];
  for (const [build_, code] of [
    ['release', 1000],
    ['debug', 1100],
  ] as const) {
    for (const [name, description] of [
      ['boron-bootloader', released('4.0.2', BORON, BOOTLOADER, 0)],
      ['boron-system-part1', released('4.0.2', BORON, SYSTEM, 1)],
      ['boron-tinker', application('4.0.2', BORON, 2, 1)],
    ] as const) {
      const mark = build_ === 'debug' ? '+debug' : '';
      zip.push({ name: `boron/${build_}/${name}@4.0.2${mark}.bin`, data: build({ ...description, code }) });
    }
  }
  put('both.zip', buildZip(zip));
  put('debug.zip', buildZip(zip.filter(({ name }) => name.includes('debug'))));
  const BORON_2 = ['--from', '2.0.1', '--platform', 'boron'] as const;
  const isDebug = ({ file }: { readonly file: string }): boolean => file.includes('+debug');

  test('the release build is taken and said; --debug takes the other', async () => {
    const taken = await answer('plan', ...BORON_2, 'both.zip');
    expect(taken.exit).toBe(0);
    expect(taken.steps.length).toBe(2);
    expect(taken.steps.some(isDebug)).toBe(false);
    expect(taken.notes?.join(' ')).toContain('release builds are taken');
    const debug = await answer('plan', ...BORON_2, '--debug', 'both.zip');
    expect(debug.exit).toBe(0);
    expect(debug.steps.length).toBe(2);
    expect(debug.steps.every(isDebug)).toBe(true);
    expect(debug.notes?.join(' ')).toContain('debug builds are taken');
  });

  test('where only one build is there, it is taken', async () => {
    const { exit, steps, notes } = await answer('plan', ...BORON_2, '--to', '4.0.2', 'debug.zip');
    expect(exit).toBe(0);
    expect(steps.length).toBe(2);
    expect(notes?.join(' ')).not.toContain('builds are taken');
  });
});

describe.concurrent('what only lies in the folder, and is not for the device', () => {
  put('mixed/good.bin', good);
  put('mixed/argon.bin', build(application('1.5.0', 12, 1, 1)));
  put('mixed/page.bin', '<!doctype html><title>Not found</title>');
  const asked = ['simulate', ...FROM] as const;

  test('is left aside, and told: the answer is that of the others', async () => {
    const alone = await run([...asked, 'mixed/good.bin']);
    const { code, stdout } = await run([...asked, 'mixed']);
    expect({ code, first: stdout.split('\n')[0] }).toEqual({ code: alone.code, first: alone.stdout.split('\n')[0] });
    expect(stdout).toContain('Left aside: 1 file for other platforms; 1 file that may not be sent: page.bin.');
    const { leftAside, steps } = JSON.parse((await run([...asked, '--json', 'mixed'])).stdout) as {
      leftAside: unknown;
      steps: readonly unknown[];
    };
    expect(leftAside).toEqual({ otherPlatforms: ['mixed/argon.bin'], notSent: ['mixed/page.bin'] });
    expect(steps).toHaveLength(1);
  });

  test('is judged where it is named, and what is for the device is judged where it lies', async () => {
    for (const named of ['mixed/page.bin', 'mixed/argon.bin']) {
      const { code, stdout } = await run([...asked, 'mixed/good.bin', named]);
      expect({ named, code, aside: stdout.includes('Left aside') }).toEqual({ named, code: 1, aside: false });
    }
    put('broken/good.bin', good);
    put('broken/flipped.bin', flipped);
    expect((await run([...asked, 'broken'])).code).toBe(1);
  });
});
