/** Every rule, in the order of its number. An explicit list: nothing registers itself. */
import { IMAGE, WHAT_IT_IS } from './family-1-what-it-is.js';
import { INTEGRITY } from './family-2-integrity.js';
import { LAYOUT_EXTENSIONS, LAYOUT_FILE, LAYOUT_SET } from './family-3-layout.js';
import { IDENTITY_EXPECT, IDENTITY_FILE, IDENTITY_INPUT } from './family-4-identity.js';
import { RELEASE } from './family-5-release.js';
import { SET } from './family-5-set.js';
import { DEVICE } from './family-6-device.js';
import { ASSETS_FILE, ASSETS_SET } from './family-7-assets.js';
import { PAYLOAD_BUNDLE, PAYLOAD_FILE } from './family-7-payload.js';
import { ADVICE_EXPECT, ADVICE_FILE, ADVICE_WAIVER } from './family-8-advice.js';
import type { Rule } from './types.js';

/** Every rule, by ascending id. */
export const RULES: readonly Rule[] = [
  ...WHAT_IT_IS,
  ...IMAGE,
  ...INTEGRITY,
  ...LAYOUT_FILE,
  ...LAYOUT_SET,
  ...LAYOUT_EXTENSIONS,
  ...IDENTITY_FILE,
  ...IDENTITY_INPUT,
  ...IDENTITY_EXPECT,
  ...SET,
  ...RELEASE,
  ...DEVICE,
  ...PAYLOAD_FILE,
  ...PAYLOAD_BUNDLE,
  ...ASSETS_FILE,
  ...ASSETS_SET,
  ...ADVICE_FILE,
  ...ADVICE_EXPECT,
  ...ADVICE_WAIVER,
];

const byId = new Map(RULES.map((rule) => [rule.id, rule]));

/** The rule of an id such as `FW201`, in any case; undefined where there is none. */
export function ruleById(id: string): Rule | undefined {
  return byId.get(id.toUpperCase());
}
