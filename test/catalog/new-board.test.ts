/**
 * A new board is one record (and its rows in the table of releases). Two made-up boards stand beside real ones with the same flash: whatever is asked
 * of them, the answer is the real board's, but for id and name.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import { boardById, BOARDS } from '../../src/catalog/boards/index.js';
import { slotsIn, slotsOf } from '../../src/catalog/flash-map.js';
import { findPlatform, platformNames } from '../../src/catalog/platforms.js';
import { releaseRows } from '../../src/catalog/releases.js';
import { readDeviceReport, stateOfReport } from '../../src/describe/read.js';
import { accept } from '../../src/device/accept.js';
import { boot } from '../../src/device/boot.js';
import { shippedState } from '../../src/device/shipped.js';
import { send } from '../../src/device/simulate.js';
import type { DeviceState, InstalledModule } from '../../src/device/types.js';
import { planUpdate } from '../../src/plan/update.js';
import type { PlanFile } from '../../src/plan/world.js';
import type * as NrfFile from '../../src/catalog/boards/nrf52840.js';
import type * as Table from '../../src/catalog/release-table.js';
import { diceOf, platformOf, randomModule, randomState, TRANSPORTS } from '../support/random-device.js';

const { TWINS } = vi.hoisted(() => ({
  TWINS: [
    { board: 'boron', id: 13, madeUp: 'falcon', twin: 70 },
    { board: 'tracker', id: 26, madeUp: 'kestrel', twin: 71 },
  ] as const,
}));

vi.mock('../../src/catalog/boards/nrf52840.js', async (original) => {
  const file = await original<typeof NrfFile>();
  const { nrfBoard, FLASH_4MB, FLASH_8MB, NRF52840_BOARDS } = file;
  const shared = { aliases: [], cellular: true, source: 'made up' };
  const ncp = NRF52840_BOARDS.find(({ name }) => name === 'tracker')?.rules?.ncp ?? null;
  return {
    ...file,
    NRF52840_BOARDS: [
      ...NRF52840_BOARDS,
      nrfBoard({ id: 70, name: 'falcon', displayName: 'Falcon', externalFlash: FLASH_4MB, ncp: null, ...shared }),
      nrfBoard({ id: 71, name: 'kestrel', displayName: 'Kestrel', externalFlash: FLASH_8MB, ncp, ...shared }),
    ],
  };
});

/** Every line of the real boards once more for the made-up ones. */
vi.mock('../../src/catalog/release-table.js', async (original) => {
  const table = await original<typeof Table>();
  const { VERSION_TABLE, BOOTLOADER_TABLE, EXTRA_ROWS, RELEASE_ROWS } = table;
  const inList = (table: string): string =>
    table.replace(/\S+$/gm, (names) => {
      const list = names.split(',');
      return [...list, ...TWINS.flatMap(({ board, madeUp }) => (list.includes(board) ? [madeUp] : []))].join(',');
    });
  const asRows = (table: string): string =>
    table
      .split('\n')
      .flatMap((line) => {
        const found = TWINS.find(({ board }) => line.split(' ')[1] === board);
        return found === undefined ? [line] : [line, line.replace(` ${found.board} `, ` ${found.madeUp} `)];
      })
      .join('\n');
  return {
    ...table,
    VERSION_TABLE: inList(VERSION_TABLE),
    BOOTLOADER_TABLE: inList(BOOTLOADER_TABLE),
    EXTRA_ROWS: asRows(EXTRA_ROWS),
    RELEASE_ROWS: asRows(RELEASE_ROWS),
  };
});

/** The same for the made-up board: platform ids wherever they stand. */
function translated<Value>(value: Value, { id, twin }: (typeof TWINS)[number]): Value {
  const inside = (one: unknown): unknown => {
    if (Array.isArray(one)) return one.map(inside);
    if (typeof one !== 'object' || one === null) return one;
    const compares = 'kind' in one && one.kind === 'other_platform';
    const isId = (key: string): boolean => key === 'platform' || (compares && (key === 'needs' || key === 'has'));
    return Object.fromEntries(
      Object.entries(one).map(([key, held]) => [key, isId(key) && held === id ? twin : inside(held)]),
    );
  };
  return inside(plain(value)) as Value;
}

/** As JSON, so that undefined and absent are the same on both sides. */
const plain = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;

const nameOf = ({ function: moduleFunction, index, version }: InstalledModule): string =>
  `${String(moduleFunction)}-${String(index)}-${String(version)}.bin`;

/** What a release ships, as files. */
const filesOf = (state: DeviceState): readonly PlanFile[] =>
  state.modules.map((facts) => ({ file: nameOf(facts), size: 50_000, sha256: nameOf(facts), facts }));

describe.each(TWINS)('$madeUp, beside $board', (pair) => {
  const { id, twin, madeUp } = pair;

  test('is found, and every field but id and names is that of its twin', () => {
    expect(findPlatform(madeUp)?.id).toBe(twin);
    expect(platformNames()).toContain(madeUp);
    const { rules, ...record } = boardById(twin)!;
    const { rules: realRules, ...real } = boardById(id)!;
    expect(JSON.stringify(rules)).toBe(JSON.stringify(realRules));
    const own = ['id', 'name', 'displayName', 'aliases', 'usb', 'source'];
    const rest = (one: object) => Object.entries(one).filter(([key]) => !own.includes(key));
    expect(rest(record)).toEqual(rest(real));
    expect(slotsOf(twin)).toEqual(slotsOf(id));
    for (const { system } of releaseRows(id)) expect(slotsIn(twin, system)).toEqual(slotsIn(id, system));
  });

  test('ships as its twin does', () => {
    const rows = releaseRows(id);
    expect(rows.length).toBeGreaterThan(20);
    for (const { release } of rows) {
      for (const application of ['for_release', 'none'] as const) {
        const real = shippedState(release, id, application);
        const made = shippedState(release, twin, application);
        expect(plain(made), release).toEqual(translated(real, pair));
        expect(made && boot(made.state).mode, release).toBe(real && boot(real.state).mode);
      }
    }
  });

  test('accepts, installs and starts as its twin does', () => {
    const modes = new Set<string>();
    let tried = 0;
    for (let seed = 0; seed < 20_000; seed++) {
      const dice = diceOf(seed);
      if (platformOf(diceOf(seed)) !== id) continue;
      const state = randomState(dice);
      const module = randomModule(dice, id);
      const [twinState, twinModule] = [translated(state, pair), translated(module, pair)];
      for (const transport of TRANSPORTS) {
        const decision = accept(state, module, { transport });
        const sent = send(state, module, transport);
        const after = boot(sent.state);
        const twinSent = send(twinState, twinModule, transport);
        const ofTwin = plain([accept(twinState, twinModule, { transport }), twinSent, boot(twinSent.state)]);
        const ofReal = translated([decision, sent, after], pair);
        // Tens of thousands are compared: by their text, and one by one where that differs.
        if (JSON.stringify(ofTwin) !== JSON.stringify(ofReal)) expect(ofTwin, `seed ${seed}`).toEqual(ofReal);
        for (const one of [decision.verdict, after.mode]) modes.add(one);
      }
      tried++;
    }
    expect(tried).toBeGreaterThan(300);
    expect([...modes]).toEqual(expect.arrayContaining(['accepted', 'refused', 'runs-app', 'safe-mode', 'dfu']));
  });

  test('is described as its twin is', () => {
    const text = readFileSync(new URL('../../fixtures/devices/boron-4.0.2-describe.json', import.meta.url), 'utf8');
    const report = readDeviceReport(text);
    if (report.kind === 'no_report' || report.kind === 'several') throw new Error(report.kind);
    const real = stateOfReport({ ...report, platform: id });
    const made = stateOfReport({ ...report, platform: twin });
    if ('kind' in real || 'kind' in made) throw new Error('no state');
    expect(real.state.modules.length).toBeGreaterThan(2);
    expect(plain(made)).toEqual(translated(real, pair));
  });

  test('is updated as its twin is', () => {
    const plans = [id, twin].map((platform) => {
      const from = shippedState('3.1.0', platform, 'for_release');
      const to = shippedState('4.2.0', platform, 'for_release');
      if (from === null || to === null) throw new Error('no row');
      return planUpdate(from.state, filesOf(to.state), { kind: 'files' }, { via: 'ota' });
    });
    expect(plans[0]?.kind).toBe('plan');
    expect(plain(plans[1])).toEqual(translated(plans[0], pair));
  });
});

test('the made-up boards are in this test alone, and the ids are free', () => {
  expect(new Set(BOARDS.map(({ id }) => id)).size).toBe(BOARDS.length);
  expect(BOARDS.filter(({ source }) => source === 'made up')).toHaveLength(TWINS.length);
});
