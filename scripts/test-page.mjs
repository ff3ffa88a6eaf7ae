/**
 * The page in a real browser, opened from the disk: what it answers is held against the commands, file by file; what it looks like, what it asks
 * of the network, how it takes hostile names, and how long it lets a person wait. Part of `npm run test:browser`.
 */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isDeepStrictEqual, promisify } from 'node:util';

const run = promisify(execFile);
const SLOW = 120_000;
const MANY = 2_000;
const MANY_BYTES = 300e6;
const LONGEST_GAP = 200;
const MOST_MEMORY = 700e6;
const WIDTHS = [320, 390, 1024, 1600];

/** What is looked at, by name. */
const PARTS = { looks, accessible, hostile, habits, weight, sameAsCommands };

/**
 * Everything of the page: what it looks like, how it is used, its weight, and the differential.
 *
 * @param wanted names of the parts; empty for all
 */
export async function testPage(browser, { check, root, shots, folder, wanted }) {
  const world = { browser, check, root, shots, folder, url: pathToFileURL(join(root, 'dist/fwinspect.html')).href };
  for (const [name, part] of Object.entries(PARTS)) if (wanted.length === 0 || wanted.includes(name)) await part(world);
}

/** An open page, and what it asked for and complained of. */
async function openPage({ browser, url }, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const requests = [];
  const complaints = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('dialog', (dialog) => void dialog.accept());
  // What is copied is read here, for a clipboard belongs to the whole machine.
  await page.addInitScript(() => {
    const clipboard = { writeText: (text) => ((globalThis.copied = text), Promise.resolve()) };
    Object.defineProperty(globalThis.navigator, 'clipboard', { value: clipboard });
  });
  await page.goto(url);
  return { page, context, requests, complaints };
}

const answered = (page) =>
  page.waitForFunction(() => globalThis.location.hash === '#answer' && globalThis.document.body.dataset.check, null, {
    timeout: SLOW,
  });

/** Gives files, or one folder, and waits for the answer. */
async function give(page, { files = [], place = null, texts = [] }) {
  await page.evaluate(() => {
    delete globalThis.document.body.dataset.check;
    globalThis.document.querySelector('[data-action="over"]').click();
  });
  await page.waitForFunction(() => globalThis.location.hash === '#start');
  if (place !== null) {
    await page.setInputFiles('#choose-folder', place);
    await answered(page);
  }
  const all = [...files, ...texts];
  if (all.length > 0) {
    await page.evaluate(() => delete globalThis.document.body.dataset.check);
    await page.setInputFiles('#choose-files', all);
    await answered(page);
  }
}

async function documentOf(page) {
  await page.evaluate(() => delete globalThis.copied);
  await page.click('[data-action="json"]');
  await page.waitForFunction(() => globalThis.copied !== undefined, null, { timeout: SLOW });
  return JSON.parse(await page.evaluate(() => globalThis.copied));
}

/** What a command says; the folders that a page does not see are taken away. */
async function command(root, cwd, args, unseen = []) {
  const given = [join(root, 'bin/fwinspect.js'), ...args, '--json'];
  const { stdout } = await run(process.execPath, given, { cwd, maxBuffer: 2 ** 28 }).catch((error) => error);
  return JSON.parse(unseen.reduce((text, folder) => text.replaceAll(`${folder}/`, ''), stdout));
}

/** All of one case, as the page says it and as the commands do. */
async function compare(world, page, { name, cwd, files = [], place = null, texts = [] }) {
  const inFolder = (file) => join(cwd, file);
  await give(page, {
    files: files.map(inFolder),
    place: place === null ? null : inFolder(place),
    texts: texts.map(inFolder),
  });
  const found = await documentOf(page);
  const isSingle = await page.evaluate(() =>
    [...globalThis.document.querySelectorAll('.chip-words')].some((one) => one.textContent === 'a device report'),
  );
  const given = place === null ? files : [place];
  const devices = texts.flatMap((text) => [isSingle ? '--device' : '--fleet', text]);
  const { order, ...checked } = found;
  const differences = [];
  const hold = (what, a, b) => {
    if (!isDeepStrictEqual(a, b)) differences.push(`${what}: ${difference(a, b)}`);
  };
  if (given.length > 0) {
    const [expected, { groups }] = await Promise.all([
      command(world.root, cwd, ['check', ...given, ...devices, '--no-config'], texts.map(dirname)),
      command(world.root, cwd, ['deps', ...given]),
    ]);
    hold('check', checked, expected);
    const orders = groups.map(({ platform, order: steps, needsOnDevice }) => ({ platform, steps, needsOnDevice }));
    hold('order', order, orders);
  }
  if (given.length > 0 && isSingle && texts.length === 1) {
    const plan = await command(world.root, cwd, ['plan', ...given, '--device', texts[0]], given);
    const shown = await page.evaluate(() => [
      globalThis.document.body.dataset.plan,
      ...[...globalThis.document.querySelectorAll('#steps .step')].map((step) => [
        step.querySelector('h3').textContent.replace(/^.*\//, ''),
        [...step.querySelectorAll('[data-action="copy"]')].map((button) => button.dataset.text).join(' && '),
      ]),
    ]);
    const steps = (plan.steps ?? []).map(({ file, command: line }) => [file, line ?? '']);
    const isPlanned = shown[0] !== '';
    if (isPlanned) hold('plan', shown, [plan.judgement, ...steps]);
    else if (plan.steps?.length > 0) differences.push('plan: the page has none');
  }
  world.check(`page = commands: ${name}`, differences.length === 0, differences.join('; '));
}

function difference(a, b) {
  const keys = [...new Set([...Object.keys(a ?? {}), ...Object.keys(b ?? {})])];
  const other = keys.filter((key) => !isDeepStrictEqual(a?.[key], b?.[key]));
  return other
    .slice(0, 3)
    .map((key) => `${key}: ${short(a?.[key])} instead of ${short(b?.[key])}`)
    .join(', ');
}

const short = (value) => (JSON.stringify(value) ?? 'nothing').slice(0, 300);

const DEVICE_FILES = [
  ['argon', 'argon-1.5.0'],
  ['boron', 'boron-4.2.0'],
  ['electron', 'electron-0.6.4'],
  ['msom', 'boron-4.2.0'],
  ['p2', 'p2-5.8.0'],
  ['photon', 'photon-0.7.0'],
];

async function sameAsCommands(world) {
  const { root } = world;
  const { page, context, requests } = await openPage(world);
  const fixtures = join(root, 'fixtures');
  const folders = readdirSync(fixtures).filter((name) => /-\d|^(?:odd|bad)$/.test(name));
  for (const place of folders) await compare(world, page, { name: `folder ${place}`, cwd: fixtures, place });
  for (const place of folders) {
    for (const file of readdirSync(join(fixtures, place))) {
      await compare(world, page, { name: `${place}/${file}`, cwd: join(fixtures, place), files: [file] });
    }
  }
  for (const group of ['devices', 'pasted', 'fleet']) {
    for (const text of readdirSync(join(fixtures, group))) {
      const [, place = 'boron-4.2.0'] = DEVICE_FILES.find(([start]) => text.startsWith(start)) ?? [];
      await compare(world, page, { name: `${group}/${text}`, cwd: fixtures, place, texts: [`${group}/${text}`] });
    }
  }
  const cache = join(root, '.cache/firmware');
  const packages = existsSync(cache) ? readdirSync(cache) : [];
  if (packages.length === 0) console.log('SKIPPED  THE FIRMWARE OF NPM PACKAGES IS NOT THERE: run npm test first');
  for (const name of packages) {
    for (const place of foldersWithFiles(join(cache, name))) {
      await compare(world, page, { name: `${name} ${basename(place)}`, cwd: dirname(place), place: basename(place) });
      const files = readdirSync(place).filter((file) => /\.(?:bin|elf)$/i.test(file));
      for (const file of files.slice(0, 3)) {
        await compare(world, page, { name: `${name} ${file}`, cwd: place, files: [file] });
      }
    }
  }
  const foreign = requests.filter((url) => url !== world.url && !url.startsWith('blob:'));
  world.check('page: no request but the page itself', foreign.length === 0, foreign.join(' '));
  await context.close();
}

/** Folders that hold files themselves. */
function foldersWithFiles(folder) {
  const entries = readdirSync(folder, { withFileTypes: true });
  const below = entries.filter((one) => one.isDirectory()).flatMap(({ name }) => foldersWithFiles(join(folder, name)));
  const own = entries.some((one) => one.isFile() && /\.(?:bin|elf)$/i.test(one.name));
  return own ? [folder, ...below] : below;
}

/** The states that are looked at. */
const STATES = {
  empty: null,
  good: { place: 'electron-0.6.4' },
  refused: {
    files: [
      'electron-0.5.0/system-part1-0.5.0-electron.bin',
      'electron-0.5.0/system-part2-0.5.0-electron.bin',
      'electron-0.6.4/app-for-0.6.4.bin',
      'bad/page.bin',
    ],
  },
  device: { place: 'boron-4.2.0', texts: ['devices/boron-4.0.2-describe.json'] },
  'device-alone': { texts: ['devices/electron-0.5.3-safe-mode-event.json'] },
  fleet: { place: 'boron-4.2.0', texts: ['fleet/fleet.csv', 'fleet/v1-product-devices-page.json'] },
};

async function bring(page, root, state) {
  const path = (name) => join(root, 'fixtures', name);
  if (state === null) return;
  const { files = [], place = null, texts = [] } = state;
  await give(page, { files: files.map(path), place: place === null ? null : path(place), texts: texts.map(path) });
}

async function looks(world) {
  const { root, shots, check } = world;
  for (const [name, state] of Object.entries(STATES)) {
    for (const colorScheme of ['light', 'dark']) {
      const { page, context, requests, complaints } = await openPage(world, { colorScheme });
      await bring(page, root, state);
      // Before any screenshot, whose maker puts some of its own.
      const styled = await page.evaluate(() => globalThis.document.querySelectorAll('[style]').length);
      check(`page ${name} ${colorScheme}: no style attribute`, styled === 0, String(styled));
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        const size = await page.evaluate(() => [
          globalThis.document.documentElement.scrollWidth,
          globalThis.document.documentElement.clientWidth,
        ]);
        check(`page ${name} ${width} ${colorScheme}: does not scroll sideways`, size[0] <= size[1], size.join(' > '));
        const isWanted = width === 1024 ? true : width === 390 && colorScheme === 'light';
        if (isWanted) {
          await page.screenshot({ path: join(shots, `page-${name}-${width}-${colorScheme}.png`), fullPage: true });
        }
      }
      check(`page ${name} ${colorScheme}: nothing on the console`, complaints.length === 0, complaints.join(' '));
      const foreign = requests.filter((url) => url !== world.url && !url.startsWith('blob:'));
      check(`page ${name} ${colorScheme}: one request`, foreign.length === 0, foreign.join(' '));
      if (name === 'device' && colorScheme === 'light') {
        const pdf = (await page.pdf({ format: 'A4', preferCSSPageSize: true })).toString('latin1');
        check('page device: prints', (pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0) > 0);
      }
      await context.close();
    }
  }
  const { page, context } = await openPage(world);
  await page.evaluate(() =>
    globalThis.document.dispatchEvent(new globalThis.DragEvent('dragenter', { bubbles: true })),
  );
  await page.screenshot({ path: join(shots, 'page-dragging.png') });
  check('page: dragging is shown', await page.locator('#dragging').isVisible());
  await context.close();
}

async function accessible(world) {
  const { root, check } = world;
  const source = readFileSync(join(root, 'node_modules/axe-core/axe.min.js'), 'utf8');
  const states = {
    ...STATES,
    rule: STATES.refused,
    paste: null,
  };
  for (const [name, state] of Object.entries(states)) {
    for (const colorScheme of ['light', 'dark']) {
      // axe is a script, which the policy of the page forbids: only this run goes round it.
      const { page, context } = await openPage(world, { colorScheme, bypassCSP: true });
      await bring(page, root, state);
      if (name === 'rule') await page.evaluate(() => (globalThis.location.hash = 'rule-FW401'));
      if (name === 'paste') await page.click('#view-start [data-action="paste"]');
      await page.evaluate(() => globalThis.document.querySelectorAll('details').forEach((one) => (one.open = true)));
      await page.waitForTimeout(100);
      await page.addScriptTag({ content: source });
      const { violations, passes } = await page.evaluate(() => globalThis.axe.run());
      const said = violations.map(({ id, nodes }) => `${id} (${nodes.length}: ${nodes[0].html.slice(0, 160)})`);
      check(`page ${name} ${colorScheme}: axe, ${passes.length} rules hold`, violations.length === 0, said.join('; '));
      await context.close();
    }
  }
}

const HOSTILE = '<img src=x onerror=document.title=1><script>document.title=2</script>"\'&\u202etxt.exe\u0007.bin';

async function hostile(world) {
  const { root, check, shots } = world;
  const { page, context, complaints } = await openPage(world);
  const part = readFileSync(join(root, 'fixtures/electron-0.5.0/system-part1-0.5.0-electron.bin'));
  const html = Buffer.from('<!DOCTYPE html><img src=x onerror=document.title=3>');
  const report = Buffer.from(
    JSON.stringify({ p: 10, m: [{ f: '<img src=x onerror=document.title=4>', n: '<b>', v: 1, l: 'm', d: [] }] }),
  );
  const named = (name, buffer) => ({ name, mimeType: 'application/octet-stream', buffer });
  await page.setInputFiles('#choose-files', [
    named(HOSTILE, part),
    named(`${'sehr-langer-Dateiname-für-ein-Gerät-'.repeat(6)}.bin`, html),
    named('report<b>.json', report),
  ]);
  await answered(page);
  await page.evaluate(() => globalThis.document.querySelectorAll('details').forEach((one) => (one.open = true)));
  const elements = await page.locator('#view-answer :is(script, img, iframe, b b)').count();
  check('page: hostile names are text', elements === 0 && complaints.length === 0, complaints.join(' '));
  check('page: the title is its own', /fwinspect$/.test(await page.title()), await page.title());
  const text = await page.evaluate(() => globalThis.document.body.innerText);

  check('page: no character that turns text around', !/[\u202a-\u202e\u2066-\u2069\u0007]/.test(text));
  check('page: the hostile name is shown', text.includes('<img src=x onerror=document.title=1>'));
  for (const width of [320, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    const size = await page.evaluate(() => [
      globalThis.document.documentElement.scrollWidth,
      globalThis.document.documentElement.clientWidth,
    ]);
    check(`page hostile ${width}: does not scroll sideways`, size[0] <= size[1], size.join(' > '));
  }
  await page.screenshot({ path: join(shots, 'page-hostile.png'), fullPage: true });
  await context.close();
}

/** Keyboard, back button, rules, what is saved and copied, what is heard. */
async function habits(world) {
  const { root, check } = world;
  const { page, context, complaints } = await openPage(world, { acceptDownloads: true });
  const focused = () => page.evaluate(() => globalThis.document.activeElement?.textContent?.trim().slice(0, 40));
  for (let presses = 0; presses < 12 && (await focused()) !== 'Choose files'; presses++) {
    await page.keyboard.press('Tab');
  }
  check('page: the first button is reached by keyboard', (await focused()) === 'Choose files', await focused());
  for (let presses = 0; presses < 12 && !(await focused())?.startsWith('A Boron'); presses++) {
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
  await answered(page);
  const headline = await page.textContent('#headline');
  check('page: an example is started by keyboard', headline === 'Flash in this order', headline);
  check('page: the verdict is heard', (await page.textContent('#live')).startsWith('Flash in this order'));
  check('page: the focus is on the verdict', (await focused()) === headline, await focused());
  await bring(page, root, STATES.refused);
  await page.locator('.finding summary').first().focus();
  await page.keyboard.press('Enter');
  await page.locator('.finding a').first().click();
  check('page: a rule opens inside', /^FW\d+: /.test(await page.textContent('#rule-title')));
  await page.goBack();
  check('page: back leads to the answer', await page.locator('#view-answer').isVisible());
  const saved = page.waitForEvent('download');
  await page.click('[data-action="report"]');
  const report = readFileSync(await (await saved).path(), 'utf8');
  check('page: the report is saved', report.startsWith('<!doctype html>') && report.includes('Flash order'));
  await bring(page, root, STATES.fleet);
  await page.waitForSelector('[data-role="fleet-rows"] tbody tr');
  const rows = () => page.locator('[data-role="fleet-rows"] tbody tr').count();
  const all = await rows();
  await page.fill('[data-role="fleet-text"]', 'no such device');
  await page.waitForFunction(() => globalThis.document.querySelector('[data-role="fleet-rows"] tbody') === null);
  await page.fill('[data-role="fleet-text"]', '');
  await page.waitForSelector('[data-role="fleet-rows"] tbody tr');
  check('page: the fleet is filtered', (await rows()) === all && all > 1, String(all));
  const exported = page.waitForEvent('download');
  await page.click('[data-action="csv"]');
  const csv = readFileSync(await (await exported).path(), 'utf8');
  check(
    'page: the fleet is exported',
    csv.startsWith('device,name,') && csv.split('\n').length > all,
    csv.slice(0, 80),
  );
  await page.click('[data-action="over"]');
  await page.click('#view-start [data-action="paste"]');
  await page.fill('#paste-text', readFileSync(join(root, 'fixtures/devices/boron-4.0.2-describe.json'), 'utf8'));
  await page.click('#paste button[value="read"]');
  await answered(page);
  const pasted = await page.textContent('#headline');
  check('page: a pasted report is read', /safe mode/.test(pasted), pasted);
  let asked = 0;
  page.on('dialog', () => asked++);
  await page.reload();
  check('page: a reload that loses an answer asks first', asked === 1, String(asked));
  check('page habits: nothing on the console', complaints.length === 0, complaints.join(' '));
  await context.close();
}

/** Very many files: no frame is long, and the memory stays. */
async function weight(world) {
  const { root, browser, check, folder } = world;
  const { buildModule } = await import(pathToFileURL(join(root, 'dist/index.js')).href);
  const many = join(folder, 'many');
  mkdirSync(many);
  for (let at = 0; at < MANY; at++) {
    const bytes = buildModule({
      platform: 10,
      function: 5,
      index: 1,
      version: at,
      start: 0x080a0000,
      code: MANY_BYTES / MANY,
    });
    writeFileSync(join(many, `app-${String(at).padStart(4, '0')}.bin`), bytes);
  }
  const { page, context } = await openPage(world);
  // What the browser does before the page hears of the files is not the page's: frames count from the end of the event, and the event for itself.
  await page.evaluate(() => {
    let last = Number.POSITIVE_INFINITY;
    const measured = { longest: 0, event: 0 };
    globalThis.measured = measured;
    const frame = (now) => {
      measured.longest = Math.max(measured.longest, now - last);
      last = now;
      globalThis.requestAnimationFrame(frame);
    };
    let begun = 0;
    globalThis.addEventListener('change', () => (begun = globalThis.performance.now()), { capture: true });
    globalThis.addEventListener('change', () => {
      measured.event = globalThis.performance.now() - begun;
      globalThis.setTimeout(() => globalThis.requestAnimationFrame(frame));
    });
  });
  const session = await browser.newBrowserCDPSession();
  const pids = async () =>
    (await session.send('SystemInfo.getProcessInfo')).processInfo
      .filter(({ type }) => type === 'renderer')
      .map(({ id }) => id);
  const begun = Date.now();
  await page.setInputFiles('#choose-folder', many);
  await answered(page);
  const seconds = (Date.now() - begun) / 1000;
  const peak = Math.max(...(await pids()).map(peakOf));
  const { longest: gap, event } = await page.evaluate(() => globalThis.measured);
  const files = readdirSync(many).reduce((sum, name) => sum + statSync(join(many, name)).size, 0);
  const told = `${MANY} files, ${(files / 1e6).toFixed(0)} MB in ${seconds.toFixed(1)} s`;
  check(`page: ${told}: the longest frame took ${gap.toFixed(0)} ms`, gap > 0 && gap <= LONGEST_GAP);
  check(`page: ${told}: taking the files took ${event.toFixed(0)} ms`, event > 0 && event <= LONGEST_GAP);
  check(`page: ${told}: at most ${(peak / 1e6).toFixed(0)} MB`, peak <= MOST_MEMORY);
  await context.close();
}

/** The most memory that a process had, in bytes. */
function peakOf(pid) {
  const kilobytes = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1];
  return Number(kilobytes ?? 0) * 1024;
}
