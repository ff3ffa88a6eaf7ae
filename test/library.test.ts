/** The library's face: exactly these values, and no other by accident. */
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import * as index from '../src/index.js';
import * as portable from '../src/portable.js';

const NAMES = [
  'EXTENSION_TYPE',
  'PRODUCT_DEVICE',
  'MODULE_FLAG',
  'MODULE_FUNCTION',
  'PARTS',
  'PLATFORMS',
  'RULES',
  'VERSION',
  'accept',
  'announcedReleases',
  'assess',
  'beginAssessment',
  'beginOverview',
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
  'digestOf',
  'factsOf',
  'findPlatform',
  'findingMessage',
  'fleetReader',
  'forecast',
  'forecaster',
  'functionFromText',
  'functionName',
  'functionWords',
  'githubText',
  'htmlReport',
  'inventoryOfFiles',
  'jsonText',
  'judgeFleet',
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
  'parseReleased',
  'planUpdate',
  'platformById',
  'platformName',
  'problemWords',
  'productFirmware',
  'reachability',
  'readAssetFile',
  'readDeviceReport',
  'readDeviceReports',
  'readEvents',
  'readFirmwareFile',
  'readModule',
  'recordFaults',
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
  'startWithReleases',
  'stateOfReport',
  'statementJson',
  'tableExtent',
  'verifyUpdate',
  'versionOf',
  'withModule',
];

test.each([
  // What is for Node alone.
  ['fwinspect', index, ['sha256Hex', 'readReleases']],
  ['fwinspect/portable', portable, []],
])('%s exports exactly the names that are promised', (_, face, more) => {
  expect(Object.keys(face).sort()).toEqual([...NAMES, ...more].sort());
});

test('the device model works from the portable face alone', () => {
  const shipped = portable.shippedState('0.5.0', 10, 'for_release');
  expect(shipped && portable.boot(shipped.state).mode).toBe('runs-app');
  expect(shipped && portable.runningVersion(shipped.state)).toBe(13);
});

describe('bytes are a Uint8Array or an ArrayBuffer', () => {
  const platform = 10;
  const description = { platform, function: portable.MODULE_FUNCTION.userPart, version: 4, start: 0x80a0000 };
  const module = portable.buildModule(description);
  // A copy whose buffer holds exactly these bytes: that of a Buffer of Node is one of a pool.
  const buffer = (bytes: Uint8Array): ArrayBuffer => Uint8Array.from(bytes).buffer;

  /** Every function that takes bytes, with what it says of them. */
  const TAKERS: readonly (readonly [name: string, take: (bytes: Uint8Array | ArrayBuffer) => unknown])[] = [
    ['readModule', (bytes) => index.readModule(bytes)],
    ['readModule of fwinspect/portable', (bytes) => portable.readModule(bytes)],
    ['readFirmwareFile', (bytes) => index.readFirmwareFile('app.bin', bytes)],
    ['readFirmwareFile of fwinspect/portable', (bytes) => portable.readFirmwareFile('app.bin', bytes)],
    ['readAssetFile', (bytes) => portable.readAssetFile('bundle.zip!/assets/a.txt', bytes)],
    ['buildAssetModule', (bytes) => portable.buildAssetModule(bytes, 'a.txt', '00'.repeat(32), {})],
    ['buildModule: code', (code) => portable.buildModule({ ...description, code })],
    ['buildModule: trailing', (trailing) => portable.buildModule({ ...description, trailing })],
    [
      'buildModule: an extension',
      (data) => portable.buildModule({ ...description, suffixExtensions: [{ kind: 'raw', type: 77, data }] }),
    ],
    [
      'buildModule: a certificate',
      (certificate) =>
        portable.buildModule({
          ...description,
          suffixExtensions: [{ kind: 'security_mode', mode: 1, certificate }],
        }),
    ],
  ];

  test.each(TAKERS)('%s', (_, take) => {
    const ofBytes = take(module);
    expect(ofBytes).not.toEqual(take(new Uint8Array()));
    expect(take(buffer(module))).toEqual(ofBytes);
    // Those of a window or context of its own are others than ours by `instanceof`.
    const away = { given: Array.from(module) };
    expect(take(runInNewContext('Uint8Array.from(given)', away) as Uint8Array)).toEqual(ofBytes);
    expect(take(runInNewContext('Uint8Array.from(given).buffer', away) as ArrayBuffer)).toEqual(ofBytes);
    for (const wrong of ['app.bin', null, [1, 2], new DataView(buffer(module)), { length: 3 }] as const) {
      expect(() => take(wrong as never)).toThrow(TypeError);
      expect(() => take(wrong as never)).toThrow(/^bytes must be a Uint8Array or an ArrayBuffer, not /);
    }
  });
});
