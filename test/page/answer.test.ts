import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { answerTo } from '../../src/page/answer.js';
import { EXAMPLES } from '../../src/page/examples.js';
import { fleetCsv, fleetRows } from '../../src/page/fleet.js';
import type { Choices, View } from '../../src/page/messages.js';
import { readGiven } from '../../src/page/read.js';
import type { Read } from '../../src/page/read.js';
import { rulePart } from '../../src/page/rules.js';
import { viewOf } from '../../src/page/view.js';
import { readFirmwareFile } from '../../src/assess/file.js';
import { RULES } from '../../src/rules/registry.js';
import { intelHex } from '../support/containers.js';
import { application, build, released } from '../support/fixtures.js';
import { NODE_TOOLS } from '../../src/source/node-tools.js';

const NO_CHOICES: Choices = { way: 'ota', platform: null, from: '' };
const fixture = (path: string): Buffer =>
  readFileSync(fileURLToPath(new URL(`../../fixtures/${path}`, import.meta.url)));

interface Gift {
  readonly name: string;
  readonly content: Uint8Array | string;
}

async function readAll(gifts: readonly Gift[]): Promise<ReadonlyMap<number, Read>> {
  const reads = gifts.map(async ({ name, content }, id): Promise<[number, Read]> => {
    const blob = new Blob([content]);
    return [id, await readGiven({ kind: 'file', id, name, root: name, inFolder: false, content: blob })];
  });
  return new Map(await Promise.all(reads));
}

async function view(gifts: readonly Gift[], choices: Partial<Choices> = {}): Promise<View> {
  const reads = await readAll(gifts);
  return viewOf(answerTo([...reads.values()], { ...NO_CHOICES, ...choices }), reads);
}

const htmlOf = ({ sections }: View): string => sections.map(({ html }) => html).join('');

describe('an image of flash', () => {
  const restore = (app: string): Gift => {
    const of = (description: Parameters<typeof build>[0]) => ({
      address: description.start,
      bytes: build(description),
    });
    const system = [released('1.5.0', 12, 2, 0), released('1.5.0', 12, 4, 1)].map(of);
    return { name: 'restore.hex', content: intelHex([...system, of(application(app, 12, 1, 1))]) };
  };

  test.each([
    ['1.5.0', 'ota', 'ok', 'by a programmer: then the application runs'],
    ['4.0.2', 'ota', 'not-ok', 'by a programmer: then safe mode'],
    ['1.5.0', 'dfu', 'not-ok', 'over DFU: then the application runs; not all of it gets to flash'],
  ] as const)('with an application for %s, %s', async (app, way, judgement, words) => {
    const { judgements, lines } = await view([restore(app)], { from: '1.5.0', platform: 12, way });
    expect(judgements.plan).toBe(judgement);
    expect(lines.join(' ')).toContain(`restore.hex is an image of flash, written as a whole, ${words}`);
  });

  test('beside other files it is asked about alone', async () => {
    const app = { name: 'app.bin', content: build(application('1.5.0', 12, 1, 1)) };
    const { judgements, lines } = await view([restore('1.5.0'), app], { from: '1.5.0', platform: 12 });
    expect(judgements.plan).toBeNull();
    expect(lines.join(' ')).toContain('ask about it without other files');
  });
});

describe('the examples', () => {
  const PATHS = [
    'electron-0.5.0/system-part2-0.5.0-electron.bin',
    'electron-0.5.0/system-part1-0.5.0-electron.bin',
    'electron-0.5.0/app-for-0.5.0.bin',
    'electron-0.6.4/system-part1-0.6.4-electron.bin',
    'bad/page.bin',
    null,
    null,
    'boron-4.2.0/boron-bootloader@4.2.0.bin',
    'boron-4.2.0/boron-system-part1@4.2.0.bin',
    'boron-4.2.0/app-256k-for-4.2.0.bin',
  ];

  test('are the fixtures, byte for byte', () => {
    const contents = EXAMPLES.flatMap(({ files }) => files().map(({ content }) => content));
    expect(contents).toHaveLength(PATHS.length);
    for (const [at, path] of PATHS.entries()) {
      if (path !== null) expect(Buffer.from(contents[at] ?? ''), path).toEqual(fixture(path));
    }
  });

  test.each([
    [0, 'ok', 'Flash in this order', ['system-part1', 'system-part2', 'app-for']],
    [1, 'not-ok', 'Do not flash', []],
    [2, 'ok', 'Flash in this order', ['bootloader', 'system-part1', 'app-256k']],
  ] as const)('number %i', async (at, judgement, label, steps) => {
    const example = EXAMPLES[at];
    const found = await view(example?.files() ?? [], example?.choices);
    expect(found).toMatchObject({ judgement, label });
    const text = found.sections.find(({ id }) => id === 'steps')?.html ?? '';
    const files = [...text.matchAll(/<h3>(.*?)<\/h3>/g)].map(([, name = '']) => name.replace(/<[^>]*>/g, ''));
    expect(
      files.map((name, index) => name.startsWith(steps[index] ?? '?') || name.includes(steps[index] ?? '?')),
    ).toEqual(steps.map(() => true));
  });
});

describe('what was read', () => {
  test('is what Node reads, hashes included', async () => {
    for (const path of ['electron-0.5.0/app-for-0.5.0.bin', 'odd/combined.bin', 'odd/compressed.bin', 'bad/page.bin']) {
      const [read] = (await readAll([{ name: 'x.bin', content: fixture(path) }])).values();
      const { payloadSha256: _p, ...expected } = readFirmwareFile('x.bin', fixture(path), NODE_TOOLS, {
        root: 'x.bin',
      });
      expect(read?.files, path).toMatchObject([expected]);
    }
  });

  test('is a report by its name or its content, and never a page of a server', async () => {
    const html = { name: 'list.json', content: '<!DOCTYPE html><html></html>' };
    const report = { name: 'download.bin', content: fixture('devices/boron-4.0.2-describe.json') };
    const message = { name: 'app.bin', content: '{"ok":false,"error":"not found"}' };
    const reads = [...(await readAll([html, report, message])).values()];
    expect(reads.map(({ device }) => device !== null)).toEqual([false, true, false]);
  });
});

describe('the view', () => {
  test('says why beside the answer', async () => {
    const found = await view([
      { name: 'part2.bin', content: fixture('electron-0.5.0/system-part2-0.5.0-electron.bin') },
      { name: 'app.bin', content: fixture('electron-0.6.4/app-for-0.6.4.bin') },
    ]);
    expect(found).toMatchObject({ judgement: 'not-ok', label: 'Do not flash' });
    expect(found.lines.join('\n')).toMatch(/app\.bin would put the device into safe mode/);
    expect(found.sections.map(({ id }) => id)).not.toContain('steps');
  });

  test('of nothing but a device tells how it starts', async () => {
    const found = await view([{ name: 'event.json', content: fixture('devices/electron-0.5.3-safe-mode-event.json') }]);
    expect(found).toMatchObject({ judgement: 'not-ok', label: 'This electron is in safe mode' });
    expect(found.sections.map(({ id }) => id)).toEqual(['device']);
  });

  test('asks for the platform where a list names none, and takes the answer', async () => {
    const gifts = [
      { name: 'part.bin', content: fixture('boron-4.2.0/boron-system-part1@4.2.0.bin') },
      { name: 'list.csv', content: 'device id,system firmware version\n0123456789abcdef01234567,4.0.2\n' },
    ];
    expect((await view(gifts)).asks.platform.length).toBeGreaterThan(5);
    const chosen = await view(gifts, { platform: 13 });
    expect(JSON.stringify(chosen)).not.toMatch(/of which platform it is/);
  });

  test('holds hostile names and contents as text, and no style attribute', async () => {
    const hostile = '<img src=x onerror=alert(1)>\u202e"\'.bin';
    const found = await view([
      { name: hostile, content: fixture('electron-0.5.0/system-part1-0.5.0-electron.bin') },
      { name: `${hostile}2`, content: '<!DOCTYPE html><script>alert(1)</script>' },
      { name: '<b>.json', content: JSON.stringify({ p: 10, m: [{ f: '<i>', n: '<u>', v: 1 }] }) },
    ]);
    const html = htmlOf(found);
    expect(html).toContain('&#60;img');
    expect(html).not.toMatch(/<(?:img|script|i|u)\b/);
    expect(html).not.toMatch(/\sstyle=/);
    expect(html).not.toContain('\u202e');
  });
});

describe('a fleet', () => {
  test('is filtered as its document is', async () => {
    const gifts = [
      { name: 'part.bin', content: fixture('boron-4.2.0/boron-system-part1@4.2.0.bin') },
      { name: 'fleet.csv', content: fixture('fleet/fleet.csv') },
    ];
    const answer = answerTo([...(await readAll(gifts)).values()], NO_CHOICES);
    const all = fleetRows(answer, { outcome: null, text: '' }, 100);
    expect(all.matching).toBeGreaterThan(2);
    expect(fleetRows(answer, { outcome: null, text: '' }, 1)).toMatchObject({ shown: 1, matching: all.matching });
    const one = fleetRows(answer, { outcome: null, text: '000001' }, 100);
    expect(one.matching).toBe(1);
    const lines = fleetCsv(answer, { outcome: null, text: '000001' }).trimEnd().split('\n');
    expect(lines.filter((line) => line.includes('e00fce'))).toHaveLength(1);
    expect(fleetRows(answer, { outcome: 'run', text: '' }, 100).matching).toBe(0);
  });
});

test('every rule has its page, and what is none has not', () => {
  for (const { id, title } of RULES) expect(rulePart(id)?.title, id).toBe(`${id}: ${title}`);
  expect(rulePart('FW000')).toBeNull();
});
