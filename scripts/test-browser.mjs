/**
 * Opens the HTML report and the page in a real Chromium: `npm run test:browser`. The browser is the one of CHROMIUM_PATH, or the first of the usual names in PATH;
 * without one the run says so loudly and passes. Looks at both colour schemes and at two widths: accessibility (axe), one request and no other, no
 * page that scrolls sideways, hostile names as text, everything with scripts off, and the print-out. Screenshots go to .cache/screenshots.
 */
import { execFileSync } from 'node:child_process';
import { accessSync, constants, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { testPage } from './test-page.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const shots = join(root, '.cache/screenshots');
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const WIDTHS = [1280, 390];
const SCHEMES = ['light', 'dark'];
const HOSTILE = '</style><script>document.title=1</script><img src=x onerror=alert(1)>\u202e"\'&';

function findBrowser() {
  if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH;
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders
    .flatMap((folder) => NAMES.map((name) => join(folder, name)))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

let failures = 0;
let total = 0;

function check(what, holds, detail = '') {
  if (!holds) failures += 1;
  total += 1;
  console.log(`${holds ? 'ok  ' : 'FAIL'}  ${what}${holds || detail === '' ? '' : `: ${detail}`}`);
}

/** The pages that are looked at, made by the built command from the made fixtures. */
function makePages(folder) {
  const make = (name, files, ...more) => {
    const output = join(folder, `${name}.html`);
    try {
      execFileSync(process.execPath, ['bin/fwinspect.js', 'report', ...files, '-o', output, ...more], {
        cwd: root,
        stdio: 'pipe',
      });
    } catch (error) {
      // 1: the files have problems, as it should for some of these.
      if (error.status !== 1) throw error;
    }
    return { name, url: pathToFileURL(output).href };
  };
  const odd = join(folder, 'hostile');
  mkdirSync(odd);
  const source = join(root, 'fixtures/electron-0.6.4');
  copyFileSync(join(source, 'app-for-0.6.4.bin'), join(odd, `${HOSTILE.replaceAll('/', '_')}.bin`));
  copyFileSync(join(source, 'system-part1-0.6.4-electron.bin'), join(odd, `${'long'.repeat(50)}.bin`));
  return [
    make('one-platform', ['fixtures/electron-0.6.4']),
    make('all-fixtures', ['fixtures']),
    make('hostile', [odd], '--title', HOSTILE),
  ];
}

async function look(browser, { name, url }, width, colorScheme) {
  const label = `${name} ${width} ${colorScheme}`;
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, javaScriptEnabled: false });
  const page = await context.newPage();
  const requests = [];
  const complaints = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('console', (message) => complaints.push(message.text()));
  page.on('dialog', (dialog) => complaints.push(`dialog: ${dialog.message()}`));
  await page.goto(url);
  await page.screenshot({ path: join(shots, `${name}-${width}-${colorScheme}.png`) });
  check(`${label}: one request`, requests.length === 1, requests.join(' '));
  check(`${label}: nothing on the console`, complaints.length === 0, complaints.join(' '));
  const size = await page.evaluate(() => [
    globalThis.document.documentElement.scrollWidth,
    globalThis.document.documentElement.clientWidth,
  ]);
  check(`${label}: the page does not scroll sideways`, size[0] <= size[1], size.join(' > '));
  const elements = await page.locator('script, img, iframe, link').count();
  check(`${label}: no foreign element`, elements === 0, String(elements));
  const styled = await page.evaluate(
    () => globalThis.getComputedStyle(globalThis.document.querySelector('table')).borderCollapse,
  );
  check(`${label}: the policy lets the style through`, styled === 'collapse', styled);
  if (width === WIDTHS[0] && colorScheme === 'light') {
    const pdf = (await page.pdf({ format: 'A4', preferCSSPageSize: true })).toString('latin1');
    const pages = pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0;
    check(`${label}: prints on ${pages} pages`, pages > 0);
  }
  await context.close();
}

async function axe(browser, { name, url }, width, colorScheme) {
  // axe is a script, which the policy of the page forbids: only this run goes round it.
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, bypassCSP: true });
  const page = await context.newPage();
  await page.goto(url);
  await page.addScriptTag({ content: readFileSync(join(root, 'node_modules/axe-core/axe.min.js'), 'utf8') });
  const { violations, passes } = await page.evaluate(() => globalThis.axe.run());
  const said = violations.map(({ id, nodes }) => `${id} (${nodes.length}: ${nodes[0].html.slice(0, 120)})`);
  check(`${name} ${width} ${colorScheme}: axe, ${passes.length} rules hold`, violations.length === 0, said.join('; '));
  if (name === 'hostile') {
    const title = await page.title();
    check(`${name} ${width} ${colorScheme}: the title is text`, title.startsWith('</style><script>'), title);
  }
  await context.close();
}

async function run() {
  const executablePath = findBrowser();
  if (executablePath === undefined) {
    console.log('BROWSER TEST NOT RUN: NO CHROMIUM IN PATH, AND CHROMIUM_PATH IS NOT SET');
    return;
  }
  mkdirSync(shots, { recursive: true });
  const folder = mkdtempSync(join(tmpdir(), 'fwinspect-browser-'));
  const browser = await chromium.launch({ executablePath, args: ARGS });
  try {
    console.log(`Chromium ${browser.version()} (${executablePath})`);
    const wanted = process.argv.slice(2);
    await testPage(browser, { check, root, shots, folder, wanted });
    for (const page of wanted.length === 0 ? makePages(folder) : []) {
      for (const width of WIDTHS) {
        for (const scheme of SCHEMES) {
          await look(browser, page, width, scheme);
          await axe(browser, page, width, scheme);
        }
      }
    }
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(`browser: ${total - failures} passed, ${failures} failed`);
  process.exitCode = failures === 0 ? 0 : 1;
}

await run();
