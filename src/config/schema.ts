/** The shape of `fwinspect.config.json`. `schema/config@1.json` is made from it by `scripts/make-config-schema.mjs`. */
import * as v from 'valibot';

const ruleKey = v.pipe(v.string(), v.minLength(1), v.description('The id of a rule, such as FW201, or its name.'));

const SIZE = 'must be a size such as "5MB", or a number of bytes';

const levels = ['error', 'warning', 'note', 'off'] as const;
const severities = ['error', 'warning', 'note'] as const;

const number16 = (text: string) =>
  v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(65535), v.description(text));

const expect = v.strictObject({
  platform: v.optional(v.pipe(v.string(), v.description('Platform by name or id, such as electron.'))),
  minOs: v.optional(v.pipe(v.string(), v.description('The oldest Device OS release in the field, such as 0.4.8.'))),
  targetOs: v.optional(v.pipe(v.string(), v.description('A range of Device OS releases, such as ">=1.5 <2".'))),
  product: v.optional(number16('The product id that applications must have.')),
  productVersion: v.optional(number16('The product version that applications must have.')),
  maxOta: v.optional(
    v.union(
      [
        v.pipe(v.string(), v.regex(/^\s*\d+(\.\d+)?\s*([kKmMgG]?[bB])?\s*$/, SIZE)),
        v.pipe(v.number(), v.integer(), v.minValue(0)),
      ],
      SIZE,
    ),
  ),
  via: v.optional(
    v.pipe(
      v.picklist(['ota', 'serial', 'local', 'usb', 'dfu']),
      v.description('How the files reach the device; usb is what local is.'),
    ),
  ),
  expectCloud: v.optional(
    v.pipe(
      v.boolean(),
      v.description('Whether what the cloud is expected to mend by itself is a warning, not an error.'),
    ),
  ),
});

const text = (what: string) => v.pipe(v.string(), v.regex(/\S/, 'must not be empty'), v.description(what));

const waiver = v.strictObject({
  rule: ruleKey,
  files: text('A glob over the paths of the files: * and ? within a folder, ** over folders; ** alone is everything.'),
  reason: text('Why the finding does not count.'),
  owner: text('Who answers for it.'),
  expires: v.pipe(
    v.string(),
    v.regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a date, YYYY-MM-DD'),
    v.description('Last day on which the waiver holds, YYYY-MM-DD.'),
  ),
});

export const CONFIG_SCHEMA = v.strictObject({
  $schema: v.optional(v.string()),
  rules: v.optional(
    v.pipe(
      v.record(ruleKey, v.picklist(levels)),
      v.description('What the findings of a rule count as, by id or name.'),
    ),
  ),
  expect: v.optional(expect),
  failOn: v.optional(v.pipe(v.picklist(severities), v.description('The lowest severity that fails a check.'))),
  waivers: v.optional(v.array(waiver)),
});

/** The keys that an object of the file may have, by its place without indices. */
export const KNOWN_KEYS: Readonly<Record<string, readonly string[]>> = {
  '': Object.keys(CONFIG_SCHEMA.entries),
  expect: Object.keys(expect.entries),
  waivers: Object.keys(waiver.entries),
};
