/**
 * Every rule, by what it looks at. An explicit list: nothing registers itself. Each list is made when it is asked for: a run that has no device
 * loads no rule about devices.
 */
import { IMAGE, WHAT_IT_IS } from './family-1-what-it-is.js';
import { INTEGRITY } from './family-2-integrity.js';
import { LAYOUT_EXTENSIONS, LAYOUT_FILE, LAYOUT_SET } from './family-3-layout.js';
import { IDENTITY_EXPECT, IDENTITY_FILE, IDENTITY_INPUT } from './family-4-identity.js';
import { RELEASE, RELEASE_INPUT } from './family-5-release.js';
import { SET } from './family-5-set.js';
import { DEVICE } from './family-6-device.js';
import { ASSETS_FILE, ASSETS_SET } from './family-7-assets.js';
import { PAYLOAD_BUNDLE, PAYLOAD_FILE } from './family-7-payload.js';
import { ADVICE_EXPECT, ADVICE_FILE, ADVICE_WAIVER } from './family-8-advice.js';
import type { RuleOf, Subjects } from './types.js';

/** The rules about each kind of subject, by ascending id. */
export const RULES_ON: { readonly [On in keyof Subjects]: () => readonly RuleOf<On>[] } = {
  file: () => [
    ...WHAT_IT_IS,
    ...INTEGRITY,
    ...LAYOUT_FILE,
    ...LAYOUT_EXTENSIONS,
    ...IDENTITY_FILE,
    ...PAYLOAD_FILE,
    ...ASSETS_FILE,
    ...ADVICE_FILE,
  ],
  image: () => IMAGE,
  set: () => [...LAYOUT_SET, ...SET, ...ASSETS_SET],
  input: () => [...IDENTITY_INPUT, ...RELEASE_INPUT],
  expect: () => [...IDENTITY_EXPECT, ...ADVICE_EXPECT],
  release: () => RELEASE,
  target: () => DEVICE,
  bundle: () => PAYLOAD_BUNDLE,
  waiver: () => ADVICE_WAIVER,
};
