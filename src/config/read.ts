/** Reads `fwinspect.config.json`: text in, configuration or faults out; never throws. */
import parseVersion from 'semver/functions/parse.js';
import validRange from 'semver/ranges/valid.js';
import * as v from 'valibot';
import { findPlatform, platformNames } from '../catalog/platforms.js';
import { RULES } from '../rules/registry.js';
import { nearest } from '../base/nearest.js';
import { CONFIG_SCHEMA, KNOWN_KEYS } from './schema.js';
import type { Level, Waiver } from '../assess/types.js';
import type { Config, ConfigFault, Expect } from './types.js';

export type ConfigResult =
  | { readonly kind: 'config'; readonly config: Config }
  | { readonly kind: 'fault'; readonly faults: readonly ConfigFault[] };

type Raw = v.InferOutput<typeof CONFIG_SCHEMA>;

export function readConfig(text: string): ConfigResult {
  const document = documentOf(text);
  if ('fault' in document) return { kind: 'fault', faults: [document.fault] };
  const lists = listFaults(document.value);
  if (lists.length > 0) return { kind: 'fault', faults: lists };
  const parsed = v.safeParse(CONFIG_SCHEMA, document.value);
  if (!parsed.success) return { kind: 'fault', faults: parsed.issues.map(faultOf) };
  const raw = parsed.output;
  const faults = [...ruleFaults(document.value), ...expectFaults(raw), ...waiverFaults(raw)];
  return faults.length > 0 ? { kind: 'fault', faults } : { kind: 'config', config: configOf(raw) };
}

function documentOf(text: string): { readonly value: unknown } | { readonly fault: ConfigFault } {
  try {
    return { value: JSON.parse(text.replace(/^\ufeff/, '')) as unknown };
  } catch (error) {
    return { fault: { path: '', message: `is not JSON${placeOf(error as Error)}` } };
  }
}

/** Where it ends to be JSON, never what stands there: any file may have been named, one with secrets too. */
function placeOf({ message }: Error): string {
  const place = /at position (\d+)/.exec(message)?.[1];
  return place === undefined ? '' : ` (at character ${String(Number(place) + 1)})`;
}

/** valibot takes a list for an object. */
function listFaults(document: unknown): readonly ConfigFault[] {
  const { rules, expect, waivers } = (document ?? {}) as Readonly<Record<string, unknown>>;
  const places: readonly (readonly [path: string, value: unknown])[] = [
    ['', document],
    ['rules', rules],
    ['expect', expect],
    ...(Array.isArray(waivers)
      ? waivers.map((one: unknown, at): [string, unknown] => [`waivers[${String(at)}]`, one])
      : []),
  ];
  return places
    .filter(([, value]) => Array.isArray(value))
    .map(([path]) => ({ path, message: 'must be an object, not a list' }));
}

/** `waivers[0].expires` */
function pathOf(parts: readonly unknown[]): string {
  return parts
    .map((part) => (typeof part === 'number' ? `[${String(part)}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
}

function faultOf(issue: v.BaseIssue<unknown>): ConfigFault {
  const parts: readonly unknown[] = (issue.path ?? []).map(({ key }) => key);
  const path = pathOf(parts);
  if (issue.expected === 'never') {
    const place = parts.filter((part) => typeof part === 'string').slice(0, -1);
    return { path, message: unknownKey(String(parts.at(-1)), KNOWN_KEYS[place.join('.')] ?? []) };
  }
  if (issue.received === 'undefined') return { path, message: 'is missing' };
  // Our own messages start with "must"; the others say what was expected.
  if (issue.message.startsWith('must')) return { path, message: issue.message };
  return { path, message: `must be ${expectedWords(issue)}${receivedWords(issue)}` };
}

/** What kind of thing is there; never its content. */
function receivedWords({ received, type }: v.BaseIssue<unknown>): string {
  if (/^(?:Object|Array|null|true|false)$/.test(received)) {
    const words: Readonly<Record<string, string>> = { Object: 'an object', Array: 'a list' };
    return `, not ${words[received] ?? received}`;
  }
  if (/_value$|^integer$/.test(type)) return '';
  return received.startsWith('"') ? ', not this text' : ', not this number';
}

function expectedWords({ expected, requirement, type }: v.BaseIssue<unknown>): string {
  if (type === 'min_value' || type === 'max_value') {
    return (expected ?? '').replace('>=', 'at least ').replace('<=', 'at most ');
  }
  if (type === 'integer') return 'a whole number';
  if (type === 'min_length') return `text of at least ${String(requirement)} character`;
  const words: Readonly<Record<string, string>> = {
    Object: 'an object',
    Array: 'a list',
    string: 'text',
    number: 'a number',
  };
  return (words[expected ?? ''] ?? expected ?? 'something else').replace(/^\((.*)\)$/, '$1').replaceAll(' | ', ' or ');
}

function unknownKey(key: string, known: readonly string[]): string {
  const near = nearest(key, known);
  return near === null ? `is unknown; known are ${known.join(', ')}` : `is unknown; did you mean ${near}?`;
}

/** The id of a rule given by id or name. */
function ruleId(key: string): string | undefined {
  const wanted = key.toLowerCase();
  return RULES.find(({ id, name }) => id.toLowerCase() === wanted || name === wanted)?.id;
}

function unknownRule(key: string): string {
  const near = nearest(key.toLowerCase(), [
    ...RULES.map(({ name }) => name),
    ...RULES.map(({ id }) => id.toLowerCase()),
  ]);
  const rule = near === null ? undefined : RULES.find(({ id }) => id === ruleId(near));
  return rule === undefined ? 'is no rule' : `is no rule; did you mean ${rule.id} (${rule.name})?`;
}

/** Looks at the document itself: a record leaves out keys such as `__proto__`. */
function ruleFaults(document: unknown): readonly ConfigFault[] {
  const rules = (document as { readonly rules?: Readonly<Record<string, unknown>> }).rules ?? {};
  const seen = new Map<string, string>();
  return Object.keys(rules).flatMap((key): ConfigFault[] => {
    const path = `rules.${key}`;
    const id = ruleId(key);
    if (id === undefined) return [{ path, message: unknownRule(key) }];
    const other = seen.get(id);
    seen.set(id, key);
    return other === undefined ? [] : [{ path, message: `is the same rule as ${other}` }];
  });
}

function expectFaults({ expect }: Raw): readonly ConfigFault[] {
  const { platform, minOs, targetOs } = expect ?? {};
  const faults: ConfigFault[] = [];
  if (platform !== undefined && findPlatform(platform) === undefined) {
    const near = nearest(platform.toLowerCase(), platformNames());
    const hint = near === null ? '' : `; did you mean ${near}?`;
    faults.push({ path: 'expect.platform', message: `is no platform${hint}` });
  }
  if (minOs !== undefined && parseVersion(minOs) === null) {
    faults.push({ path: 'expect.minOs', message: 'must be a release such as 0.4.8' });
  }
  if (targetOs !== undefined && validRange(targetOs) === null) {
    faults.push({ path: 'expect.targetOs', message: 'must be a range of releases such as ">=1.5 <2"' });
  }
  return faults;
}

function waiverFaults({ waivers = [] }: Raw): readonly ConfigFault[] {
  return waivers.flatMap(({ rule, expires }, at) => [
    ...(ruleId(rule) === undefined ? [{ path: `waivers[${String(at)}].rule`, message: unknownRule(rule) }] : []),
    ...(isDay(expires) ? [] : [{ path: `waivers[${String(at)}].expires`, message: 'is no day of the calendar' }]),
  ]);
}

function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** A configuration of before may say `usb` for what is `local`. */
const expectOf = ({ via, ...rest }: NonNullable<Raw['expect']>): Expect => ({
  ...rest,
  ...(via === undefined ? {} : { via: via === 'usb' ? 'local' : via }),
});

function configOf({ rules, expect, failOn, waivers }: Raw): Config {
  const idOf = (key: string): string => ruleId(key) ?? key;
  return {
    ...(rules === undefined
      ? {}
      : {
          rules: Object.fromEntries(Object.entries(rules).map(([key, level]): [string, Level] => [idOf(key), level])),
        }),
    ...(expect === undefined ? {} : { expect: expectOf(expect) }),
    ...(failOn === undefined ? {} : { failOn }),
    ...(waivers === undefined
      ? {}
      : { waivers: waivers.map((waiver): Waiver => ({ ...waiver, rule: idOf(waiver.rule) })) }),
  };
}
