/** Fleets without the command line: text in, assessment out. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beginAssessment } from '../../src/assess/assess.js';
import { beginOverview } from '../../src/assess/fleet-overview.js';
import type { FleetOverview } from '../../src/assess/fleet-overview.js';
import { beginRollout } from '../../src/assess/rollout.js';
import type { Rollout } from '../../src/assess/rollout.js';
import type { Assessment, DeviceEntry, DeviceSummary, DeviceVerdict, Question } from '../../src/assess/types.js';
import { fleetReader } from '../../src/fleet/reader.js';
import type { FleetRecord } from '../../src/fleet/types.js';
import { readFirmwareFile } from '../../src/index.js';
import { unreadReport } from '../../src/report/fleet.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** An application of 256K for a Boron that needs Device OS 4.2.0. */
export const BORON_APP = 'fixtures/boron-4.2.0/app-256k-for-4.2.0.bin';

export const fixture = (name: string): string => readFileSync(`${root}fixtures/${name}`, 'utf8').replace(/^\ufeff/, '');

export const BORON = 13;

/** A device by its number: 24 hex digits. */
export const idOf = (device: number): string => `e00fce68${device.toString(16).padStart(16, '0')}`;

/** An hour of one day. */
export const timeOf = (hour: number): string => `2026-11-20T${String(hour).padStart(2, '0')}:00:00.000Z`;

/** What a device with that system part says of its modules. */
export const describeOf = (system: number, platform = BORON): object => ({
  p: platform,
  m: [
    { s: 49152, l: 'm', vc: 30, vv: 30, f: 'b', n: '0', v: 1200, d: [] },
    { s: 671744, l: 'm', vc: 30, vv: 30, f: 's', n: '1', v: system, d: [] },
    { s: 262144, l: 'm', vc: 30, vv: 30, f: 'u', n: '2', v: 6, d: [{ f: 's', n: '1', v: 4000 }] },
    { s: 192512, l: 'm', vc: 30, vv: 30, f: 'a', n: '0', v: 202, d: [] },
  ],
});

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

/** Gives every record and page of some texts, one file each. */
function addTexts(texts: readonly string[], platform: number | null, add: (item: DeviceEntry) => void): void {
  for (const [at, text] of texts.entries()) {
    const name = `file ${String(at)}`;
    const reader = fleetReader(platform, {
      record: (one) => {
        add(one.word.kind === 'unread' ? unreadReport(one.word, name, one.line) : { record: one, file: name });
      },
      page: (page) => {
        add({ page });
      },
    });
    reader.add(text);
    reader.end();
  }
}

const application = (app: string) => readFirmwareFile(app, new Uint8Array(readFileSync(root + app)));

/** What an application for 4.2.0 does to the devices of some texts, one file each. */
export function answerTo(texts: readonly string[], question: Question = {}, app = BORON_APP): FleetAnswer {
  const open = beginAssessment([application(app)], { devices: [], verdicts: 'named', ...question });
  addTexts(texts, question.platform ?? null, open.add);
  const assessment = open.end();
  const { devices } = assessment;
  if (devices === null) throw new Error('no device was asked about');
  return { assessment, devices, verdicts: [...open.verdicts()] };
}

/** The same devices, without any firmware. */
export function overviewOf(texts: readonly string[], platform: number | null = null): FleetOverview {
  const open = beginOverview({});
  addTexts(texts, platform, open.add);
  return open.end();
}

/** What becomes of them where a product releases the application. */
export function rolloutTo(texts: readonly string[]): Rollout {
  const open = beginRollout([application(BORON_APP)], [], { platform: null, sentTo: 'product', hasDevices: true });
  if ('kind' in open) throw new Error(open.kind);
  addTexts(texts, null, open.add);
  return open.end();
}
