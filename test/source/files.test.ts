import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listSources, readEntries, readSources } from '../../src/source/index.js';
import type { SourceOptions } from '../../src/source/index.js';
import { buildZip } from '../support/zip-builder.js';
import { collect, details } from './collect.js';
import type { Collected } from './collect.js';

const posix = process.platform !== 'win32';
let cwd = '';

beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'fwinspect-source-'));
});

afterEach(async () => {
  await rm(cwd, { recursive: true, force: true });
});

async function put(...names: readonly string[]): Promise<void> {
  for (const name of names) await putBytes(name, `bytes of ${name}`);
}

async function putBytes(name: string, bytes: Uint8Array | string): Promise<void> {
  await mkdir(dirname(join(cwd, name)), { recursive: true });
  await writeFile(join(cwd, name), bytes);
}

function read(args: readonly string[], options: SourceOptions = {}): Promise<Collected> {
  return collect(readSources(args, { cwd, ...options }));
}

function origins({ items }: Collected): readonly string[] {
  return items.flatMap((item) =>
    item.kind === 'file' ? [`${item.file.from} ${item.file.root} ${item.file.name}`] : [],
  );
}

async function* chunks(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield await Promise.resolve(Buffer.from(text));
}

describe('named files', () => {
  it('are read whatever their extension, in the order given', async () => {
    await put('b.txt', 'a.bin', 'noext');
    const found = await read(['noext', 'b.txt', './a.bin']);
    expect(found.files).toEqual(['noext', 'b.txt', './a.bin']);
    expect(found.bytes['b.txt']?.toString()).toBe('bytes of b.txt');
    expect(origins(found)[0]).toBe('named noext noext');
    expect(found.problems).toEqual([]);
  });

  it.skipIf(!posix)('are taken literally when they exist, with wildcards in the name too', async () => {
    await put('*.bin', '[x].bin', 'x.bin', 'back\\slash.bin');
    const found = await read(['*.bin', '[x].bin', 'back\\slash.bin']);
    expect(found.files).toEqual(['*.bin', '[x].bin', 'back\\slash.bin']);
    expect(origins(found)).toEqual(found.files.map((name) => `named ${name} ${name}`));
  });

  it('may be absolute, and empty', async () => {
    await putBytes('empty.bin', '');
    const path = join(cwd, 'empty.bin').replaceAll('\\', '/');
    const found = await read([path]);
    expect(found.files).toEqual([path]);
    expect(found.bytes[path]).toHaveLength(0);
  });

  it('that do not exist are told, and the others still read', async () => {
    await put('a.bin');
    const found = await read(['gone.bin', 'a.bin', 'a.bin/x', '', 'firmware (1).bin', '!x', 'nul\0.bin']);
    expect(found.files).toEqual(['a.bin']);
    expect(found.problems).toEqual([
      'not_found gone.bin',
      'not_found a.bin/x',
      'not_found ',
      'not_found firmware (1).bin',
      'not_found !x',
      'unreadable nul\0.bin',
    ]);
  });

  it('named twice are read once', async () => {
    await put('d/a.bin', 'd/b.bin');
    const found = await read(['d/b.bin', 'd', './d/b.bin', 'd/../d/a.bin', 'd/']);
    expect(found.files).toEqual(['d/b.bin', 'd/a.bin']);
    expect(found.problems).toEqual([]);
  });

  it('above the limit are refused unread', async () => {
    await put('a.bin', 'large.bin');
    const found = await read(['large.bin', 'a.bin'], { maxFileBytes: 14 });
    expect(found.problems).toEqual(['too_large large.bin']);
    expect(details(found)).toEqual(['18 bytes, limit 14 bytes']);
    expect(found.files).toEqual(['a.bin']);
  });

  it.skipIf(!posix)('that are links are followed', async () => {
    await put('a.bin');
    await symlink('a.bin', join(cwd, 'link.bin'));
    await symlink('loop', join(cwd, 'loop'));
    await symlink('nowhere', join(cwd, 'dangling'));
    const found = await read(['link.bin', 'loop', 'dangling']);
    expect(found.bytes['link.bin']?.toString()).toBe('bytes of a.bin');
    expect(found.problems).toEqual(['unreadable loop', 'not_found dangling']);
  });

  it.skipIf(!posix)('that are FIFOs, sockets or devices are refused without blocking', async () => {
    execFileSync('mkfifo', [join(cwd, 'fifo.bin')]);
    const server = createServer();
    await new Promise<void>((done) => server.listen(join(cwd, 'socket.bin'), done));
    const found = await read(['fifo.bin', 'socket.bin', '/dev/zero']);
    await new Promise((done) => server.close(done));
    expect(found.problems).toEqual(['unreadable fifo.bin', 'unreadable socket.bin', 'unreadable /dev/zero']);
    expect(details(found)).toEqual(['not a file: FIFO', 'not a file: socket', 'not a file: character device']);
  });

  it.skipIf(!posix)('that became a FIFO after listing do not block either', async () => {
    await put('a.bin');
    const { entries } = await listSources(['a.bin'], { cwd });
    await rm(join(cwd, 'a.bin'));
    execFileSync('mkfifo', [join(cwd, 'a.bin')]);
    expect((await collect(readEntries(entries, { cwd }))).problems).toEqual(['unreadable a.bin']);
  });

  it('that went away after listing are a problem', async () => {
    await put('a.bin', 'b.bin');
    const { entries } = await listSources(['a.bin', 'b.bin'], { cwd });
    await rm(join(cwd, 'a.bin'));
    const found = await collect(readEntries(entries, { cwd }));
    expect(found.problems).toEqual(['unreadable a.bin']);
    expect(details(found)).toEqual(['ENOENT']);
    expect(found.files).toEqual(['b.bin']);
  });

  it.skipIf(!posix || process.getuid?.() === 0)('without permission are a problem', async () => {
    await put('a.bin', 'd/b.bin');
    await chmod(join(cwd, 'a.bin'), 0);
    await chmod(join(cwd, 'd'), 0);
    const found = await read(['a.bin', 'd', 'd/b.bin']);
    await chmod(join(cwd, 'd'), 0o755);
    expect(found.problems).toEqual(['unreadable d', 'unreadable d/b.bin', 'unreadable a.bin']);
  });
});

describe('folders', () => {
  it('are walked for .bin and .zip in any case, in code-unit order, the rest is counted', async () => {
    await put(
      'r/b.bin',
      'r/a/z.BIN',
      'r/B.Bin',
      'r/a.txt',
      'r/a/deep/x.elf',
      'r/a/deep/y.bin',
      'r/c.bin.map',
      'r/1',
      'r/2',
    );
    const found = await read(['r/']);
    expect(found.files).toEqual(['r/B.Bin', 'r/a/deep/y.bin', 'r/a/z.BIN', 'r/b.bin']);
    expect(origins(found)[0]).toBe('folder r r/B.Bin');
    expect(found.items[0]).toEqual({ kind: 'skipped', root: 'r', count: 5 });
  });

  it('are read whole with `all`', async () => {
    await put('r/b.bin', 'r/a.txt');
    const found = await read(['./r'], { all: true });
    expect(found.files).toEqual(['./r/a.txt', './r/b.bin']);
    expect(found.skipped).toEqual([]);
  });

  it('can be searched for other extensions', async () => {
    await put('r/b.bin', 'r/a.HEX');
    expect((await read(['r'], { extensions: ['.hex'] })).files).toEqual(['r/a.HEX']);
  });

  it('keep the order of arguments among each other', async () => {
    await put('b/1.bin', 'a/1.bin');
    expect((await read(['b', 'a'])).files).toEqual(['b/1.bin', 'a/1.bin']);
    expect((await read(['.'])).files).toEqual(['./a/1.bin', './b/1.bin']);
  });

  it.skipIf(!posix)('do not follow links nor open FIFOs, but count them', async () => {
    await put('out/a.bin', 'r/b.bin');
    await symlink(join(cwd, 'out'), join(cwd, 'r/linked'));
    await symlink(join(cwd, 'out/a.bin'), join(cwd, 'r/a.bin'));
    await symlink('.', join(cwd, 'r/self'));
    execFileSync('mkfifo', [join(cwd, 'r/fifo.bin')]);
    for (const all of [false, true]) {
      const found = await read(['r'], { all });
      expect(found.files).toEqual(['r/b.bin']);
      expect(found.skipped).toEqual(['4 r']);
    }
  });

  it('with nothing to read are a problem', async () => {
    await put('r/a.txt');
    await mkdir(join(cwd, 'empty'));
    const found = await read(['r', 'empty']);
    expect(found.problems).toEqual(['nothing_matched r', 'nothing_matched empty']);
    expect(found.skipped).toEqual(['1 r']);
  });

  it('in one another count each skipped file once', async () => {
    await put('r/a.bin', 'r/s/b.bin', 'r/s/x.txt');
    const found = await read(['r', 'r/s']);
    expect(found.files).toEqual(['r/a.bin', 'r/s/b.bin']);
    expect(found.skipped).toEqual(['1 r']);
  });
});

describe('globs', () => {
  it('are matched when no such file exists, sorted, whatever the extension', async () => {
    await put('g/b.bin', 'g/a.bin', 'g/c.txt', 'g/s/d.bin');
    expect(origins(await read(['g/*.bin']))).toEqual(['glob g/*.bin g/a.bin', 'glob g/*.bin g/b.bin']);
    expect((await read(['./g/**/*.bin'])).files).toEqual(['./g/a.bin', './g/b.bin', './g/s/d.bin']);
    expect((await read(['g/*.{txt,elf}'])).files).toEqual(['g/c.txt']);
    expect((await read(['g/[ab].bin'])).files).toEqual(['g/a.bin', 'g/b.bin']);
    const absolute = `${cwd.replaceAll('\\', '/')}/g/?.bin`;
    expect((await read([absolute])).files).toEqual([absolute.replace('?', 'a'), absolute.replace('?', 'b')]);
  });

  it('that match folders alone walk them', async () => {
    await put('g/v1/a.bin', 'g/v2/b.bin', 'g/v2/readme.md');
    const found = await read(['g/v*']);
    expect(origins(found)).toEqual(['glob g/v* g/v1/a.bin', 'glob g/v* g/v2/b.bin']);
    expect(found.skipped).toEqual(['1 g/v*']);
  });

  it.each(['x/*.bin', '*.zip', '[', '!*x', '{a,b}.bin', '+(a).bin'])(
    '%s without a match is a problem',
    async (glob) => {
      await put('g/a.bin');
      expect((await read([glob])).problems).toEqual([`nothing_matched ${glob}`]);
    },
  );
});

describe('standard input', () => {
  it('is read for -, once', async () => {
    const found = await read(['-', '-'], { stdin: chunks('firm', 'ware') });
    expect(origins(found)).toEqual(['stdin - -']);
    expect(found.bytes['-']?.toString()).toBe('firmware');
  });

  it('may be a zip', async () => {
    const zip = buildZip([{ name: 'app.bin', data: 'x' }]).toString('latin1');
    const stdin = (async function* (): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(Buffer.from(zip, 'latin1'));
    })();
    expect(origins(await read(['-'], { stdin }))).toEqual(['container - -!/app.bin']);
  });

  it('is capped, and a fault of it is a problem', async () => {
    const endless = (async function* (): AsyncGenerator<Uint8Array> {
      for (;;) yield await Promise.resolve(Buffer.alloc(1000));
    })();
    expect((await read(['-'], { stdin: endless, maxFileBytes: 5000 })).problems).toEqual(['too_large -']);
    const broken = (async function* (): AsyncGenerator<Uint8Array> {
      yield await Promise.reject(new Error('pipe broke'));
    })();
    const found = await read(['-'], { stdin: broken });
    expect(found.problems).toEqual(['unreadable -']);
    expect(details(found)).toEqual(['pipe broke']);
  });
});

describe('zips among the arguments', () => {
  const zip = buildZip([{ name: 'app.bin', data: 'x' }]);

  it('are found by content when named, by name and content in a folder', async () => {
    await putBytes('r/a.ZIP', zip);
    await putBytes('r/jar.bin', zip);
    expect(origins(await read(['r']))).toEqual(['container r r/a.ZIP!/app.bin', 'folder r r/jar.bin']);
    expect((await read(['r/jar.bin'])).files).toEqual(['r/jar.bin!/app.bin']);
  });

  it('that are none are handed out as they are', async () => {
    await putBytes('error.zip', '<html>502</html>');
    expect(origins(await read(['error.zip']))).toEqual(['named error.zip error.zip']);
  });

  it('without firmware are a problem when named, and only counted in a folder', async () => {
    await putBytes('r/docs.zip', buildZip([{ name: 'manual.pdf' }]));
    await putBytes('r/none.zip', buildZip([]));
    const named = await read(['r/docs.zip', 'r/none.zip']);
    expect(named.problems).toEqual(['nothing_matched r/docs.zip', 'nothing_matched r/none.zip']);
    const inFolder = await read(['r']);
    expect(inFolder.problems).toEqual([]);
    expect(inFolder.skipped).toEqual(['1 r/docs.zip']);
  });

  it('that are hostile do not stop the others', async () => {
    await putBytes('a.zip', Buffer.concat([zip, Buffer.from('x')]));
    await putBytes('b.zip', zip);
    const found = await read(['a.zip', 'b.zip']);
    expect(found.problems).toEqual(['bad_zip a.zip']);
    expect(found.files).toEqual(['b.zip!/app.bin']);
  });
});

describe('listing and streaming', () => {
  it('lists without reading, with sizes, and reports each entry as done', async () => {
    await put('r/b.bin', 'r/a.bin', 'x.bin');
    const { entries, items } = await listSources(['r', 'x.bin', 'gone'], { cwd });
    expect(entries.map(({ name, size }) => `${name} ${size}`)).toEqual(['r/a.bin 16', 'r/b.bin 16', 'x.bin 14']);
    expect(items).toHaveLength(1);
    const done: string[] = [];
    await collect(readEntries(entries, { cwd, onEntryDone: ({ name }) => done.push(name) }));
    expect(done).toEqual(['r/a.bin', 'r/b.bin', 'x.bin']);
  });

  it('keeps the order with hundreds of files, and can be left early', async () => {
    const names = Array.from({ length: 300 }, (_, at) => `m/${String(at).padStart(3, '0')}.bin`);
    await put(...names);
    expect((await read(['m'])).files).toEqual(names);
    for await (const item of readSources(['m'], { cwd })) {
      expect(item).toMatchObject({ kind: 'file', file: { name: 'm/000.bin' } });
      break;
    }
  });
});
