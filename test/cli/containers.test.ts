/** Files as people have them, through the commands: the same answer as for loose modules, and no advice that leads nowhere. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assess, PARTS } from '../../src/assess/assess.js';
import { readInput } from '../../src/cli/input.js';
import { rulesOf } from '../../src/catalog/boards/index.js';
import { releaseRows } from '../../src/catalog/releases.js';
import { slotsIn } from '../../src/catalog/flash-map.js';
import type { Finding } from '../../src/rules/types.js';
import { NODE_TOOLS } from '../../src/source/node-tools.js';
import { dfuSe, dump, gzip, intelHex, lz4, sRecords, tar, withDfuSuffix } from '../support/containers.js';
import type { Piece } from '../support/containers.js';
import { application, build, released } from '../support/fixtures.js';
import { tempFolder } from '../support/temp-folder.js';
import { buildZip } from '../support/zip-builder.js';

const { put, run, path } = tempFolder();
const ARGON = 12;
const BORON = 13;
const PHOTON = 6;
const ELECTRON = 10;

function part(release: string, platform: number, moduleFunction: number, index: number): Piece {
  const description = released(release, platform, moduleFunction, index);
  return { address: description.start, bytes: build(description) };
}

function app(release: string, platform: number, index: number, systemIndex: number): Piece {
  const description = application(release, platform, index, systemIndex);
  return { address: description.start, bytes: build(description) };
}

describe('an Intel HEX for a device restore', () => {
  const MIXED = [part('1.5.0', ARGON, 2, 0), part('1.5.0', ARGON, 4, 1), app('4.0.2', ARGON, 1, 1)];
  put('restore.hex', intelHex(MIXED));
  put('app.hex', intelHex([app('1.5.0', ARGON, 1, 1)]));

  test('its application is too new for its system part: safe mode after the restore', async () => {
    const { code, stdout } = await run(['deps', 'restore.hex']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/SAFE MODE .*would put the device into safe mode: it needs system part 1 >= 4006/s);
    expect(stdout).toMatch(/restore\.hex\s+is an Intel HEX file for argon/);
    expect(stdout).not.toMatch(/onvert it/);
    expect(await run(['check', 'restore.hex'])).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('FW501') as unknown,
    });
  });

  test('every command that judges says what the image is, whatever the platform asked for, by the name that was given', async () => {
    put('images/deep/restore.hex', intelHex(MIXED));
    for (const command of ['deps', 'check', 'audit', 'inspect']) {
      for (const aside of command === 'inspect' ? [[]] : [[], ['--platform', 'photon']]) {
        const { stdout } = await run([command, '--json', ...aside, 'images']);
        const found = JSON.parse(stdout) as { findings: { rule: string; file: string }[] };
        const ofImages = found.findings.filter(({ rule }) => rule === 'FW108').map(({ file }) => file);
        expect(ofImages, command).toEqual(['images/deep/restore.hex']);
      }
    }
    await run(['report', 'images', '-o', 'images.html']);
    const page = readFileSync(`${path}/images.html`, 'utf8').replaceAll('<wbr>', '');
    expect(page).toMatch(/FW108<.*>images\/deep\/restore\.hex</);
  });

  test('one application is judged as its .bin is', async () => {
    expect(await run(['deps', 'app.hex'])).toMatchObject({ code: 0, stderr: '' });
  });

  test('it is no update: simulate and plan write it by a programmer or DFU, and no command offers it', async () => {
    const from = ['--from', '1.5.0', '--platform', 'argon'];
    const { code, stdout } = await run(['simulate', ...from, 'restore.hex']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^argon, Device OS 1\.5\.0, written by a programmer$/m);
    expect(stdout.match(/ accepted$/gm)).toHaveLength(MIXED.length);
    expect(stdout.replace(/\s+/g, ' ')).toContain('SAFE MODE The device stays on 1.5.0, in safe mode');
    expect(stdout).not.toContain('particle flash');
    // DFU does not reach the bootloader.
    expect((await run(['simulate', ...from, '--via', 'dfu', 'restore.hex'])).stdout).toMatch(/^REFUSED {2}1 of 3/m);
    expect(await run(['simulate', ...from, 'restore.hex', 'app.hex'])).toMatchObject({ code: 2, stdout: '' });
    expect(await run(['simulate', ...from, 'app.hex'])).toMatchObject({ code: 0 });
    expect((await run(['simulate', ...from, '--via', 'dfu', 'restore.hex'])).stdout).toContain('safe mode');
    const plan = await run(['plan', ...from, 'restore.hex']);
    expect(plan.code).toBe(1);
    expect(plan.stdout).toMatch(/^ {2}1 {2}write restore\.hex as a whole, with the tool of your programmer$/m);
    expect(plan.stdout.replace(/\s+/g, ' ')).toContain('SAFE MODE The device stays on 1.5.0, in safe mode');
    expect(plan.stdout).not.toContain('particle flash');
    const overDfu = await run(['plan', ...from, '--via', 'dfu', 'restore.hex']);
    expect(overDfu.code).toBe(1);
    expect(overDfu.stdout).toMatch(/BLOCKED {2}restore\.hex!\/0x000f4000: refused: bootloader/);
    expect(overDfu.stdout).toMatch(/^NO WAY {2}Not all of the image is written over DFU\./m);
  });

  test('a plan of an image takes no goal, no other files, and no script that it cannot fill', async () => {
    const from = ['--from', '1.5.0', '--platform', 'argon'];
    for (const [args, words] of [
      [['app.hex', '--to', '1.5.2'], 'leave --to out'],
      [['app.hex', 'restore.hex'], 'plan it by itself'],
      [['app.hex', '--commands', 'sh'], 'no command writes all of app.hex that way'],
      [['app.hex', '--via', 'dfu', '--commands', 'sh'], 'no command writes all of app.hex that way'],
    ] as const) {
      const { code, stdout, stderr } = await run(['plan', ...from, ...args]);
      expect({ code, stdout, said: stderr.replace(/\s+/g, ' ').includes(words) }, args.join(' ')).toEqual({
        code: 2,
        stdout: '',
        said: true,
      });
    }
  });

  test('bytes of flash go over DFU with one command, in the shell that was asked for', async () => {
    const pieces = [part('1.5.2', PHOTON, 4, 1), part('1.5.2', PHOTON, 4, 2), app('1.5.2', PHOTON, 1, 2)];
    put("a user's dump.bin", dump(0x08020000, 0x08100000, pieces));
    const asked = ['plan', '--from', '1.5.2', '--platform', 'photon', '--via', 'dfu', "a user's dump.bin"];
    const command = 'dfu-util -d 2b04:d006 -a 0 -s 0x08020000:leave -D';
    expect(await run([...asked, '--commands', 'sh'])).toMatchObject({
      code: 0,
      stdout: `${command} 'a user'\\''s dump.bin'\n`,
    });
    expect(await run([...asked, '--commands', 'powershell'])).toMatchObject({
      code: 0,
      stdout: `${command} 'a user''s dump.bin'\n`,
    });
    const { stdout } = await run([...asked, '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      reachable: true,
      steps: [{ function: null, command: `${command} 'a user'\\''s dump.bin'` }],
    });
  });

  test('plan and simulate of an image come to the same', async () => {
    const images = { 'restore.hex': 'argon', 'app.hex': 'argon', "a user's dump.bin": 'photon' };
    for (const [file, platform] of Object.entries(images)) {
      for (const release of ['1.5.0', '2.3.0', '3.3.1']) {
        for (const via of ['ota', 'dfu']) {
          const asked = ['--json', '--from', release, '--platform', platform, '--via', via, file];
          const [planned, simulated] = await Promise.all([run(['plan', ...asked]), run(['simulate', ...asked])]);
          const plan = JSON.parse(planned.stdout) as { judgement: string; end?: { mode: string }; reachable: boolean };
          const simulation = JSON.parse(simulated.stdout) as typeof plan & { end: { mode: string } };
          const name = asked.join(' ');
          expect({ name, code: planned.code, judgement: plan.judgement }).toEqual({
            name,
            code: simulated.code,
            judgement: simulation.judgement,
          });
          if (plan.reachable) expect(plan.end?.mode, name).toBe(simulation.end.mode);
        }
      }
    }
  });

  test('a damaged one is named with its line, and is not half read', async () => {
    const text = new TextDecoder().decode(intelHex(MIXED));
    put('damaged.hex', text.replace(/^(:10.*)..$/m, '$100').replace(/^(:10.*)..$/m, '$101'));
    const { code, stdout, stderr } = await run(['deps', 'damaged.hex']);
    expect({ code, said: stderr.includes('Intel HEX, line 2: checksum 0x01') }).toEqual({ code: 2, said: true });
    expect(stdout).not.toContain('system part');
  });
});

describe('a DFU suffix', () => {
  const APP = app('0.7.0', PHOTON, 1, 2).bytes;
  put('suffixed.bin', withDfuSuffix(APP, 0x2b04, 0xd000 + PHOTON));
  put('joined.bin', new Uint8Array([...APP, ...new Uint8Array(16).fill(7)]));

  test('is named and harmless; other bytes behind a module are not', async () => {
    const { code, stdout } = await run(['check', 'suffixed.bin']);
    expect({ code, words: stdout.includes('ends with a DFU suffix (for USB device 2b04:d006)') }).toEqual({
      code: 0,
      words: true,
    });
    expect(stdout).not.toContain('FW203');
    expect((await run(['check', 'joined.bin'])).code).toBe(1);
  });
});

describe('a dump of the whole flash', () => {
  const rules = rulesOf(PHOTON);
  const pieces = [part('0.7.0', PHOTON, 2, 0), part('0.7.0', PHOTON, 4, 1), part('0.6.3', PHOTON, 4, 2)];
  const settings = { address: rules?.dct?.from ?? 0, bytes: new Uint8Array(100) };
  put('photon.bin', dump(rules?.flashStart ?? 0, rules?.flashEnd ?? 0, [...pieces, settings]));
  const whole = [part('0.7.0', PHOTON, 2, 0), part('0.7.0', PHOTON, 4, 1), part('0.7.0', PHOTON, 4, 2)];
  put('no-app.bin', dump(rules?.flashStart ?? 0, rules?.flashEnd ?? 0, whole));

  test('shows every module, and mixed parts', async () => {
    const { code, stdout } = await run(['deps', 'photon.bin']);
    expect(code).toBe(1);
    const said = stdout.replace(/\s+/g, ' ');
    for (const words of [
      'whole flash of a photon',
      'bootloader at ',
      'system part 1 at 207 (0.7.0)',
      'system part 2 at ',
      '0x08004000: DCT (keys and settings of one device)',
    ]) {
      expect(said).toContain(words);
    }
  });

  test('written by a programmer it takes the place of all that was there', async () => {
    const { code, stdout } = await run(['simulate', '--from', '0.6.3', '--platform', 'photon', 'no-app.bin', '--json']);
    const { judgement, end, via } = JSON.parse(stdout) as { judgement: string; end: { mode: string }; via: string };
    // The application of 0.6.3 would run on 0.7.0: it is gone with the rest.
    expect({ code, judgement, mode: end.mode, via }).toEqual({
      code: 1,
      judgement: 'not-ok',
      mode: 'safe-mode',
      via: 'programmer',
    });
  });

  test('is never sent as one file', async () => {
    const { code, stdout } = await run(['plan', '--from', '0.6.3', '--platform', 'photon', 'photon.bin']);
    expect(code).toBe(1);
    expect(stdout).toContain('write photon.bin as a whole, with the tool of your programmer');
    expect(stdout).not.toContain('particle flash');
  });
});

test('a script names only files that are there', async () => {
  const zip = buildZip(
    [1, 2].map((index) => ({
      name: `p${String(index)}.bin`,
      data: Buffer.from(part('0.5.0', ELECTRON, 4, index).bytes),
    })),
  );
  put('parts.zip', zip);
  const { code, stdout, stderr } = await run([
    'plan',
    '--from',
    '0.4.8',
    '--platform',
    'electron',
    '--commands',
    'sh',
    'parts.zip',
  ]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain('unpack it');
});

/** A set as it may lie in one flash: each slot at most once, from any releases, some damaged. */
const sets = fc
  .constantFrom(PHOTON, ELECTRON, ARGON, BORON)
  .chain((platform) => {
    const rows = releaseRows(platform);
    return fc.tuple(
      fc.constant(platform),
      fc.array(fc.tuple(fc.constantFrom(...rows), fc.nat(8), fc.nat(99)), { minLength: 3, maxLength: 8 }),
    );
  })
  .map(([platform, picks]) => {
    const found = new Map<number, Piece>();
    for (const [row, which, damage] of picks) {
      const declared = row.modules.filter((one) =>
        slotsIn(platform, row.system).some(
          (slot) =>
            slot.function === one.function &&
            slot.index === one.index &&
            slot.location === 'internal' &&
            one.function !== 8,
        ),
      );
      const one = declared[which % Math.max(1, declared.length)];
      if (one === undefined) continue;
      // Now and then an application for that release, in the place of its part.
      const isApp =
        which === 0 && slotsIn(platform, row.system).some((slot) => slot.function === 5 && slot.index === 1);
      const piece = isApp
        ? app(row.release, platform, 1, rulesOf(platform)?.validatorIndex ?? 1)
        : part(row.release, platform, one.function, one.index);
      const bytes = piece.bytes.slice();
      if (damage > 85) bytes[bytes.length - 60] = (bytes[bytes.length - 60] ?? 0) ^ 1;
      found.set(piece.address, { address: piece.address, bytes });
    }
    return { platform, pieces: [...found.values()].sort((a, b) => a.address - b.address) };
  })
  .filter(({ pieces }) => pieces.length > 1);

/** What a run says, with names of files replaced by which module they are. */
async function answer(file: string): Promise<unknown> {
  const input = await readInput([`${path}/${file}`], { all: false, hashes: true });
  expect(input.errors).toEqual([]);
  const { files, images } = input;
  const found = assess(files, { parts: PARTS.deps, images });
  const keys = new Map(files.map((one) => [one.file, one.sha256]));
  const plain = (value: unknown): unknown =>
    JSON.parse(
      JSON.stringify(value, (key, one: unknown) =>
        key === 'root' || key === 'archive' ? undefined : typeof one === 'string' ? (keys.get(one) ?? one) : one,
      ),
    );
  const ofModules = (findings: readonly Finding[]): unknown =>
    findings.filter(({ rule }) => !/^FW1(?:08|09|10)$/.test(rule)).map(plain);
  return {
    files: [...keys.values()].sort(),
    findings: ofModules(found.findings.filter(({ set }) => set === null)),
    groups: found.order.map(({ platform, order }, at) =>
      plain({ platform, order, findings: ofModules(found.findings.filter(({ set }) => set === at)) }),
    ),
    failed: found.failed,
  };
}

test('one set of modules has one answer, however it is packed', async () => {
  await fc.assert(
    fc.asyncProperty(sets, async ({ platform, pieces }) => {
      const rules = rulesOf(platform);
      const named = Object.fromEntries(pieces.map(({ bytes }, at) => [`m${String(at)}.bin`, bytes]));
      const zipped = buildZip(Object.entries(named).map(([name, data]) => ({ name, data: Buffer.from(data) })));
      put('law/set.zip', zipped);
      put('law/set.hex', intelHex(pieces));
      put('law/set.srec', sRecords(pieces));
      put('law/set.dfu', dfuSe(pieces));
      put('law/set.bin', dump(rules?.flashStart ?? 0, rules?.flashEnd ?? 0, pieces));
      put('law/set.tar.gz', gzip(await tar(named)));
      put('law/set.tar.lz4', lz4(await tar(named)));
      put('law/set.hex.gz', gzip(intelHex(pieces)));
      const wanted = await answer('law/set.zip');
      for (const other of ['set.hex', 'set.srec', 'set.dfu', 'set.tar.gz', 'set.tar.lz4', 'set.hex.gz']) {
        expect(await answer(`law/${other}`), other).toEqual(wanted);
      }
      // A dump does not say where it was read: without two sound modules nothing does.
      const sound = pieces.filter(({ bytes }) => isSound(bytes));
      if (sound.length > 1) expect(await answer('law/set.bin'), 'a dump').toEqual(wanted);
    }),
    { numRuns: 40 },
  );
});

function isSound(bytes: Uint8Array): boolean {
  return (
    NODE_TOOLS.crc32(bytes.subarray(0, -4)) ===
    new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 4).getUint32(0)
  );
}

test('commands for people name a file of an archive as it is after unpacking, and say out of what', async () => {
  const [boot, system] = [part('4.2.0', BORON, 2, 0), part('4.2.0', BORON, 4, 1)].map(({ bytes }) =>
    Buffer.from(bytes),
  );
  if (boot === undefined || system === undefined) throw new Error('no modules');
  put(
    'boron.zip',
    buildZip([
      { name: 'fw/boot.bin', data: boot },
      { name: 'fw/system.bin', data: system },
    ]),
  );
  put('device.json', readFileSync('fixtures/devices/boron-4.0.2-describe.json'));
  const device = ['--device', 'device.json'];
  for (const words of [
    ['plan', ...device, 'boron.zip'],
    ['verify', ...device, 'boron.zip'],
  ]) {
    const { stdout } = await run(words);
    expect(stdout).toMatch(/particle flash DEVICE fw\/boot\.bin$/m);
    expect(stdout).toContain('unpack here first: boron.zip; particle flash takes no file from within an archive');
  }
});
