import { statSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { firmwareAvailable, firmwareFiles } from './firmware.js';

describe.skipIf(!firmwareAvailable())('real firmware', () => {
  test('has the files that each package is known to hold', () => {
    const counts: Record<string, number> = {};
    for (const file of firmwareFiles()) counts[file.package] = (counts[file.package] ?? 0) + 1;
    expect(counts).toEqual({
      'binary-version-reader@0.4.0': 13,
      'particle-cli@1.16.0': 15,
      'particle-cli@2.3.0': 47,
      'particle-cli@3.51.0': 16,
    });
  });

  test('every file can be opened', () => {
    for (const file of firmwareFiles()) expect(statSync(file.path).isFile(), file.name).toBe(true);
  });
});
