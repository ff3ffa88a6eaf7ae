/** The library's face: exactly these values, and no other by accident. */
import { expect, test } from 'vitest';
import * as index from '../src/index.js';
import * as portable from '../src/portable.js';

const NAMES = [
  'EXTENSION_TYPE',
  'MODULE_FLAG',
  'MODULE_FUNCTION',
  'PLATFORMS',
  'RULES',
  'accept',
  'boot',
  'bootloaderReleaseOf',
  'buildCombinedModule',
  'buildCompressedModule',
  'buildModule',
  'checkBundle',
  'checkFile',
  'checkInput',
  'checkSet',
  'dependenciesOf',
  'factsOf',
  'findPlatform',
  'findingMessage',
  'functionFromText',
  'functionName',
  'functionWords',
  'knownReleases',
  'meaningOf',
  'missingModules',
  'moduleFile',
  'orderModules',
  'planUpdate',
  'platformById',
  'platformName',
  'readDeviceReport',
  'readDeviceReports',
  'readEvents',
  'readModule',
  'releaseOf',
  'releaseRow',
  'releaseRows',
  'releasesInRange',
  'resolveRelease',
  'ruleById',
  'runningVersion',
  'send',
  'shippedState',
  'simulate',
  'slotsIn',
  'slotsOf',
  'sortFindings',
  'stateOfReport',
  'verifyUpdate',
  'versionOf',
  'withModule',
];

test.each([
  ['fwinspect', index],
  ['fwinspect/portable', portable],
])('%s exports exactly the names that are promised', (_, face) => {
  expect(Object.keys(face).sort()).toEqual(NAMES);
});

test('the device model works from the portable face alone', () => {
  const shipped = portable.shippedState('0.5.0', 10, 'for_release');
  expect(shipped && portable.boot(shipped.state).mode).toBe('runs-app');
  expect(shipped && portable.runningVersion(shipped.state)).toBe(13);
});
