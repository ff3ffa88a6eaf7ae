/** A library user's own table. It changes the table of the process, so this file shares no module with another. */
import { expect, test, vi } from 'vitest';
import { platformName } from '../../src/catalog/platforms.js';
import { releaseRows } from '../../src/catalog/releases.js';
import { BORON } from '../support/devices.js';

test('a library user adds rows of releases before the first look-up', async () => {
  vi.resetModules();
  const { readReleases, resolveRelease, startWithReleases, tableExtent: extent } = await import('../../src/index.js');
  const { modules, bootloader } = releaseRows().findLast(({ read, platform }) => read && platform === BORON)!;
  const kept = modules.map(({ part, function: moduleFunction, index, version, dependencies }) => ({
    part: part === 'bootloader' ? part : Number(part),
    f: moduleFunction === 2 ? 'boot' : 'sys',
    i: index,
    v: moduleFunction === 2 ? version : 9900,
    deps: dependencies.map((one) => {
      const name = { 2: 'boot', 4: 'sys', 7: 'ncp', 8: 'radio' }[one.function] ?? 'user';
      return `${name}${String(one.index)}@${String(one.function === 4 ? 9900 : one.version)}`;
    }),
    file: null,
  }));
  const row = { release: '9.9.0', platform: platformName(BORON), system: 9900, bootloader, modules: kept };
  const document = { schema: 'fwinspect/releases@1', date: '2026-12-24', rows: [row] };
  const read = readReleases(JSON.stringify(document));
  expect(read.kind).toBe('releases');
  if (read.kind !== 'releases') return;
  startWithReleases(read.releases);
  expect(extent()).toMatchObject({ last: '9.9.0', version: 9900, added: 1 });
  expect(resolveRelease('9.9.0', BORON)).toMatchObject({ kind: 'found', version: 9900 });
  expect(() => {
    startWithReleases(read.releases);
  }).toThrow('in use');
});
