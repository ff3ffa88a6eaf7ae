/** What the twin takes from a module that was read. */
import { expect, test } from 'vitest';
import { factsOf } from '../../src/device/facts.js';
import { buildCombinedModule, noise } from '../../src/module/write.js';
import { NODE_TOOLS } from '../../src/source/node-tools.js';
import { application, build, released, rtlApplication, softdevice } from '../support/fixtures.js';
import { join, readAs } from '../support/modules.js';

const BORON = 13;
const P2 = 32;
const app = application('4.2.0', BORON, 2, 1);
const combined = (...rest: readonly Parameters<typeof build>[0][]) =>
  buildCombinedModule([app, softdevice(BORON), ...rest], NODE_TOOLS);

/** A device has room for the whole file or for nothing of it: the limits of Device OS are held against all bytes sent. */
test.each([
  ['a module', build(app)],
  ['a module with padding', join(build(app), new Uint8Array(512).fill(0xff))],
  ['two combined modules', combined()],
  ['three combined modules', combined(released('4.2.0', BORON, 4, 1))],
  ['combined modules with padding', join(combined(), new Uint8Array(64).fill(0xff))],
  ['a combined module without its second', build({ ...app, flags: 0x04 })],
  ['a combined module with something else behind it', join(build({ ...app, flags: 0x04 }), noise(99, 3))],
])('the size is that of the file: %s', (_, bytes) => {
  expect(factsOf(readAs(bytes, NODE_TOOLS)).size).toBe(bytes.length);
});

/** The vendor builds every module of an RTL872x with the extension; a bootloader lies where its header says all the same. */
test('only an application is found by the address in its suffix', () => {
  const app58 = rtlApplication(P2, 5800);
  const bootloader = released('5.8.0', P2, 2, 0);
  expect(factsOf(readAs(build(app58))).dynamicStart).toBe(app58.start);
  const suffixExtensions = [{ kind: 'dynamic_location', moduleStart: bootloader.start }] as const;
  const module = readAs(build({ ...bootloader, suffixExtensions }));
  expect(module.extensions).toMatchObject([{ kind: 'dynamic_location' }]);
  expect(factsOf(module).dynamicStart).toBeNull();
});
