import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { graphSamples, groupOf, hostileNames, matrixTo, reachCell, sampleReport } from './html-samples.js';
import { digestOf } from '../../src/release/digest.js';
import { htmlReport } from '../../src/report/html.js';
import type { HtmlReport } from '../../src/report/html.js';
import { sha256Hex } from '../../src/source/node-tools.js';
import { safeText } from '../../src/base/safe-text.js';
import { complaints } from '../support/html-complaints.js';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64');
const page = (report: HtmlReport): string => htmlReport(report, sha256Hex);

/** Names of all elements in their order, without the style sheet. */
const tags = (html: string): readonly string[] =>
  [...html.matchAll(/<(\/?[a-z][a-z0-9]*)[\s/>]/gi)].map(([, name]) => name ?? '').filter((name) => name !== 'wbr');

const decoded = (html: string): string =>
  html
    .replace(/<[^>]*>/g, '')
    .replace(/&#(\d+);/g, (_all, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&quot;/g, '"');

describe('the page', () => {
  const html = page(sampleReport());

  test('is valid HTML', () => {
    expect(complaints(html)).toEqual([]);
  });

  test('allows its own style and nothing else', () => {
    const style = /<style>([^]*?)<\/style>/.exec(html)?.[1] ?? '';
    const policy = decoded(/http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '');
    expect(policy).toBe(`default-src 'none'; style-src 'sha256-${sha256(style)}'; base-uri 'none'; form-action 'none'`);
    expect(html.match(/<style>/g)).toHaveLength(1);
    expect(html).not.toMatch(/\sstyle=/);
  });

  test('refers to nothing outside and runs nothing', () => {
    const references = [...html.matchAll(/[a-z][a-z0-9+.-]*:\/\/[^\s"'<]*/gi)].map(([url]) => url);
    expect(new Set(references)).toEqual(new Set(['http://www.w3.org/2000/svg']));
    expect(html).not.toMatch(/<(?:script|link|iframe|object|embed|img|base|form|input)\b/i);
    expect(html).not.toMatch(/\s(?:src|srcset|on[a-z]+)=/i);
    expect(html).not.toMatch(/url\(|@import/i);
    expect([...html.matchAll(/href="([^"]*)"/g)].every(([, target]) => target?.startsWith('#g'))).toBe(true);
  });

  test('is the same for the same files', () => {
    expect(page(sampleReport())).toBe(html);
  });

  test('has no id twice, and every reference has its target', () => {
    const ids = [...html.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const wanted = [...html.matchAll(/(?:aria-labelledby|href)="([^"]*)"/g)].flatMap(([, to]) =>
      (to ?? '').replace('#', '').split(' '),
    );
    expect(wanted.filter((id) => !ids.includes(id))).toEqual([]);
  });

  test.each(['electron, Device OS 0.6.4', 'photon, Device OS 0.7.0'])('%s has order, graph, map and matrix', (name) => {
    const section = html.split('<section').find((text) => text.includes(`>${name}</h2>`)) ?? '';
    const headings = [...section.matchAll(/<h3>([^<]*)<\/h3>/g)].map(([, title]) => title);
    expect(headings).toEqual(
      expect.arrayContaining(['Flash order', 'Dependencies', 'Flash map', expect.stringMatching(/^Over the air to/)]),
    );
    expect(section.match(/<svg /g)).toHaveLength(2);
  });

  test('says what must already be on the device', () => {
    const group = graphSamples.find(({ name }) => name === 'an unknown platform')?.group;
    expect(page({ ...sampleReport(), order: group === undefined ? [] : [group] })).toContain(
      '<h3>Must already be on the device</h3>',
    );
  });

  test('folds neighbouring releases with the same answer, the newest first', () => {
    const cells = [
      reachCell('0.4.7', { steps: 5 }, '0.5.5'),
      reachCell('0.4.8', { steps: 5 }, '0.5.5'),
      reachCell('0.5.0', { steps: 9 }, '0.5.5'),
      reachCell('0.5.5', { steps: 3, wireBytes: 100 }),
      reachCell('0.6.2', { steps: 3, wireBytes: 100 }),
      reachCell('0.6.3', { steps: 3, wireBytes: 100, safeModeSteps: 1 }),
    ];
    const group = { ...groupOf('electron-0.6.4'), reach: matrixTo('0.6.4', cells) };
    const text = page({ ...sampleReport(), order: [group] });
    const installed = [...text.matchAll(/data-label="Installed"[^>]*>(.*?)<\/td>/g)].map(([, cell]) =>
      decoded(cell ?? ''),
    );
    expect(installed).toEqual(['0.6.3', '0.5.5 to 0.6.2', '0.5.0', '0.4.7 to 0.4.8']);
  });

  test('data that nobody knows is not said to be none', () => {
    const reach = matrixTo('0.6.4', [reachCell('0.5.5', { wireBytes: null }), reachCell('0.6.2', { wireBytes: 0 })]);
    const text = page({ ...sampleReport(), order: [{ ...groupOf('electron-0.6.4'), reach }] });
    const data = [...text.matchAll(/data-label="Data"[^>]*>(.*?)<\/td>/g)].map(([, cell]) => decoded(cell ?? ''));
    expect(data).toEqual(['0 bytes', 'not known']);
  });

  test('does not say where on a machine the files lie', () => {
    const below = (folder: string): string => page({ ...sampleReport((file) => file), folder }).replaceAll('<wbr>', '');
    expect(below('/home/anna/secret')).not.toContain('anna');
    expect(below('C:\\anna')).not.toContain('anna');
    expect(below('release/1.0')).toContain('release/1.0/');
  });

  test('stands without any module', () => {
    const text = page({ title: 'nothing', folder: '', order: [], files: [], setAside: [], findings: [] });
    expect(complaints(text)).toEqual([]);
    expect(text).toContain('<p>None.</p>');
  });

  test.each(graphSamples.map(({ name, group }) => [name, group] as const))('%s is valid HTML', (_name, group) => {
    expect(complaints(page({ title: 'x', folder: '', order: [group], files: [], setAside: [], findings: [] }))).toEqual(
      [],
    );
  });
});

/** Half of the files under a folder and with a name of their own. */
const named =
  (name: string) =>
  (file: string): string =>
    file.startsWith('electron') ? `y/${name}${file}` : file;

describe('hostile names', () => {
  const plainTags = tags(page(sampleReport(named(''))));

  test.each(hostileNames.map((name) => [JSON.stringify(name), name] as const))('%s is text', (_shown, name) => {
    const report = sampleReport(named(name));
    const text = page({ ...report, title: name });
    expect(tags(text)).toEqual(plainTags);
    expect(complaints(text)).toEqual([]);
    // Nothing that hides, turns round or steers: only line feeds of the page itself.
    expect(safeText(text.replace(/\n/g, ''))).toBe(text.replace(/\n/g, ''));
    const shown = [...text.matchAll(/<code class="name[^>]*>(.*?)<\/code>/gs)].map(([, cell]) => decoded(cell ?? ''));
    expect(shown.some((one) => one.includes(safeText(name).split('/').at(-1) ?? ''))).toBe(true);
    expect(decoded(/<h1>([^]*?)<\/h1>/.exec(text)?.[1] ?? '')).toBe(safeText(name));
  });
});

test('the record names the digest of all files, and has a place to sign', () => {
  const report = sampleReport();
  const files = [...report.files, ...report.setAside];
  const text = page(report);
  const digest = digestOf(files, sha256Hex);
  expect(text.replaceAll('<wbr>', '')).toContain(digest);
  expect(page({ ...report, files: [...report.files].reverse() }).replaceAll('<wbr>', '')).toContain(digest);
  for (const one of ['Name', 'Date', 'Signature']) expect(text).toContain(`<dt>${one}</dt>`);
});
