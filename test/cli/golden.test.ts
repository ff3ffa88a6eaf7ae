/**
 * The whole output of the command, compared to the letter with the files in `golden/`. Every case is run inside the
 * process of the test (see `test/support/command.ts`); every third of them has a process of its own as well, which has
 * to give the same.
 *
 * A wanted change of words or layout: `UPDATE_GOLDEN=1 npx vitest run test/cli/golden.test.ts`, then read the difference.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fwinspect, fwinspectProcess } from '../support/command.js';
import type { Outcome } from '../support/command.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = fileURLToPath(new URL('golden/', import.meta.url));
const update = process.env.UPDATE_GOLDEN === '1';

const inFolder = (name: string): readonly string[] =>
  readdirSync(join(root, 'fixtures', name))
    .sort()
    .map((file) => `fixtures/${name}/${file}`);

const E048 = ['simulate', '--from', '0.4.8', '--platform', 'electron'];
const PART_1 = 'fixtures/electron-0.5.0/system-part1-0.5.0-electron.bin';
const PART_2 = 'fixtures/electron-0.5.0/system-part2-0.5.0-electron.bin';
const APP = 'fixtures/electron-0.5.0/app-for-0.5.0.bin';
const APP_256K = 'fixtures/boron-4.2.0/app-256k-for-4.2.0.bin';
const device = (name: string): readonly string[] => ['simulate', '--device', `fixtures/devices/${name}`];

const CASES: readonly (readonly [name: string, args: readonly string[]])[] = [
  ['fleet', ['fleet', 'fixtures/fleet/cli-product-device-list.json']],
  ['fleet-all-to', ['fleet', '--to', '6.2.0', 'fixtures/fleet']],
  [
    'fleet-to-json',
    ['fleet', '--json', '--to', '4.2.0', '--firmware', 'fixtures/boron-4.2.0', 'fixtures/fleet/fleet.csv'],
  ],
  [
    'fleet-to-markdown',
    [
      ...['fleet', '--format', 'markdown', '--to', '4.2.0', '--firmware', 'fixtures/boron-4.2.0'],
      'fixtures/fleet/events.ndjson',
    ],
  ],
  ['deps-electron-0.5.0', ['deps', ...inFolder('electron-0.5.0')]],
  ['deps-electron-0.5.0-json', ['deps', '--json', ...inFolder('electron-0.5.0')]],
  ['deps-electron-0.5.0-quiet', ['deps', '-q', ...inFolder('electron-0.5.0')]],
  ['deps-electron-0.6.4', ['deps', 'fixtures/electron-0.6.4']],
  ['deps-electron-0.6.4-verbose', ['deps', '-v', 'fixtures/electron-0.6.4']],
  ['deps-photon-0.7.0', ['deps', 'fixtures/photon-0.7.0']],
  ['deps-photon-0.7.0-json', ['deps', '--json', 'fixtures/photon-0.7.0']],
  ['deps-argon-1.5.0', ['deps', 'fixtures/argon-1.5.0']],
  ['deps-argon-1.5.0-json', ['deps', '--json', 'fixtures/argon-1.5.0']],
  ['deps-boron-4.2.0', ['deps', 'fixtures/boron-4.2.0']],
  ['deps-p2-5.8.0', ['deps', 'fixtures/p2-5.8.0']],
  ['deps-two-platforms', ['deps', 'fixtures/photon-0.7.0', 'fixtures/boron-4.2.0']],
  ['deps-set-aside', ['deps', '--platform', 'photon', 'fixtures/photon-0.7.0', 'fixtures/boron-4.2.0']],
  [
    'deps-refused',
    [
      'deps',
      'fixtures/electron-0.5.0/system-part1-0.5.0-electron.bin',
      'fixtures/electron-0.5.0/system-part2-0.5.0-electron.bin',
      'fixtures/electron-0.6.4/app-for-0.6.4.bin',
    ],
  ],
  ['deps-bad', ['deps', 'fixtures/bad']],
  ['deps-bad-json', ['deps', '--json', 'fixtures/bad']],
  ['deps-bad-quiet', ['deps', '-q', 'fixtures/bad']],
  ['deps-odd', ['deps', 'fixtures/odd']],
  ['deps-missing', ['deps', 'fixtures/photon-0.7.0', 'fixtures/none.bin']],
  ['inspect-application', ['inspect', 'fixtures/electron-0.5.0/app-for-0.5.0.bin']],
  ['inspect-application-json', ['inspect', '--json', 'fixtures/electron-0.5.0/app-for-0.5.0.bin']],
  ['inspect-application-verbose', ['inspect', '-v', 'fixtures/electron-0.5.0/app-for-0.5.0.bin']],
  ['inspect-p2', ['inspect', 'fixtures/p2-5.8.0']],
  ['inspect-all', ['inspect', 'fixtures']],
  ['inspect-good-table', ['inspect', 'fixtures/boron-4.2.0', 'fixtures/electron-0.6.4']],
  ['inspect-odd', ['inspect', '-v', 'fixtures/odd']],
  ['inspect-odd-json', ['inspect', '--json', 'fixtures/odd']],
  ['inspect-bad', ['inspect', 'fixtures/bad']],
  ['inspect-bad-verbose', ['inspect', '-v', 'fixtures/bad']],
  ['inspect-bad-json', ['inspect', '--json', 'fixtures/bad']],
  ['versions-number', ['versions', '1213']],
  ['versions-release', ['versions', '1.2.1']],
  ['versions-range', ['versions', '>=1.5 <2']],
  ['versions-range-boron', ['versions', '>=1.5 <2', '--platform', 'boron']],
  ['versions-range-boron-json', ['versions', '>=1.5 <1.5.2', '--platform', 'boron', '--json']],
  ['versions-bootloader', ['versions', '501', '--bootloader']],
  ['versions-nearest-pre-release', ['versions', '0.4.8', '--platform', 'electron']],
  ['versions-nearest-pre-release-json', ['versions', '0.4.8', '--platform', 'electron', '--json']],
  ['versions-between', ['versions', '5550']],
  ['versions-above', ['versions', '65535']],
  ['versions-gap', ['versions', '1104']],
  ['versions-all-p2', ['versions', '--platform', 'p2']],
  ['versions-unknown', ['versions', '0.4.99']],
  ['simulate-parts', [...E048, PART_1, PART_2]],
  ['simulate-parts-json', [...E048, '--json', PART_1, PART_2]],
  ['simulate-parts-verbose', [...E048, '-v', PART_1, PART_2]],
  ['simulate-parts-quiet', [...E048, '-q', PART_1, PART_2]],
  ['simulate-refused', [...E048, PART_2]],
  ['simulate-refused-json', [...E048, '--json', PART_2]],
  ['simulate-refused-quiet', [...E048, '-q', PART_2]],
  ['simulate-refused-verbose', [...E048, '-v', PART_2]],
  ['simulate-wrong-order', [...E048, PART_2, PART_1]],
  ['simulate-safe-mode', [...E048, APP]],
  ['simulate-safe-mode-json', [...E048, '--json', APP]],
  ['simulate-serial', [...E048, '--via', 'serial', 'fixtures/electron-0.5.0']],
  ['simulate-usb', [...E048, '--via', 'usb', PART_1]],
  ['simulate-dfu', [...E048, '--via', 'dfu', 'fixtures/electron-0.5.0']],
  ['simulate-no-app', [...E048, '--no-app', PART_1]],
  ['simulate-own-app', [...E048, '--app', APP, PART_1]],
  ['simulate-wrong-platform', ['simulate', '--from', '0.5.0', '--platform', 'photon', 'fixtures/electron-0.5.0']],
  ['simulate-no-module', [...E048, 'fixtures/bad/page.bin']],
  ['simulate-one-no-module', [...E048, PART_1, 'fixtures/bad/page.bin']],
  ['simulate-one-no-module-json', [...E048, '--json', PART_1, 'fixtures/bad/page.bin']],
  ['simulate-damaged', [...E048, 'fixtures/bad/bit-flipped.bin']],
  ['simulate-missing', [...E048, PART_1, 'fixtures/none.bin']],
  ['simulate-usage-json', ['simulate', '--json', '--form', '0.4.8', PART_1]],
  ['simulate-downgrade', ['simulate', '--from', '0.6.4', PART_1]],
  ['simulate-photon', ['simulate', '--from', '0.6.3', 'fixtures/photon-0.7.0']],
  ['simulate-argon', ['simulate', '--from', '1.4.4', 'fixtures/argon-1.5.0']],
  ['simulate-boron', ['simulate', '--from', '4.0.0', 'fixtures/boron-4.2.0']],
  ['simulate-bundle', ['simulate', '--from', '4.2.0', 'fixtures/odd/bundle.zip']],
  ['simulate-p2', ['simulate', '--from', '5.3.0', 'fixtures/p2-5.8.0']],
  ['simulate-device-argon', [...device('argon-1.5.2-console-tree.txt'), 'fixtures/argon-1.5.0']],
  ['simulate-device-boron-quoted', [...device('boron-2.0.0-quoted.txt'), 'fixtures/boron-4.2.0']],
  ['simulate-device-boron', [...device('boron-4.0.2-describe.json'), 'fixtures/boron-4.2.0']],
  ['simulate-device-electron', [...device('electron-0.5.3-safe-mode-event.json'), 'fixtures/electron-0.6.4']],
  ['simulate-device-electron-json', [...device('electron-0.5.3-safe-mode-event.json'), '--json', PART_1]],
  ['simulate-device-msom', [...device('msom-6.2.0-particle-usb.json'), 'fixtures/p2-5.8.0/app-for-5.8.0.bin']],
  ['simulate-device-p2', [...device('p2-5.8.0-new-layout.txt'), 'fixtures/p2-5.8.0']],
  ['simulate-device-photon', [...device('photon-0.7.0-bootloader-old.txt'), 'fixtures/photon-0.7.0']],
  ['plan-electron', ['plan', '--from', '0.4.8', '--platform', 'electron', 'fixtures/electron-0.5.0']],
  ['plan-electron-json', ['plan', '--json', '--from', '0.4.8', '--platform', 'electron', 'fixtures/electron-0.5.0']],
  ['plan-electron-quiet', ['plan', '-q', '--from', '0.4.8', '--platform', 'electron', 'fixtures/electron-0.5.0']],
  ['plan-electron-serial', ['plan', '--via', 'serial', '--from', '0.4.8', '--platform', 'electron', PART_1, PART_2]],
  [
    'plan-electron-safe-mode',
    ['plan', '--device', 'fixtures/devices/electron-0.5.3-safe-mode-event.json', 'fixtures/electron-0.6.4'],
  ],
  ['plan-safe-mode-at-the-end', ['plan', '--from', '0.4.8', '--platform', 'electron', APP]],
  ['plan-safe-mode-at-the-end-json', ['plan', '--json', '--from', '0.4.8', '--platform', 'electron', APP]],
  ['plan-bundle', ['plan', '--from', '6.2.0', 'fixtures/odd/bundle.zip']],
  ['plan-unreachable', ['plan', '--from', '0.4.8', '--platform', 'electron', 'fixtures/electron-0.6.4']],
  ['plan-unreachable-json', ['plan', '--json', '--from', '0.4.8', '--platform', 'electron', 'fixtures/electron-0.6.4']],
  [
    'plan-ladder',
    [
      'plan',
      '--from',
      '0.5.3',
      '--to',
      '0.6.4',
      '--platform',
      'electron',
      'fixtures/electron-0.5.0',
      'fixtures/electron-0.6.4',
    ],
  ],
  [
    'plan-over-budget',
    ['plan', '--budget', '4KB', '--from', '0.4.8', '--platform', 'electron', 'fixtures/electron-0.5.0'],
  ],
  ['simulate-refused-serial', [...E048, '--via', 'serial', PART_2]],
  [
    'verify-events-argon',
    [
      'verify',
      '--device',
      'fixtures/devices/argon-1.5.2-console-tree.txt',
      '--events',
      'fixtures/events/boron-4.0.2-broken-off.txt',
      'fixtures/argon-1.5.0',
    ],
  ],
  [
    'verify-refused-serial-json',
    [
      'verify',
      '--json',
      '--via',
      'serial',
      '--device',
      'fixtures/devices/electron-0.5.3-safe-mode-event.json',
      'fixtures/electron-0.6.4',
    ],
  ],
  ['plan-photon', ['plan', '--from', '0.6.3', 'fixtures/photon-0.7.0']],
  ['plan-photon-dfu', ['plan', '--from', '0.6.3', '--via', 'dfu', 'fixtures/photon-0.7.0']],
  ['plan-argon-dfu', ['plan', '--from', '1.4.0', '--via', 'dfu', 'fixtures/argon-1.5.0']],
  ['plan-boron-device', ['plan', '--device', 'fixtures/devices/boron-4.0.2-describe.json', 'fixtures/boron-4.2.0']],
  [
    'plan-boron-commands',
    [
      'plan',
      '--commands',
      'powershell',
      '--device',
      'fixtures/devices/boron-4.0.2-describe.json',
      'fixtures/boron-4.2.0',
    ],
  ],
  ['plan-p2', ['plan', '--from', '5.3.0', 'fixtures/p2-5.8.0']],
  ['plan-nothing-to-do', ['plan', '--from', '0.5.0', '--platform', 'electron', PART_1, PART_2]],
  ['plan-wrong-platform', ['plan', '--from', '0.6.3', '--platform', 'photon', 'fixtures/boron-4.2.0']],
  ['verify-landed', ['verify', '--device', 'fixtures/devices/boron-4.2.0-describe.json', 'fixtures/boron-4.2.0']],
  ['verify-missing', ['verify', '--device', 'fixtures/devices/boron-4.0.2-describe.json', 'fixtures/boron-4.2.0']],
  [
    'verify-events',
    [
      'verify',
      '--device',
      'fixtures/devices/boron-4.0.2-describe.json',
      '--events',
      'fixtures/events/boron-4.0.2-broken-off.txt',
      'fixtures/boron-4.2.0',
    ],
  ],
  [
    'verify-before-after-json',
    [
      'verify',
      '--json',
      '--device',
      'fixtures/devices/boron-4.0.2-describe.json',
      '--device',
      'fixtures/devices/boron-4.2.0-describe.json',
      'fixtures/boron-4.2.0',
    ],
  ],
  [
    'verify-refused',
    ['verify', '--device', 'fixtures/devices/electron-0.5.3-safe-mode-event.json', 'fixtures/electron-0.6.4'],
  ],
  ['check-too-new', ['check', APP, '--platform', 'electron', '--min-os', '0.4.8']],
  ['check-too-new-json', ['check', '--json', APP, '--platform', 'electron', '--min-os', '0.4.8']],
  ['check-too-new-verbose', ['check', '-v', APP, '--platform', 'electron', '--min-os', '0.4.8']],
  ['check-set', ['check', 'fixtures/electron-0.5.0']],
  ['check-bad', ['check', 'fixtures/bad']],
  ['check-bad-quiet', ['check', '-q', 'fixtures/bad']],
  [
    'check-device',
    ['check', '--device', 'fixtures/devices/boron-4.0.2-describe.json', 'fixtures/boron-4.2.0/app-256k-for-4.2.0.bin'],
  ],
  ['help-check', ['help', 'check']],
  ['help', ['--help']],
  ['help-plan', ['help', 'plan']],
  ['help-verify', ['help', 'verify']],
  ['help-fleet', ['help', 'fleet']],
  ['help-deps', ['help', 'deps']],
  ['help-inspect', ['help', 'inspect']],
  ['help-simulate', ['help', 'simulate']],
  ['help-versions', ['help', 'versions']],
  ['help-rollout', ['help', 'rollout']],
  ['rollout-device-os-first', ['rollout', APP_256K, '--from', '2.3.1', '--with', 'fixtures/boron-4.2.0']],
  ['rollout-range', ['rollout', APP_256K, '--target-os', '>=2.3.1 <5.0.0', '--max-safe-mode', '5%']],
  ['rollout-range-json', ['rollout', '--json', APP_256K, '--target-os', '>=4.0.2 <=4.1.0', '--max-ota', '2MB']],
  ['rollout-single', ['rollout', APP_256K, '--from', '4.1.0', '--single', '--with', 'fixtures/boron-4.2.0']],
  [
    'rollout-device',
    ['rollout', APP_256K, '--device', 'fixtures/devices/boron-4.0.2-describe.json', '--with', 'fixtures/boron-4.2.0'],
  ],
  ['rollout-no-application', ['rollout', 'fixtures/boron-4.2.0/boron-bootloader@4.2.0.bin', '--from', '4.1.0']],
];

function asText({ code, stdout, stderr }: Outcome): string {
  return `${stdout}${stderr === '' ? '' : `--- standard error ---\n${stderr}`}--- exit ${String(code)} ---\n`;
}

describe.concurrent('golden output', () => {
  test.each(CASES)('%s', async (name, args) => {
    const outcome = await fwinspect(args, { cwd: root });
    const found = asText(outcome);
    const file = join(folder, `${name}.txt`);
    if (update) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(file, found);
    }
    expect(existsSync(file), `${name}.txt is missing; UPDATE_GOLDEN=1 writes it`).toBe(true);
    expect(found).toBe(readFileSync(file, 'utf8'));
    expect(found).not.toContain(root);
    if (isJudged(args)) expect(saysOk(args, outcome.stdout)).toBe(outcome.code === 0);
    if (args.includes('--json')) expect(JSON.parse(outcome.stdout)).toHaveProperty('schema');
    else expect(badLines(outcome.stdout)).toEqual([]);
  });
});

describe.concurrent('the same from a process of its own', () => {
  test.each(CASES.filter((_, at) => at % 3 === 0))('%s', async (name, args) => {
    const outcome = await fwinspectProcess(args, { cwd: root });
    expect(asText(outcome)).toBe(readFileSync(join(folder, `${name}.txt`), 'utf8'));
  });
});

const JUDGING = ['deps', 'check', 'audit', 'simulate', 'plan', 'verify'];

/** A script has no place for a judgement. */
function isJudged(args: readonly string[]): boolean {
  return JUDGING.includes(args[0] ?? '') && !args.includes('--commands');
}

/** Whether the answer says OK: by its judgement, or by its last words. */
function saysOk(args: readonly string[], stdout: string): boolean {
  if (args.includes('--json')) return (JSON.parse(stdout) as { judgement: string }).judgement === 'ok';
  return /^OK( |$)/m.test(stdout);
}

/** Lines for people that are too wide, or end with a space. */
function badLines(text: string): readonly string[] {
  return text.split('\n').filter((line) => line.length > 100 || line.endsWith(' '));
}

test('every golden file belongs to a case', () => {
  expect(readdirSync(folder).sort()).toEqual(CASES.map(([name]) => `${name}.txt`).sort());
});

describe.concurrent('the order of the arguments does not show', () => {
  const sets: readonly (readonly [name: string, files: readonly string[]])[] = [
    ['electron-0.5.0', inFolder('electron-0.5.0')],
    ['electron-0.6.4', inFolder('electron-0.6.4')],
    ['argon-1.5.0', inFolder('argon-1.5.0')],
    ['photon-0.7.0', inFolder('photon-0.7.0')],
    ['everything that is wrong', [...inFolder('bad'), 'fixtures/none.bin', 'fixtures/nothing-*.bin']],
    ['everything that is odd', inFolder('odd')],
    ['folders', ['fixtures/electron-0.5.0', 'fixtures/boron-4.2.0', 'fixtures/odd', 'fixtures']],
  ];
  const orders = (files: readonly string[]): readonly (readonly string[])[] => [
    files.toReversed(),
    files.toSorted((a, b) => (a.slice(-8) < b.slice(-8) ? -1 : 1)),
    files
      .flatMap((_, at) => files.slice(at, at + 1))
      .toSpliced(0, 1)
      .concat(files.slice(0, 1)),
  ];
  test.each(sets)('%s', async (_name, files) => {
    for (const format of [['-v'], ['--json']]) {
      const first = await fwinspect(['deps', ...format, ...files], { cwd: root });
      for (const order of orders(files)) {
        expect(await fwinspect(['deps', ...format, ...order], { cwd: root })).toEqual(first);
      }
    }
  });
});
