/** A switch that only a test reads is a fact that nobody acts on: it belongs to the pages about Device OS. */
import { describe, expect, test } from 'vitest';
import { SWITCHES } from '../../src/catalog/eras.js';
import { readSources } from '../support/imports.js';
import { switchesRead } from '../support/switches.js';

const READERS = /^(?:device|plan|describe)\//;

test('every switch is read by the twin, the planner or the reader of reports', () => {
  const texts = [...readSources()].filter(([file]) => READERS.test(file)).map(([, text]) => text);
  const read = new Set(texts.flatMap((text) => [...switchesRead(text)]));
  expect(texts.length).toBeGreaterThan(0);
  expect(Object.keys(SWITCHES).filter((name) => !read.has(name))).toEqual([]);
});

describe('what counts as reading', () => {
  test.each(['if (era.assets) f();', 'const { assets } = era;', 'const { assets: a } = era;', "isOn('assets', f, 1);"])(
    '%s',
    (text) => expect(switchesRead(text)).toContain('assets'),
  );

  test.each(['state.assets;', "const name = 'assets';", '// era.assets', 'const assets = 1;', '"era.assets"'])(
    'not %s',
    (text) => expect(switchesRead(text)).not.toContain('assets'),
  );
});
