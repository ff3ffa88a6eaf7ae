/** Look-ups that are made once for each platform and release. */
import { NEWEST } from './versions.js';

/**
 * Takes a function of platform id and module version; gives one that remembers its answers. Remembered is what is worth it (`isKept`), and only
 * for versions that a header can carry, so that hostile numbers cannot fill the memory.
 */
export function oncePerRelease<Value>(
  make: (platform: number, version: number) => Value,
  isKept: (value: Value) => boolean,
): (platform: number, version: number) => Value {
  const byPlatform = new Map<number, Map<number, Value>>();
  return (platform, version) => {
    const known = byPlatform.get(platform)?.get(version);
    if (known !== undefined) return known;
    const value = make(platform, version);
    if (!isKept(value) || !isVersion(version)) return value;
    const ofPlatform = byPlatform.get(platform);
    if (ofPlatform === undefined) byPlatform.set(platform, new Map([[version, value]]));
    else ofPlatform.set(version, value);
    return value;
  };
}

function isVersion(version: number): boolean {
  return Number.isInteger(version) && version >= 0 && version <= NEWEST;
}
