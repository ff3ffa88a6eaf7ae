import { readFileSync } from 'node:fs';
import { toJsonSchema } from '@valibot/to-json-schema';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyPolicy } from '../../src/assess/policy.js';
import type { Policy, Waiver } from '../../src/assess/types.js';
import { matchesGlob } from '../../src/base/glob.js';
import { nearest } from '../../src/base/nearest.js';
import { readConfig } from '../../src/config/read.js';
import { CONFIG_SCHEMA } from '../../src/config/schema.js';
import { RULES } from '../../src/rules/registry.js';
import type { Finding } from '../../src/rules/types.js';

const nameOf = (id: string): string => RULES.find((rule) => rule.id === id)?.name ?? '';

const WAIVER = { rule: 'FW201', files: 'build/*.bin', reason: 'known', owner: 'anna', expires: '2026-12-31' };

const faultsOf = (value: unknown): readonly string[] => {
  const read = readConfig(typeof value === 'string' ? value : JSON.stringify(value));
  return read.kind === 'config' ? [] : read.faults.map(({ path, message }) => `${path}: ${message}`);
};

const schema = JSON.parse(readFileSync(new URL('../../schema/config@1.json', import.meta.url), 'utf8')) as Record<
  string,
  unknown
>;
const isValid = new Ajv({ strict: true, strictTypes: false, strictRequired: false }).compile(schema);

test('the schema is made from what the reader checks: node scripts/make-config-schema.mjs', () => {
  const { title: _, ...rest } = schema;
  expect(rest).toEqual(JSON.parse(JSON.stringify(toJsonSchema(CONFIG_SCHEMA))));
});

test('a whole configuration; rules by name become ids', () => {
  const document = {
    $schema: './node_modules/fwinspect/schema/config@1.json',
    rules: { FW101: 'warning', [nameOf('FW202')]: 'off' },
    expect: {
      platform: 'electron',
      minOs: '0.4.8',
      targetOs: '>=1.5 <2',
      product: 12,
      productVersion: 3,
      maxOta: '5MB',
      via: 'ota',
      expectCloud: true,
    },
    failOn: 'warning',
    waivers: [{ ...WAIVER, rule: nameOf('FW201') }],
  };
  expect(isValid(document)).toBe(true);
  const { $schema: _, ...rest } = document;
  expect(readConfig(`\ufeff${JSON.stringify(document)}`)).toEqual({
    kind: 'config',
    config: { ...rest, rules: { FW101: 'warning', FW202: 'off' }, waivers: [WAIVER] },
  });
});

test('an empty one', () => {
  expect(readConfig('{}')).toEqual({ kind: 'config', config: {} });
});

test.each<readonly [what: string, value: unknown, faults: readonly string[]]>([
  ['a list', [], [': must be an object, not a list']],
  [
    'a list within',
    { rules: [], expect: [] },
    ['rules: must be an object, not a list', 'expect: must be an object, not a list'],
  ],
  ['a list as a waiver', { waivers: [[]] }, ['waivers[0]: must be an object, not a list']],
  ['nothing', null, [': must be an object, not null']],
  ['an unknown key', { expct: {} }, ['expct: is unknown; did you mean expect?']],
  ['one within', { expect: { minOS: '1' } }, ['expect.minOS: is unknown; did you mean minOs?']],
  ['one in a waiver', { waivers: [{ ...WAIVER, file: 'x' }] }, ['waivers[0].file: is unknown; did you mean files?']],
  [
    'one that is like none',
    { qwertyuiop: 1 },
    ['qwertyuiop: is unknown; known are $schema, rules, expect, failOn, waivers'],
  ],
  ['an unknown rule', { rules: { FW999: 'off' } }, ['rules.FW999: is no rule']],
  ['a rule twice', { rules: { FW201: 'off', fw201: 'note' } }, ['rules.fw201: is the same rule as FW201']],
  [
    'an unknown level',
    { rules: { FW201: 'warn' } },
    ['rules.FW201: must be "error" or "warning" or "note" or "off", not this text'],
  ],
  ['a level of another kind', { failOn: 3 }, ['failOn: must be "error" or "warning" or "note", not this number']],
  ['a platform', { expect: { platform: 'electro' } }, ['expect.platform: is no platform; did you mean electron?']],
  ['a release', { expect: { minOs: 'new' } }, ['expect.minOs: must be a release such as 0.4.8']],
  ['a range', { expect: { targetOs: 'new' } }, ['expect.targetOs: must be a range of releases such as ">=1.5 <2"']],
  ['a size', { expect: { maxOta: 'big' } }, ['expect.maxOta: must be a size such as "5MB", or a number of bytes']],
  ['no yes or no', { expect: { expectCloud: 'yes' } }, ['expect.expectCloud: must be boolean, not this text']],
  ['a product', { expect: { product: 70000 } }, ['expect.product: must be at most 65535']],
  ['half a number', { expect: { product: 0.5 } }, ['expect.product: must be a whole number']],
  ['a waiver without end', { waivers: [{ ...WAIVER, expires: undefined }] }, ['waivers[0].expires: is missing']],
  ['no date', { waivers: [{ ...WAIVER, expires: 'never' }] }, ['waivers[0].expires: must be a date, YYYY-MM-DD']],
  ['no day', { waivers: [{ ...WAIVER, expires: '2026-02-30' }] }, ['waivers[0].expires: is no day of the calendar']],
  ['no reason', { waivers: [{ ...WAIVER, reason: ' ' }] }, ['waivers[0].reason: must not be empty']],
])('%s is refused', (_what, value, faults) => {
  expect(faultsOf(value)).toEqual(faults);
});

test('keys that objects have by nature are unknown like others', () => {
  expect(faultsOf('{"rules": {"__proto__": "off"}}')).toEqual(['rules.__proto__: is no rule']);
  expect(faultsOf('{"rules": {"constructor": "off"}}')).toEqual(['rules.constructor: is no rule']);
});

test('never throws', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      expect(['config', 'fault']).toContain(readConfig(text).kind);
    }),
  );
  expect(faultsOf('{')[0]).toMatch(/^: is not JSON/);
});

describe('applied', () => {
  const finding = (rule: string, file: string | null): Finding => ({
    rule,
    severity: 'error',
    file,
    range: null,
    values: {},
  });
  const ALL = [finding('FW201', 'build/a.bin'), finding('FW201', 'build/sub/a.bin'), finding('FW501', null)];
  const apply = (policy: Policy, today = '2026-06-01') => applyPolicy(ALL, { ...policy, today });
  const waiver = (over: Partial<Waiver>): Waiver => ({ ...WAIVER, ...over });

  test('nothing changes without a policy', () => {
    expect(apply({})).toEqual({ findings: ALL.map((one) => ({ ...one, waived: null })), waivers: [] });
  });

  test('severities, and off', () => {
    const { findings } = apply({ levels: { FW201: 'note', FW501: 'off' } });
    expect(findings.map(({ rule, severity }) => [rule, severity])).toEqual([
      ['FW201', 'note'],
      ['FW201', 'note'],
    ]);
  });

  test('a waiver covers its rule in its files, and nothing else', () => {
    const { findings, waivers } = apply({ waivers: [waiver({})] });
    expect(findings.map(({ waived }) => waived?.owner)).toEqual(['anna', undefined, undefined]);
    expect(waivers).toEqual([]);
  });

  test('** alone covers what is about no file', () => {
    const covered = (files: string) =>
      apply({ waivers: [waiver({ rule: 'FW501', files })] }).findings[2]?.waived ?? null;
    expect(covered('**')).toEqual({ reason: 'known', owner: 'anna', expires: '2026-12-31' });
    expect(covered('*')).toBeNull();
  });

  test('it holds on its last day and not on the next', () => {
    const on = (today: string) => apply({ waivers: [waiver({})] }, today);
    expect(on('2026-12-31').waivers).toEqual([]);
    expect(on('2027-01-01').waivers.map(({ state }) => state)).toEqual(['expired']);
    expect(on('2027-01-01').findings[0]?.waived).toBeNull();
  });

  test('on no day none holds', () => {
    expect(applyPolicy(ALL, { waivers: [waiver({})] }).waivers.map(({ state }) => state)).toEqual(['expired']);
  });

  test('one that covers nothing is told of, also because its rule is off', () => {
    expect(apply({ waivers: [waiver({ files: 'x' })] }).waivers.map(({ state }) => state)).toEqual(['unused']);
    expect(apply({ levels: { FW201: 'off' }, waivers: [waiver({})] }).waivers.map(({ state }) => state)).toEqual([
      'unused',
    ]);
  });

  test('of several the one that holds longest', () => {
    const both = [waiver({ owner: 'short', expires: '2026-07-01' }), waiver({ owner: 'long' })];
    expect(apply({ waivers: both }).findings[0]?.waived?.owner).toBe('long');
  });
});

test.each([
  ['a.bin', 'a.bin', true],
  ['a.bin', './a.bin', true],
  ['./a.bin', 'a.bin', true],
  ['b/a.bin', 'a.bin', false],
  ['b/a.bin', '*.bin', false],
  ['b/a.bin', '*/*.bin', true],
  ['b/a.bin', '**/a.bin', true],
  ['a.bin', '**/a.bin', true],
  ['x/y/z/a.bin', 'x/**/a.bin', true],
  ['x/a.bin', 'x/**', true],
  ['y/a.bin', 'x/**', false],
  ['any/thing', '**', true],
  ['ab.bin', 'a?.bin', true],
  ['a/.bin', 'a?.bin', false],
  ['a\u{1f600}.bin', 'a?.bin', true],
  ['[a].bin', '[a].bin', true],
  ['a.bin', '[a].bin', false],
  ['axbin', 'a.bin', false],
  ['abcabd', '*abd', true],
  ['x/y/x/z', '**/x/z', true],
  ['', '*', true],
])('%j and %j: %j', (path, glob, expected) => {
  expect(matchesGlob(path, glob)).toBe(expected);
});

test('a glob agrees with the regular expression of the same meaning, and takes no time', () => {
  const part = fc.array(fc.constantFrom('a', 'b', '*', '?'), { minLength: 1, maxLength: 6 }).map((all) => all.join(''));
  fc.assert(
    fc.property(part, fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 }), (glob, name) => {
      const pattern = new RegExp(`^${glob.replace(/\*+/g, '.*').replaceAll('?', '.')}$`);
      // Two stars alone are the other wildcard.
      fc.pre(glob !== '**');
      expect(matchesGlob(name, glob)).toBe(pattern.test(name));
    }),
    { numRuns: 500 },
  );
  expect(matchesGlob('a'.repeat(5000), '*a'.repeat(50) + 'b')).toBe(false);
});

test('the nearest word', () => {
  expect(nearest('dpes', ['deps', 'inspect'])).toBe('deps');
  expect(nearest('something', ['deps', 'inspect'])).toBeNull();
});
