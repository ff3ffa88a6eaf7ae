/** Judges records of devices one by one: for whoever keeps them elsewhere, in a database or a warehouse. */
import { judgedWords } from './judged-words.js';
import { isModuleFile } from '../device/module-file.js';
import type { FleetRecord } from '../fleet/types.js';
import type { FirmwareFile } from './file.js';
import { groupByPlatform } from './groups.js';
import type { JudgedWord, Question } from './types.js';

/**
 * What files do to devices that come as single records.
 *
 * @param files as `readFirmwareFile` gives them
 * @param question how they reach the devices, and which devices count
 * @returns takes a record as `fleetReader` gives it; gives its platform, Device OS and judgement, null for a record that says nothing of a device.
 *   Equal records need one call: what comes depends on nothing else. Which record of a device is its latest is the caller's to say.
 */
export function judgeFleet(
  files: readonly FirmwareFile[],
  {
    platform = null,
    via = 'ota',
    protected: isProtected = null,
  }: Pick<Question, 'platform' | 'via' | 'protected'> = {},
): (record: FleetRecord) => JudgedWord | null {
  const groups = groupByPlatform(files.filter(isModuleFile).filter(({ module }) => module.crc.ok));
  const words = judgedWords(
    groups.filter((group) => platform === null || group.platform === platform),
    { via, isProtected },
  );
  return ({ word }) => (word.kind === 'report' || word.kind === 'row' ? words.word(words.numberOf(word)) : null);
}
