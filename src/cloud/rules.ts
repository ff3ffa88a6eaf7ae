/** The rules of the cloud's model: what each rests on, and how sure it is. docs/cloud.md lists them; a test holds both against each other. */

/** How sure a rule, or what rests on it, is. */
export type Confidence = 'high' | 'medium' | 'low' | 'unknown';

/** Where a rule is known from: the vendor's documentation, public source, a word of the vendor's staff, reports of users, or a conclusion. */
type Basis = 'documented' | 'source' | 'staff' | 'field' | 'inferred';

interface CloudRule {
  readonly basis: Basis;
  readonly confidence: Confidence;
  readonly source: string;
}

/** One entry a rule. The cloud itself is closed: no rule comes from its code. */
export const CLOUD_RULES = {
  'application-only': { basis: 'documented', confidence: 'high', source: 'versions.md, ota-updates.md' },
  'device-os-first': { basis: 'documented', confidence: 'high', source: '256K-user-binaries.md' },
  combined: { basis: 'documented', confidence: 'medium', source: 'firmware-update-events.md' },
  'application-first': { basis: 'documented', confidence: 'high', source: 'firmware-update-events.md' },
  'safe-mode-event': { basis: 'source', confidence: 'high', source: 'system_cloud_internal.cpp, d08908d92' },
  'every-dependency': { basis: 'source', confidence: 'high', source: 'upgrade-downgrade.sh case 13' },
  'exact-version': { basis: 'documented', confidence: 'high', source: 'firmware-update-events.md; pull 1785' },
  'deepest-first': { basis: 'staff', confidence: 'high', source: 'firmware-update-events.md; pull 2254' },
  'bootloader-last': { basis: 'staff', confidence: 'medium', source: 'pull 1306 (comments)' },
  'no-bootloader-sent': { basis: 'documented', confidence: 'high', source: 'bootloader of Electron and E Series' },
  'through-another-release': { basis: 'staff', confidence: 'medium', source: 'upgrade notes of the vendor, 2018' },
  'one-a-restart': { basis: 'documented', confidence: 'high', source: 'firmware-update-events.md' },
  'nothing-missing': { basis: 'documented', confidence: 'high', source: 'status-led-blinking-magenta' },
  'assets-of-bundle': { basis: 'source', confidence: 'medium', source: 'assets.spec.js tests 01-03, 08-10' },
  'assets-not-uploaded': { basis: 'inferred', confidence: 'high', source: 'asset-ota.md' },
  'updates-disabled': { basis: 'documented', confidence: 'high', source: 'ota-updates.md; firmware_update.cpp' },
  'development-device': { basis: 'documented', confidence: 'high', source: 'development-devices.md' },
  'refused-again': { basis: 'field', confidence: 'high', source: 'community.particle.io/t/40700, t/36309' },
  'no-connection': { basis: 'inferred', confidence: 'medium', source: 'the event is part of the handshake' },
} as const satisfies Readonly<Record<string, CloudRule>>;

/** The name of a rule. */
export type CloudRuleName = keyof typeof CLOUD_RULES;

/** From the least sure on. */
const ORDER: readonly Confidence[] = ['unknown', 'low', 'medium', 'high'];

/** Takes how sure several things are; gives the least of it, `high` for nothing. */
export function leastSure(all: readonly Confidence[]): Confidence {
  return ORDER.find((one) => all.includes(one)) ?? 'high';
}

/** Whether something is at least that sure. */
export function isAtLeast(confidence: Confidence, least: Confidence): boolean {
  return ORDER.indexOf(confidence) >= ORDER.indexOf(least);
}
