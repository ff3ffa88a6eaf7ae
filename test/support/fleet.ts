/** Fleets without the command line: text in, assessment out. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beginAssessment } from '../../src/assess/assess.js';
import type { Assessment, DeviceSummary, DeviceVerdict, Question } from '../../src/assess/types.js';
import { fleetReader } from '../../src/fleet/reader.js';
import type { FleetRecord } from '../../src/fleet/types.js';
import { readFirmwareFile } from '../../src/index.js';
import { unreadReport } from '../../src/report/fleet.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** An application of 256K for a Boron that needs Device OS 4.2.0. */
export const BORON_APP = 'fixtures/boron-4.2.0/app-256k-for-4.2.0.bin';

export const fixture = (name: string): string => readFileSync(`${root}fixtures/${name}`, 'utf8').replace(/^\ufeff/, '');

/** Every record of a text, which comes in pieces of a size. */
export function recordsOf(text: string, piece = text.length): readonly FleetRecord[] {
  const records: FleetRecord[] = [];
  const reader = fleetReader(null, { record: (one) => records.push(one), page: () => undefined });
  for (let at = 0; at < text.length; at += piece) reader.add(text.slice(at, at + piece));
  reader.end();
  return records;
}

export interface FleetAnswer {
  readonly assessment: Assessment;
  readonly devices: DeviceSummary;
  readonly verdicts: readonly DeviceVerdict[];
}

/** What an application for 4.2.0 does to the devices of some texts, one file each. */
export function answerTo(texts: readonly string[], question: Question = {}, app = BORON_APP): FleetAnswer {
  const file = readFirmwareFile(app, new Uint8Array(readFileSync(root + app)));
  const open = beginAssessment([file], { devices: [], verdicts: 'named', ...question });
  for (const [at, text] of texts.entries()) {
    const name = `file ${String(at)}`;
    const record = (one: FleetRecord): void => {
      open.add(one.word.kind === 'unread' ? unreadReport(one.word, name, one.line) : { record: one, file: name });
    };
    const reader = fleetReader(question.platform ?? null, {
      record,
      page: (page) => {
        open.add({ page });
      },
    });
    reader.add(text);
    reader.end();
  }
  const assessment = open.end();
  const { devices } = assessment;
  if (devices === null) throw new Error('no device was asked about');
  return { assessment, devices, verdicts: [...open.verdicts()] };
}
