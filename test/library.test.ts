/** The library's face: exactly these values, and no other by accident. */
import { expect, test } from 'vitest';
import * as index from '../src/index.js';
import * as portable from '../src/portable.js';

const NAMES = [
  'EXTENSION_TYPE',
  'MODULE_FLAG',
  'MODULE_FUNCTION',
  'PARTS',
  'PLATFORMS',
  'RULES',
  'VERSION',
  'accept',
  'assess',
  'beginAssessment',
  'belowSharedFolder',
  'boot',
  'bootloaderReleaseOf',
  'buildAssetModule',
  'buildCombinedModule',
  'buildCompressedModule',
  'buildModule',
  'checkBundle',
  'checkFile',
  'checkInput',
  'checkReport',
  'checkSet',
  'compareLock',
  'dependenciesOf',
  'diffOf',
  'factsOf',
  'findPlatform',
  'findingMessage',
  'fleetReader',
  'functionFromText',
  'functionName',
  'functionWords',
  'githubText',
  'htmlReport',
  'inventoryOfFiles',
  'jsonText',
  'junitText',
  'knownReleases',
  'lockJson',
  'lockOf',
  'loweredRules',
  'markdownText',
  'meaningOf',
  'missingModules',
  'moduleFile',
  'orderModules',
  'parseLock',
  'planUpdate',
  'platformById',
  'platformName',
  'problemWords',
  'reachability',
  'readAssetFile',
  'readDeviceReport',
  'readDeviceReports',
  'readEvents',
  'readFirmwareFile',
  'readModule',
  'releaseOf',
  'releaseRow',
  'releaseRows',
  'releasesInRange',
  'resolveRelease',
  'ruleById',
  'runningVersion',
  'sarifText',
  'sbomOf',
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
  // What is for Node alone.
  ['fwinspect', index, ['sha256Hex']],
  ['fwinspect/portable', portable, []],
])('%s exports exactly the names that are promised', (_, face, more) => {
  expect(Object.keys(face).sort()).toEqual([...NAMES, ...more].sort());
});

test('the device model works from the portable face alone', () => {
  const shipped = portable.shippedState('0.5.0', 10, 'for_release');
  expect(shipped && portable.boot(shipped.state).mode).toBe('runs-app');
  expect(shipped && portable.runningVersion(shipped.state)).toBe(13);
});
