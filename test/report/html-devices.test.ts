/** The devices in the HTML report: whatever a list says, the page stays valid and says nothing that the list did not. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readFirmwareFile } from '../../src/assess/file.js';
import { beginReportedDevices } from '../../src/assess/reported-devices.js';
import { devicesPart } from '../../src/report/html-devices.js';
import { htmlReport } from '../../src/report/html.js';
import { gatherNotes, readerOf } from '../../src/report/read-devices.js';
import { NODE_TOOLS, sha256Hex } from '../../src/source/node-tools.js';
import { FIXTURES } from '../support/fixtures.js';
import { hostileNames } from './html-samples.js';
import { complaints } from '../support/html-complaints.js';

const FILES = FIXTURES.filter(({ path }) => path.startsWith('boron-4.2.0/')).map(({ path, bytes }) =>
  readFirmwareFile(path, bytes(), NODE_TOOLS),
);

/** The page about a list of devices, under the name of its file. */
function pageOf(list: string, file = 'list.json', to?: string): string {
  const open = beginReportedDevices(FILES, { platform: null, to });
  const notes = gatherNotes();
  const reader = readerOf(file, { platform: null, sink: open.add, notes });
  reader.add(list);
  reader.end();
  const part = devicesPart(open.end(), notes.words());
  return htmlReport({ title: 'x', folder: '', order: [], files: [], setAside: [], findings: [] }, sha256Hex, part);
}

const idOf = (at: number): string => `e00fce68${at.toString(16).padStart(16, '0')}`;
const row = (at: number, release: string, more: object = {}): string =>
  JSON.stringify({
    id: idOf(at),
    platform_id: 13,
    product_id: 7,
    firmware_version: 1,
    system_firmware_version: release,
    ...more,
  });

const tags = (html: string): readonly string[] =>
  [...html.matchAll(/<(\/?[a-z][a-z0-9]*)[\s/>]/gi)].map(([, name]) => name ?? '').filter((name) => name !== 'wbr');

const cells = (html: string, label: string): readonly string[] =>
  [...html.matchAll(new RegExp(`data-label="${label}"[^>]*>(.*?)</td>`, 'gs'))].map(([, cell = '']) =>
    cell
      .replace(/<br \/>/g, ' ')
      .replace(/<[^>]*>/g, '')
      .trim(),
  );

describe('the devices of a report', () => {
  test('each group has its platform, release, share, product and way, and what is sent to it', () => {
    const html = pageOf(
      [row(1, '4.2.0'), row(2, '4.0.2'), row(3, '4.0.2'), row(4, '2.3.1')].join('\n'),
      'list',
      '4.2.0',
    );
    expect(complaints(html)).toEqual([]);
    expect(html).toContain('<h3>boron: 4 devices</h3>');
    expect(cells(html, 'Device OS')).toEqual(['2.3.1', '4.0.2', '4.2.0']);
    expect(cells(html, 'Share')).toEqual([]);
    expect(cells(html, 'Over the air to 4.2.0').at(-1)).toBe('there');
    expect(cells(html, 'Firmware')).toEqual(['product 7 version 1']);
    expect([...cells(html, 'Which')].sort()).toEqual([idOf(1), `${idOf(2)}, ${idOf(3)}`, idOf(4)].sort());
    expect(cells(html, 'What is sent').some((one) => one.startsWith('Device OS first, then the application'))).toBe(
      true,
    );
    expect(cells(html, 'End').every((one) => one.includes('medium confidence'))).toBe(true);
  });

  test('of a hundred devices the shares are told', () => {
    const list = Array.from({ length: 100 }, (_, at) => row(at, at < 25 ? '4.2.0' : '4.0.2')).join('\n');
    expect(cells(pageOf(list), 'Share')).toEqual(['75 %', '25 %']);
  });

  test('what cannot be judged or read is told with its reason', () => {
    const html = pageOf([row(1, '4.2.0'), row(2, '99.9.9'), '{"no":"device"}'].join('\n'));
    expect(complaints(html)).toEqual([]);
    expect(html).toContain('<h3>What to do</h3>');
    expect(html).toContain('<h3>What the files hold</h3>');
    expect(html).toContain('<span class="warn">NOT KNOWN</span> Devices: 1 of 2 devices: platform or Device OS is not');
    const todo = cells(html, 'What is not known');
    expect(todo[0]).toContain(`${idOf(2)} (boron)`);
    expect(todo[1]).toContain('list.json, line 3');
    expect(cells(html, 'What they are')).toHaveLength(2);
  });

  test.each(hostileNames.map((name) => [name]))('%j in a list or as its name is text', (name) => {
    const list = (text: string): string =>
      [
        row(1, text),
        row(2, '4.0.2', { name: text }),
        JSON.stringify({ id: text, platform_id: 13, system_firmware_version: '4.2.0' }),
        text,
      ].join('\n');
    const html = pageOf(list(name), name);
    expect(complaints(html)).toEqual([]);
    expect(tags(html)).toEqual(expect.arrayContaining(['section', 'table']));
    expect(html).not.toMatch(/<(?:script|img|b>bold)|\son[a-z]+=/i);
  });

  test('no list makes an element that the page does not have', () => {
    const known = new Set(tags(pageOf(row(1, '4.2.0'))).concat(tags(pageOf(row(1, '99')))));
    for (const one of ['br', 'code', '/code']) known.add(one);
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { maxLength: 4 }), fc.string(), (lines, file) => {
        const html = pageOf([...lines, ...lines.map((text, at) => row(at, text))].join('\n'), `${file}<i>`);
        return tags(html).every((tag) => known.has(tag));
      }),
      { numRuns: 200 },
    );
  });
});
