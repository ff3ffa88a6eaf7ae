/**
 * What a start costs: CPU and wall time above a start of bare Node, of this clone and of the package as `npm pack` and `npm install` give it.
 *
 *   node scripts/bench-start.mjs                a table
 *   node scripts/bench-start.mjs --json         the same as data
 *   node scripts/bench-start.mjs --write        the table into docs/performance.md
 *   node scripts/bench-start.mjs --rounds 25
 *
 * Runs are interleaved: each is compared with the bare start of its own round. The CPU time is what the process itself tells at its end
 * (`process.cpuUsage()`, all threads): every start, the bare one too, loads a file of one line for that. It judges nothing: the exit code is 0.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { format } from 'prettier';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Milliseconds of CPU above bare Node, on a machine whose bare start takes {@link BARE}; elsewhere in proportion. */
const TARGETS = { '--version': 3, '--help': 14, 'inspect ONE': 28, 'deps THREE': 32 };
const BARE = 45;

/** Variables that change every start of Node: one alone loads extra certificates. */
const UNSET = ['NODE_EXTRA_CA_CERTS', 'NODE_OPTIONS', 'FORCE_COLOR', 'NODE_COMPILE_CACHE', 'NODE_V8_COVERAGE'];

/** A series whose longest run takes so many times the shortest was disturbed. */
const SPREAD = 1.5;

const round = (value) => Math.round(value * 10) / 10;

function spread(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  return { min: round(sorted[0]), median: round(median), max: round(sorted.at(-1)) };
}

/** The package in an empty folder, as a user has it; or why there is none. */
function install(temp) {
  const npm = (args, cwd) => spawnSync('npm', args, { cwd, encoding: 'utf8', shell: process.platform === 'win32' });
  const packed = npm(['pack', '--ignore-scripts', '--pack-destination', temp], root);
  if (packed.status !== 0) return { missing: `npm pack ended with exit code ${packed.status}` };
  const user = join(temp, 'user');
  mkdirSync(user);
  writeFileSync(join(user, 'package.json'), '{ "private": true }\n');
  const tarball = readdirSync(temp).find((name) => name.endsWith('.tgz'));
  const flags = ['--omit=dev', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'];
  const installed = npm(['install', join(temp, tarball), ...flags], user);
  if (installed.status !== 0) return { missing: `npm install ended with exit code ${installed.status}` };
  return { bin: join(user, 'node_modules', 'fwinspect', 'bin', 'fwinspect.js') };
}

/** One run: CPU and wall time in milliseconds, or why it is not measured. */
function run(temp, env, args) {
  const begin = process.hrtime.bigint();
  const { status, error, output } = spawnSync(process.execPath, ['--require', join(temp, 'cpu.cjs'), ...args], {
    env,
    cwd: root,
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  const wall = Number(process.hrtime.bigint() - begin) / 1e6;
  const cpu = Number(output?.[3]) / 1000;
  // 1 and 2 are answers: "not OK", "not known".
  if (error !== undefined || ![0, 1, 2].includes(status) || !(cpu > 0)) {
    return { missing: error?.message ?? `it ended with exit code ${status}` };
  }
  return { cpu, wall };
}

function series(title, place, command, runs, bare) {
  const failed = runs.find(({ missing }) => missing !== undefined);
  if (failed !== undefined) return { title, place, command, missing: failed.missing };
  const above = (of) => spread(runs.map((one, at) => one[of] - bare[at][of]));
  const whole = (of) => spread(runs.map((one) => one[of]));
  return {
    ...{ title, place, command, runs: runs.length },
    ...{ cpu: whole('cpu'), wall: whole('wall'), cpuAbove: above('cpu'), wallAbove: above('wall') },
  };
}

/** What is measured: title, place, arguments of Node. */
function linesOf(temp, files, installed) {
  const asked = [
    ['--version', ['--version']],
    ['--help', ['--help']],
    ['inspect ONE', ['inspect', files[0]]],
    ['deps THREE', ['deps', ...files]],
  ];
  const clone = join(root, 'bin', 'fwinspect.js');
  const shown = (args) => `fwinspect ${args.join(' ')}`;
  const ours = (place, bin, missing) =>
    asked.map(([title, args]) => ({ title, place, command: shown(args), args: [bin, ...args], missing }));
  const floor = `node floor.cjs ${files[0]}  (zlib.crc32 and SHA-256 over the file)`;
  return [
    { title: 'Node floor', place: '-', command: floor, args: [join(temp, 'floor.cjs'), files[0]] },
    ...ours('installed', installed.bin, installed.missing),
    ...ours('clone', clone),
  ];
}

/** Takes how many rounds; gives what was measured as data. */
export function benchStart(rounds) {
  const temp = mkdtempSync(join(tmpdir(), 'fwinspect-bench-start-'));
  try {
    const cpu =
      "process.on('exit',()=>{const{user,system}=process.cpuUsage();require('fs').writeSync(3,String(user+system))})";
    writeFileSync(join(temp, 'cpu.cjs'), `${cpu};\n`);
    writeFileSync(join(temp, 'empty.cjs'), '');
    const floor =
      "const b=require('fs').readFileSync(process.argv[2]);require('zlib').crc32(b);require('crypto').createHash('sha256').update(b).digest('hex');";
    writeFileSync(join(temp, 'floor.cjs'), `${floor}\n`);
    const env = { ...process.env };
    const unset = UNSET.filter((name) => env[name] !== undefined);
    for (const name of unset) delete env[name];
    const folder = join('fixtures', 'electron-0.5.0');
    const names = readdirSync(join(root, folder)).filter((name) => name.endsWith('.bin'));
    const files = names
      .sort()
      .slice(0, 3)
      .map((name) => join(folder, name));
    const lines = linesOf(temp, files, install(temp));
    const bare = [];
    const found = lines.map(() => []);
    for (let at = 0; at < rounds; at++) {
      bare.push(run(temp, env, [join(temp, 'empty.cjs')]));
      lines.forEach(({ args, missing }, line) => {
        found[line].push(missing === undefined ? run(temp, env, args) : { missing });
      });
    }
    const start = series('bare Node', '-', 'node empty.cjs', bare, bare);
    const rows = lines.map(({ title, place, command }, at) => series(title, place, command, found[at], bare));
    return {
      node: process.version,
      machine: `${process.platform} ${process.arch}, ${cpus().length} x ${cpus()[0]?.model.trim() ?? 'unknown'}`,
      load: loadavg().map(round),
      bytes: statSync(join(root, files[0])).size,
      ...{ unset, rounds, lines: [start, ...rows] },
    };
  } finally {
    rmSync(temp, { recursive: true, force: true });
  }
}

const ofThree = ({ min, median, max }) => `${min} / ${median} / ${max}`;

function verdict({ title, place, cpuAbove }, bare) {
  const target = place === 'installed' ? TARGETS[title] : undefined;
  if (target === undefined || bare === undefined) return '';
  const here = round((target * Math.max(BARE, bare)) / BARE);
  return `${cpuAbove.median <= here ? 'met' : 'missed'}: <= ${here}`;
}

const disturbed = ({ cpu, wall }) => cpu !== undefined && Math.max(cpu.max / cpu.min, wall.max / wall.min) > SPREAD;

/** What was measured as a page in Markdown. */
export function pageOf({ node, machine, load, unset, rounds, bytes, lines }) {
  const bare = lines[0].cpu?.median;
  const rows = lines.map((line) => {
    const { title, place, missing } = line;
    if (missing !== undefined) return `| ${title} | ${place} | not measured: ${missing} | | | |`;
    const warning = disturbed(line) ? ' (!)' : '';
    const figures = [line.cpuAbove, line.wallAbove, line.cpu].map(ofThree);
    return `| ${[title + warning, place, ...figures, verdict(line, bare)].join(' | ')} |`;
  });
  return [
    '# What a start costs',
    '',
    '<!-- Written by `node scripts/bench-start.mjs --write`; do not edit. -->',
    '',
    `Node ${node.slice(1)}, ${machine}; load ${load.join(', ')}; ${rounds} interleaved rounds; the file has ${bytes} bytes.`,
    `Unset for the runs: ${unset.length === 0 ? 'nothing' : unset.map((name) => `\`${name}\``).join(', ')}.`,
    'Milliseconds as minimum / median / maximum; "above" is the difference to the bare start of the same round.',
    '"Installed" is `npm pack`, installed in an empty folder; "clone" is the folder of the project.',
    `Targets hold where a bare start takes ${BARE} ms of CPU, and grow with it.`,
    ...(lines.some(disturbed)
      ? [`(!) the longest run took over ${SPREAD} times the shortest: the machine was busy.`]
      : []),
    '',
    '| what | where | CPU above bare Node | wall above bare Node | CPU, whole | target, CPU above |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
    '',
    'The commands:',
    '',
    ...new Set(lines.map(({ title, command }) => `- ${title}: \`${command.replaceAll('\\', '/')}\``)),
    '',
  ].join('\n');
}

if (process.argv[1] !== undefined && relative(process.argv[1], fileURLToPath(import.meta.url)) === '') {
  const { values } = parseArgs({
    options: { json: { type: 'boolean' }, write: { type: 'boolean' }, rounds: { type: 'string', default: '15' } },
  });
  const found = benchStart(Number(values.rounds));
  const page = pageOf(found);
  if (values.write) {
    writeFileSync(join(root, 'docs', 'performance.md'), await format(page, { parser: 'markdown', printWidth: 120 }));
  }
  process.stdout.write(values.json ? `${JSON.stringify(found, null, 2)}\n` : page);
}
