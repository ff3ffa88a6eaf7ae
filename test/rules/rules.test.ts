import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { factsOf } from '../../src/device/facts.js';
import { shippedState } from '../../src/device/shipped.js';
import { buildCombinedModule, noise } from '../../src/module/write.js';
import { fleetJudge } from '../../src/plan/fleet.js';
import type { DeviceJudgement } from '../../src/plan/fleet.js';
import { findingMessage, valueWords } from '../../src/report/finding.js';
import { ruleById, RULES } from '../../src/rules/registry.js';
import { checkImage, checkTargets, checkWaivers } from '../../src/rules/run.js';
import type { FlashImage, ImageKind } from '../../src/container/types.js';
import type { TargetSubject, WaiverSubject } from '../../src/rules/types.js';
import { NODE_TOOLS, sha256Hex } from '../../src/source/node-tools.js';
import { withDfuSuffix } from '../support/containers.js';
import {
  application,
  applicationWithAsset,
  assetModule,
  build,
  FIXTURES,
  released,
  rtlApplication,
  softdevice,
} from '../support/fixtures.js';
import { ascii } from '../support/modules.js';
import { buildAssetModule } from '../../src/module/asset.js';
import {
  ELECTRON,
  PHOTON,
  BORON,
  P2,
  type Findings,
  fixture,
  type Files,
  items,
  onFile,
  onSet,
  onInput,
  onBundle,
  onRelease,
  onLocked,
  onExpect,
  withProduct,
  protectedBootloader,
  bootloader,
  plain,
  part,
  boronApplication,
  deflate,
  compressed,
  flipped,
  joined,
  coreImage,
  codeWithHeader,
  brokenExtensions,
  ASSET,
  SYSTEM,
  BOOTLOADER,
} from '../support/rules.js';

/** An asset of so many bytes that no compressor makes smaller, as a module. */
function assetOf(name: string, size: number): Uint8Array {
  const content = noise(size, size + name.length);
  return buildAssetModule(content, name, sha256Hex(content), NODE_TOOLS);
}

/** Extensions of an application that needs an asset. */
const needing = (name: string) =>
  [{ kind: 'asset_dependency', hash: sha256Hex(ASSET), name }, { kind: 'end' }] as const;

/** What the device twin says of files that are sent to a device of that release. */
function judged(release: string, files: Files): DeviceJudgement {
  const device = shippedState(release, ELECTRON, 'for_release');
  if (device === null) throw new Error(`no ${release}`);
  const ordered = items(files).map(({ file, size, module, sha256 }) => ({
    file,
    size,
    sha256,
    facts: factsOf(module),
  }));
  return fleetJudge(ordered, 'ota')(device.state);
}

/** What the product of {@link withProduct} has released so far. */
const RELEASED = { product: 1234, versions: [{ version: 6, size: 4000 }] };

type Group = TargetSubject['groups'][number];

const group = (
  judgement: DeviceJudgement,
  targets: readonly string[] = ['0.4.8-rc.6'],
  count = targets.length,
  below: string | null = '0.5.0',
): Group => ({
  below,
  outcome: judgement.outcome,
  judgement,
  targets,
  count,
  told: judgement.told === null ? {} : { [judgement.told]: count },
});
const onTargets = (
  kind: TargetSubject['kind'],
  groups: readonly Group[],
  over: Partial<TargetSubject> = {},
): Findings => checkTargets({ platform: ELECTRON, kind, groups, files: ['a.bin'], ...over });
const toSafeMode = (): DeviceJudgement => judged('0.4.8-rc.6', { 'a.bin': plain() });
const refusing = (): DeviceJudgement => judged('0.4.8-rc.6', { 'a.bin': part(2) });
const running = (): DeviceJudgement => judged('0.5.0', { 'a.bin': plain() });
const unclear = (): DeviceJudgement => ({
  ...running(),
  outcome: 'unclear',
  bootReasons: [{ kind: 'no_application' }],
});

type Waiver = WaiverSubject['waivers'][number];
const WAIVER = { rule: 'FW201', files: 'old/*.bin', owner: 'anna', expires: '2026-01-31' } as const;
const onWaiver = (...states: readonly Waiver['state'][]): Findings =>
  checkWaivers({ waivers: states.map((state) => ({ ...WAIVER, state })) });

/** An image with one module, which lies so many bytes from where its header says. */
function onImage(kind: ImageKind, away: number, gapBytes = 0): Findings {
  const { module: header } = items({ 'a.bin': plain() })[0] ?? {};
  if (header === undefined) throw new Error('no module');
  const address = header.start + away;
  const image: FlashImage = {
    kind,
    platform: ELECTRON,
    start: address,
    end: address + header.length,
    gaps: 0,
    isWholeFlash: false,
    modules: [{ address, header, gapBytes }],
    regions: [],
    copies: [],
  };
  return checkImage({ file: 'a.hex', image });
}

interface Case {
  readonly bad: () => Findings;
  /** The nearest thing that is right. */
  readonly good: () => Findings;
}

const CASES: Readonly<Record<string, Case>> = {
  FW101: { bad: () => onFile(fixture('bad/page.bin')), good: () => onFile(plain()) },
  FW102: { bad: () => onFile(new Uint8Array()), good: () => onFile(new Uint8Array(1)) },
  FW103: { bad: () => onFile(new Uint8Array(256)), good: () => onFile(fixture('odd/padded-dump.bin')) },
  FW104: { bad: () => onFile(build(plain()).subarray(0, 300)), good: () => onFile(plain()) },
  FW105: { bad: () => onFile(coreImage()), good: () => onFile(fixture('odd/core.bin')) },
  FW106: { bad: () => onFile({ ...plain(), platform: 777 }), good: () => onFile(assetModule()) },
  FW107: { bad: () => onFile({ ...plain(), headerOffset: 0x10c }), good: () => onFile(part(1)) },
  FW108: { bad: () => onImage('dump', 0), good: () => [] },
  FW109: { bad: () => onImage('intel_hex', 0x1000).slice(1), good: () => onImage('dump', 0x1000).slice(1) },
  FW110: { bad: () => onImage('srec', 0, 300).slice(1), good: () => onImage('srec', 0).slice(1) },
  FW201: { bad: () => onFile(flipped(build(plain()), 100)), good: () => onFile(plain()) },
  FW202: { bad: () => onFile(fixture('bad/re-signed.bin')), good: () => onFile(softdevice(BORON)) },
  FW203: {
    bad: () => onFile(joined(build(plain()), noise(64, 7))),
    good: () => onFile(joined(build(plain()), new Uint8Array(64).fill(0xff))),
  },
  FW204: { bad: () => onFile(fixture('odd/padded-dump.bin')), good: () => onFile(plain()) },
  FW205: {
    bad: () => onFile(withDfuSuffix(build(plain()))),
    good: () => onFile(joined(build(plain()), new Uint8Array(16).fill(0xff))),
  },
  FW206: {
    bad: () => onFile(withDfuSuffix(build(plain()), 0x2b04, 0xd000 + BORON)),
    good: () => onFile(withDfuSuffix(build(plain()), 0x2b04, 0xd000 + ELECTRON)),
  },
  FW301: { bad: () => onFile(fixture('bad/too-big.bin')), good: () => onFile(plain()) },
  FW302: { bad: () => onFile({ ...plain(), start: 0x08080200 }), good: () => onFile(rtlApplication(P2, 5800)) },
  FW303: { bad: () => onFile({ ...plain(), suffixSize: 5000 }), good: () => onFile({ ...plain(), suffixSize: 38 }) },
  FW304: { bad: () => onFile(brokenExtensions()), good: () => onFile(fixture('odd/every-extension.bin')) },
  FW305: {
    bad: () => onFile({ ...part(1), vectors: { stackPointer: 0x20020000, resetHandler: 0x08000001 } }),
    good: () => onFile(part(1)),
  },
  FW306: { bad: () => onFile({ ...part(1), index: 9 }), good: () => onFile(fixture('odd/core.bin')) },
  FW307: {
    bad: () => onFile({ ...rtlApplication(P2, 5800), start: rtlApplication(P2, 5800).start - 0x1000 }),
    good: () => onFile(rtlApplication(P2, 5800)),
  },
  FW308: {
    bad: () => onFile({ ...plain(), code: codeWithHeader() }),
    good: () => onFile({ ...plain(), code: noise(512, 9) }),
  },
  FW309: {
    bad: () => onSet({ 'a.bin': part(2), 'b.bin': { ...plain(), start: part(2).start + 16 } }),
    good: () => onSet({ 'a.bin': part(2), 'b.bin': plain() }),
  },
  FW310: {
    bad: () => onFile({ ...part(1), suffixExtensions: [{ kind: 'security_mode', mode: 1 }, { kind: 'end' }] }),
    good: () => onFile(protectedBootloader()),
  },
  FW401: { bad: () => onFile(part(1), 'system-part1-photon.bin'), good: () => onFile(part(1), 'part-electron.bin') },
  FW402: {
    bad: () => onFile(part(1), 'system-part1-0.6.4-electron.bin'),
    good: () => onFile(part(1), 'system-part1-0.5.0-electron.bin'),
  },
  FW403: {
    bad: () => onFile(part(1), 'bootloader-0.5.0-electron.bin'),
    good: () => onFile(part(3, '0.6.4'), 'system-part1-0.6.4-electron.bin'),
  },
  FW404: {
    bad: () => onFile(part(3, '0.6.4'), 'system-part1-0.6.4-electron.bin'),
    good: () => onFile(part(1), 'system-part1-0.5.0-electron.bin'),
  },
  FW405: {
    bad: () => onInput({ 'a.bin': plain(), 'b.bin': application('0.7.0', PHOTON, 1, 2) }),
    good: () => onInput({ 'a.bin': plain(), 'b.bin': application('0.7.0', PHOTON, 1, 2) }, { named: false }),
  },
  FW406: { bad: () => onExpect(plain(), { platform: PHOTON }), good: () => onExpect(plain(), { platform: ELECTRON }) },
  FW407: { bad: () => onExpect(withProduct(), { product: 5 }), good: () => onExpect(withProduct(), { product: 1234 }) },
  FW408: {
    bad: () => onExpect(withProduct(), { productVersion: 8 }),
    good: () => onExpect(withProduct(), { productVersion: 7 }),
  },
  FW409: {
    bad: () => onExpect(plain(), { released: RELEASED }),
    good: () => onExpect(withProduct(), { released: RELEASED }),
  },
  FW410: {
    bad: () => onExpect(withProduct(), { released: { ...RELEASED, versions: [{ version: 8, size: 1 }] } }),
    good: () => onExpect(withProduct(), { released: RELEASED }),
  },
  FW411: {
    bad: () => onExpect(withProduct(), { released: { ...RELEASED, versions: [{ version: 7, size: 1 }] } }),
    good: () => onExpect(withProduct(), { released: RELEASED }),
  },
  FW501: {
    bad: () => onSet({ 'a.bin': part(2), 'b.bin': application('0.6.4', ELECTRON, 1, 2) }),
    good: () => onSet({ 'a.bin': part(2), 'b.bin': application('0.4.8-rc.6', ELECTRON, 1, 2) }),
  },
  FW502: {
    bad: () => onSet({ 'a.bin': part(1, '0.4.8-rc.6'), 'b.bin': part(2) }),
    good: () => onSet({ 'a.bin': part(1), 'b.bin': part(2) }),
  },
  FW503: {
    bad: () => onSet({ 'a.bin': part(1), 'b.bin': part(2, '0.4.8-rc.6') }),
    good: () => onSet({ 'a.bin': part(1), 'b.bin': part(2) }),
  },
  FW504: {
    bad: () => onSet({ 'a.bin': plain(), 'b.bin': { ...plain(), version: 5 } }),
    good: () => onSet({ 'a.bin': plain(), 'b.bin': plain() }),
  },
  FW505: {
    bad: () => onSet({ 'a.bin': plain(), 'b.bin': plain() }),
    good: () => onSet({ 'a.bin': plain(), 'b.bin': part(1) }),
  },
  FW506: {
    bad: () =>
      onSet({
        'a.bin': { ...part(1), dependency1: { function: SYSTEM, index: 2, version: 13 } },
        'b.bin': { ...part(2), dependency1: { function: SYSTEM, index: 1, version: 13 } },
      }),
    good: () =>
      onSet({
        'a.bin': { ...part(1), dependency1: { function: SYSTEM, index: 2, version: 10 } },
        'b.bin': { ...part(2), dependency1: { function: SYSTEM, index: 1, version: 13 } },
      }),
  },
  FW507: { bad: () => onSet({ 'b.bin': part(2) }), good: () => onSet({ 'a.bin': plain() }) },
  FW520: {
    bad: () => onRelease({ 'a/one.bin': part(1) }),
    good: () => onRelease({ 'a/one.bin': part(1), 'a/two.bin': part(2) }),
  },
  FW521: {
    bad: () => onRelease({ 'a/one.bin': part(1), 'a/two.bin': part(2, '0.4.8-rc.6') }),
    good: () => onRelease({ 'a/one.bin': part(1), 'b/two.bin': part(2, '0.4.8-rc.6') }),
  },
  FW522: {
    bad: () => onRelease({ 'a/one.bin': part(1), 'b/one.bin': { ...part(1), code: noise(512, 9) } }),
    good: () => onRelease({ 'a/one.bin': plain(), 'b/one.bin': { ...plain(), code: noise(512, 9) } }),
  },
  FW523: {
    bad: () => onRelease({ 'a/one.bin': part(1), 'b/one.bin': part(1) }),
    good: () => onRelease({ 'a/one.bin': part(1), 'b/two.bin': part(2) }),
  },
  FW524: {
    bad: () => onInput({ 'a/p.bin': protectedBootloader(), 'a/q.bin': bootloader() }),
    good: () => onInput({ 'a/p.bin': protectedBootloader(), 'b/q.bin': bootloader() }),
  },
  FW525: {
    bad: () => onRelease({ 'electron-system-part1@0.5.0+debug.bin': part(1) }),
    good: () => onRelease({ 'tinker-usb-debugging-0.6.0-electron.bin': plain() }),
  },
  FW526: {
    bad: () => onRelease({ 'a.bin': part(1, '0.4.8-rc.6') }),
    good: () => onRelease({ 'a.bin': part(1) }),
  },
  FW527: {
    bad: () => onRelease({ 'a.bin': { ...part(1), code: 0x1fe00 - 64 } }),
    good: () => onRelease({ 'a.bin': part(1) }),
  },
  FW530: {
    bad: () => onLocked({ 'a.bin': { ...plain(), dependency1: null } }),
    good: () => onLocked({ 'a.bin': plain() }),
  },
  FW531: {
    bad: () => onLocked({ 'a.bin': { ...plain(), code: noise(512, 9) } }),
    good: () => onLocked({ 'a.bin': { ...plain(), version: 7, code: noise(512, 9) } }),
  },
  FW532: { bad: () => onLocked({ 'b.bin': part(1) }), good: () => onLocked({ 'b.bin': plain() }) },
  FW533: {
    bad: () => onLocked({ 'a.bin': plain(), 'b.bin': part(1) }),
    good: () => onLocked({ 'b.bin': plain() }),
  },
  FW534: { bad: () => onLocked({ 'a.bin': part(1) }), good: () => onLocked({ 'a.bin': plain() }) },
  FW601: {
    bad: () => onTargets('release', [group(toSafeMode())]),
    good: () => onTargets('release', [group(running()), group(refusing()), group(unclear())]),
  },
  FW602: {
    bad: () => onTargets('release', [group(refusing())]),
    good: () => onTargets('release', [group(running()), group(toSafeMode()), group(unclear())]),
  },
  FW603: {
    bad: () => onTargets('release', [group(unclear())]),
    good: () => onTargets('release', [group(running()), group(toSafeMode()), group(refusing())]),
  },
  FW604: {
    bad: () => onTargets('device', [group(toSafeMode(), ['boat'])]),
    good: () => onTargets('device', [group(running()), group(refusing()), group(unclear())]),
  },
  FW605: {
    bad: () => onTargets('device', [group(refusing(), ['boat'])]),
    good: () => onTargets('device', [group(running()), group(toSafeMode()), group(unclear())]),
  },
  FW606: {
    bad: () => onTargets('device', [group(unclear(), ['boat'])]),
    good: () => onTargets('device', [group(running()), group(toSafeMode()), group(refusing())]),
  },
  FW701: { bad: () => onFile(compressed(() => noise(64, 1))), good: () => onFile(compressed(deflate)) },
  FW702: {
    bad: () => onFile(compressed((bytes) => deflate(flipped(bytes, 100)))),
    good: () => onFile(compressed(deflate)),
  },
  FW703: {
    bad: () =>
      onFile(
        buildCombinedModule([boronApplication(), softdevice(BORON), released('4.2.0', BORON, BOOTLOADER, 0)], {
          ...NODE_TOOLS,
        }),
      ),
    good: () => onFile(fixture('odd/combined.bin')),
  },
  FW704: { bad: () => onFile(applicationWithAsset()), good: () => onFile(boronApplication()) },
  FW705: {
    bad: () => onBundle(applicationWithAsset(), {}),
    good: () => onBundle(applicationWithAsset(), { 'cat.txt': ASSET }),
  },
  FW706: {
    bad: () => onBundle(applicationWithAsset(), { 'cat.txt': ASSET.subarray(1) }),
    good: () => onBundle(applicationWithAsset(), { 'cat.txt': ASSET }),
  },
  FW707: {
    bad: () => onBundle(boronApplication(), { 'cat.txt': ASSET }),
    good: () => onBundle(applicationWithAsset(), { 'cat.txt': ASSET }),
  },
  FW708: {
    bad: () => onFile({ ...plain(), suffixExtensions: needing('cat.txt') }),
    good: () => onFile(applicationWithAsset()),
  },
  FW709: {
    bad: () => onSet({ 'a.bin': { ...boronApplication(), suffixExtensions: needing('cat.txt') } }, BORON),
    good: () => onSet({ 'a.bin': applicationWithAsset() }, BORON),
  },
  FW710: {
    bad: () => onSet({ 'a.bin': assetOf('big.bin', 700_000) }, BORON),
    good: () => onSet({ 'a.bin': assetOf('big.bin', 700_000) }, P2),
  },
  FW711: {
    bad: () => onSet({ 'a.bin': assetOf('a', 600_000), 'b.bin': assetOf('b', 600_000) }, BORON),
    good: () => onSet({ 'a.bin': assetOf('a', 600_000), 'b.bin': assetOf('b', 500_000) }, BORON),
  },
  FW712: {
    bad: () => onSet({ 'a.bin': assetOf('env', 16385) }, BORON),
    good: () => onSet({ 'a.bin': assetOf('env', 16384), 'b.bin': assetOf('envy', 16385) }, BORON),
  },
  FW801: { bad: () => onFile(part(1, '0.4.8-rc.6')), good: () => onFile(part(1)) },
  FW802: { bad: () => onFile(plain(), 'tinker+debug.bin'), good: () => onFile(plain(), 'debugger.bin') },
  FW803: { bad: () => onExpect(plain(), { maxOta: 500 }), good: () => onExpect(plain(), { maxOta: 5000 }) },
  FW804: { bad: () => onWaiver('unused', 'expired'), good: () => onWaiver('unused') },
  FW805: { bad: () => onWaiver('expired', 'unused'), good: () => onWaiver('expired') },
};

const FAMILIES: Readonly<Record<string, readonly RegExp[]>> = {
  1: [/^(?:file|input|image)$/],
  2: [/^file$/],
  3: [/^(?:file|set)$/],
  4: [/^(?:file|input|expect)$/],
  5: [/^(?:set|release|input)$/],
  6: [/^target$/],
  7: [/^(?:file|bundle|set)$/],
  8: [/^(?:file|expect|waiver)$/],
};

describe('the list of rules', () => {
  test('ids are unique, ascending and of a family', () => {
    const ids = RULES.map(({ id }) => id);
    expect([...new Set(ids)].sort()).toEqual(ids);
    for (const { id, on } of RULES) {
      expect(id).toMatch(/^FW[1-8]\d\d$/);
      const scopes = FAMILIES[id[2] ?? ''] ?? [/./];
      expect(
        scopes.some((scope) => scope.test(on)),
        `${id} looks at ${on}`,
      ).toBe(true);
    }
  });

  test('names are unique words with hyphens', () => {
    const names = RULES.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
  });

  test('a rule is found by its id in any case, and by no other word', () => {
    expect(ruleById('fw201')?.id).toBe('FW201');
    expect(ruleById('FW999')).toBeUndefined();
    expect(ruleById('constructor')).toBeUndefined();
  });

  test('every rule has a case here, and every case a rule', () => {
    expect(Object.keys(CASES)).toEqual(RULES.map(({ id }) => id));
  });
});

describe.each(RULES.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  const found = (findings: Findings | undefined): Findings => (findings ?? []).filter((one) => one.rule === id);

  test('is documented', () => {
    for (const text of [rule.title, rule.effect, rule.fix, rule.source, rule.message]) {
      expect(text.trim()).toBe(text);
      expect(text.length).toBeGreaterThan(5);
    }
    expect(rule.title).not.toMatch(/\.$/);
    for (const sentence of [rule.effect, rule.fix]) expect(sentence).toMatch(/[.)]$/);
  });

  test('is found where it holds, with everything its sentence needs', () => {
    const hits = found(CASES[id]?.bad());
    expect(hits.length).toBeGreaterThan(0);
    const wanted = [...rule.message.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
    for (const hit of hits) {
      expect(hit.severity).toBe(rule.severity);
      expect(Object.keys(hit.values)).toEqual(expect.arrayContaining(wanted));
      const sentence = findingMessage(hit);
      expect(sentence).not.toMatch(/[{}]|undefined|NaN|null|\[object/);
      expect(sentence).not.toMatch(/ {2}|^ | $/);
    }
  });

  test('is not found in the nearest thing that is right', () => {
    expect(found(CASES[id]?.good())).toEqual([]);
  });
});

test('other sentences of FW101: each kind of file says what to do', () => {
  const kinds = ['page', 'error', 'text', 'pointer', 'hex', 'elf', 'uf2', 'gzip'];
  const sentences = kinds.map((kind) => onFile(fixture(`bad/${kind}.bin`)).map(findingMessage));
  for (const [at, sentence] of sentences.entries()) {
    expect(sentence, kinds[at]).toHaveLength(1);
    expect(sentence[0]).toMatch(/^is an? .*not firmware; [\d,]+ bytes?\. .+\.$/);
  }
});

test.each<[string, Uint8Array, RegExp]>([
  ['tar', tarHead(), /tar archive, not firmware.*ends in \.tar/],
  ['S-records', ascii('S1137AF000000000000000000000000000000000000061\nS9030000FC\n'), /S-records.*ends in \.srec/],
  ['DfuSe', joined(ascii('DfuSe\u0001'), noise(60, 1)), /DfuSe.*ends in \.dfu/],
  ['MCUboot', joined(Uint8Array.of(0x3d, 0xb8, 0xf3, 0x96), noise(60, 1)), /MCUboot.*imgtool/],
  ['ESP', joined(Uint8Array.of(0xe9, 3, 2, 0x20, 0, 0, 8, 0x40), noise(60, 1)), /ESP chip.*esptool/],
  ['base64', ascii(Buffer.from(build(plain())).toString('base64')), /base64.*base64 -d/],
  [
    'base64 in lines',
    ascii(Buffer.from(build(plain())).toString('base64').replace(/.{76}/g, '$&\n')),
    /base64.*base64 -d/,
  ],
])('what is for another tool is named with it: %s', (_, bytes, sentence) => {
  expect(onFile(bytes).map(findingMessage)).toEqual([expect.stringMatching(sentence)]);
});

test.each(['the quick brown fox '.repeat(10), 'A'.repeat(100), 'S1 is the switch that was pressed', 'ab12'])(
  'a text stays a text: %s',
  (words) => {
    expect(onFile(ascii(words)).map(findingMessage)).toEqual([expect.stringMatching(/a text file/)]);
  },
);

function tarHead(): Uint8Array {
  const block = new Uint8Array(512);
  block.set(ascii('ustar'), 257);
  return block;
}

test('all rules run: a file with two faults has two findings', () => {
  const rules = onFile(joined(flipped(build(plain()), 100), noise(64, 7))).map(({ rule }) => rule);
  expect(rules).toEqual(['FW201', 'FW203']);
});

test('a finding about a file points at bytes that the file has', () => {
  for (const { path, bytes } of FIXTURES) {
    const content = bytes();
    for (const { rule, range } of onFile(content, path)) {
      if (range === null) continue;
      expect(range.length, `${path} ${rule}`).toBeGreaterThan(0);
      expect(range.offset, `${path} ${rule}`).toBeGreaterThanOrEqual(0);
      expect(range.offset + range.length, `${path} ${rule}`).toBeLessThanOrEqual(content.length);
    }
  }
});

describe('what a device group says', () => {
  const sentences = (findings: Findings): readonly (readonly [string | null, string])[] =>
    findings.map((one) => [one.file, findingMessage(one)]);

  test('safe mode on releases: one line, with what is lacked and the release from which it runs', () => {
    expect(sentences(onTargets('release', [group(toSafeMode())]))).toEqual([
      [
        'a.bin',
        'devices below 0.5.0 would go to safe mode: it needs system part 2 >= 13 (0.5.0) (your range has 0.4.8-rc.6)',
      ],
    ]);
  });

  test('without a release on which it runs, and with several files', () => {
    const over = { files: ['a.bin', 'b.bin'] };
    expect(sentences(onTargets('release', [group(toSafeMode(), undefined, undefined, null)], over))).toEqual([
      [
        null,
        'devices with these releases would go to safe mode: it needs system part 2 >= 13 (0.5.0) (your range has 0.4.8-rc.6)',
      ],
    ]);
    expect(sentences(onTargets('release', [group(refusing())], { ...over, files: [] }))[0]?.[0]).toBe('a.bin');
    expect(sentences(onTargets('release', [group(toSafeMode())], { files: [] }))[0]?.[0]).toBeNull();
  });

  test('a file that is refused is named, with what it needs', () => {
    expect(sentences(onTargets('release', [group(refusing())], { files: ['b.bin'] }))).toEqual([
      [
        'a.bin',
        'devices below 0.5.0 refuse it: it needs system part 1 >= 13 (0.5.0); nobody is told (your range has 0.4.8-rc.6)',
      ],
    ]);
  });

  test('another reason than a version is told as it is', () => {
    const [one] = onTargets('release', [group(unclear())]);
    expect(one?.values.because).toEqual(one?.values.why);
    expect(one?.values.why).toEqual({
      kind: 'boot_reasons',
      reasons: [{ kind: 'no_application' }],
      platform: ELECTRON,
    });
    const [none] = onTargets('release', [group({ ...toSafeMode(), bootReasons: [] })]);
    expect(none?.values.because).toEqual({ kind: 'boot_reasons', reasons: [], platform: ELECTRON });
    const other: DeviceJudgement = { ...toSafeMode(), bootReasons: [{ kind: 'application_crc' }] };
    expect(onTargets('release', [group(other)])[0]?.values.because).toMatchObject({ kind: 'boot_reasons' });
    const strands: DeviceJudgement = judged('0.5.3', { 'a.bin': part(1) });
    expect(strands.reason?.kind).toBe('would_strand');
    expect(onTargets('release', [group(strands)])[0]?.values.because).toMatchObject({ kind: 'reason' });
  });

  test('one device, two, five, and more than are named', () => {
    const names = (targets: readonly string[], count?: number): string =>
      findingMessage(onTargets('device', [group(toSafeMode(), targets, count)])[0]!);
    expect(names(['a'])).toMatch(/^1 device would go to safe mode: .+ \(a\)$/);
    expect(names(['a', 'b'])).toMatch(/^2 devices would go to safe mode: .+ \(a, b\)$/);
    expect(names(['a', 'b', 'c', 'd', 'e'])).toMatch(/^5 devices .+ \(a, b, c, d, e\)$/);
    expect(names(['a', 'b', 'c', 'd', 'e', 'f', 'g'])).toMatch(/^7 devices .+ \(a, b, c, d, e, and 2 more\)$/);
    expect(names(['a', 'b', 'c'], 40)).toMatch(/^40 devices .+ \(a, b, c, and 37 more\)$/);
  });

  test.each([
    [{}, ''],
    [{ ack: 3, host: 2 }, ''],
    [{ nobody: 5 }, '; nobody is told'],
    [{ nobody: 2, event: 3 }, '; 2 of 5 tell nobody'],
    [{ false_success: 5 }, '; success is reported all the same'],
    [{ false_success: 1, host: 4 }, '; 1 of 5 report success all the same'],
  ] as const)('who hears of a refusal: %j', (told, words) => {
    for (const kind of ['release', 'device'] as const) {
      const [finding] = onTargets(kind, [{ ...group(refusing(), ['a'], 5), told }]);
      const { [kind === 'release' ? 'because' : 'why']: why } = finding!.values;
      expect(findingMessage(finding!)).toContain(`${valueWords(why!)}${words} (`);
    }
  });

  test('a device that refuses, and one that does not', () => {
    expect(refusing()).toMatchObject({ outcome: 'refuse', told: 'nobody', rule: { check: 'dependencies' } });
    expect(running()).toMatchObject({ outcome: 'run', told: null, rule: null });
  });

  test('one device does, two do', () => {
    const sentence = (findings: Findings): string => findingMessage(findings[0]!);
    const said = (judgement: DeviceJudgement, count: number): string =>
      sentence(onTargets('device', [group(judgement, ['a', 'b'].slice(0, count))]));
    expect(said(refusing(), 1)).toMatch(/^1 device would refuse it: .+ \(a\)$/);
    expect(said(refusing(), 2)).toMatch(/^2 devices would refuse it: .+ \(a, b\)$/);
    expect(said(unclear(), 1)).toMatch(/^what becomes of 1 device is not certain: .+ \(a\)$/);
    expect(said(unclear(), 2)).toMatch(/^what becomes of 2 devices is not certain: .+ \(a, b\)$/);
    expect(sentence(onTargets('release', [group(unclear())]))).toMatch(/^what devices do is not certain: /);
  });

  test('releases say nothing of devices, and devices nothing of releases', () => {
    const groups = [group(toSafeMode()), group(refusing()), group(unclear())];
    const rules = (kind: 'release' | 'device'): readonly string[] => onTargets(kind, groups).map(({ rule }) => rule);
    expect(rules('release')).toEqual(['FW601', 'FW602', 'FW603']);
    expect(rules('device')).toEqual(['FW604', 'FW605', 'FW606']);
  });
});

describe('expectations', () => {
  const rules = (findings: Findings): readonly string[] => findings.map(({ rule }) => rule);
  const ALL = { platform: PHOTON, product: 5, productVersion: 8, maxOta: 500 };

  test('nothing is expected of what is no module, and nothing without an expectation', () => {
    expect(onExpect(fixture('bad/page.bin'), { ...ALL, maxOta: 1 })).toEqual([]);
    expect(onExpect(withProduct(), {})).toEqual([]);
  });

  test('product and its version are those of applications alone', () => {
    expect(rules(onExpect(withProduct(), ALL))).toEqual(['FW406', 'FW407', 'FW408', 'FW803']);
    expect(rules(onExpect(part(1), ALL))).toEqual(['FW406', 'FW803']);
    expect(rules(onExpect(assetModule(), { platform: PHOTON }))).toEqual([]);
  });

  test('a product that is not set is said so', () => {
    expect(onExpect(plain(), { product: 5, productVersion: 8 }).map(findingMessage)).toEqual([
      'is for product (not set), not for 5',
      expect.stringMatching(/^has product version .+, not 8$/),
    ]);
    expect(onExpect({ ...plain(), product: null }, { productVersion: 8 }).map(findingMessage)).toEqual([
      'has product version (not set), not 8',
    ]);
  });

  test('a budget is kept to the byte', () => {
    const cost = onExpect(plain(), { maxOta: 1 })[0]?.values.cost;
    if (cost?.kind !== 'bytes') throw new Error('no cost');
    expect(onExpect(plain(), { maxOta: cost.bytes })).toEqual([]);
    expect(onExpect(plain(), { maxOta: cost.bytes - 1 })).toHaveLength(1);
    expect(onExpect(plain(), { maxOta: 0 })).toHaveLength(1);
  });
});

test('a waiver finding names owner, rule, files and the last day', () => {
  expect(onWaiver('expired', 'unused').map(findingMessage)).toEqual([
    'the waiver of anna for FW201 on old/*.bin expired on 2026-01-31',
    'the waiver of anna for FW201 on old/*.bin covers nothing; remove it',
  ]);
});

test('a release that is not the locked one is an error; a file more is none', () => {
  const severities = RULES.filter(({ id }) => /^FW53\d$/.test(id)).map(({ id, severity }) => [id, severity]);
  expect(severities).toEqual([
    ['FW530', 'error'],
    ['FW531', 'error'],
    ['FW532', 'error'],
    ['FW533', 'warning'],
    ['FW534', 'error'],
  ]);
});

/**
 * Every finding of every bad case to the letter: words, bytes, file. A wanted change:
 * `UPDATE_GOLDEN=1 npx vitest run test/rules`, then read the difference.
 */
test('the findings of all bad cases', () => {
  const path = fileURLToPath(new URL('findings.json', import.meta.url));
  const found = Object.fromEntries(
    Object.entries(CASES).map(([id, { bad }]) => [
      id,
      bad().map((one) => ({ ...one, message: findingMessage(one), values: Object.keys(one.values).sort() })),
    ]),
  );
  const text = `${JSON.stringify(found, null, 1)}\n`;
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(path, text);
  expect(text).toBe(readFileSync(path, 'utf8'));
});
