/** Reads what a person gave the page: firmware in files, folders and containers, and texts about devices. */
import { readAssetFile, readFirmwareFile } from '../assess/file.js';
import type { FirmwareFile } from '../assess/file.js';
import { decodeText } from '../base/decode-text.js';
import { fileLimit, tooLarge, zipLimits } from '../container/contents.js';
import type { SourceFile, SourceItem } from '../container/contents.js';
import { isArchiveName } from '../container/known.js';
import { readContainer, recognise } from '../container/open.js';
import { readDeviceReport } from '../describe/read.js';
import type { RejectionKind } from '../module/types.js';
import type { RunError } from '../report/json.js';
import { sourceErrorWords } from '../report/source-error.js';
import type { ImageSubject } from '../rules/types.js';
import type { Aside } from './aside.js';
import type { Given } from './messages.js';
import { CONTAINER_TOOLS, deflatedByBrowser, PLAIN_TOOLS, readWithBrowser } from './tools.js';

/** What one thing that was given holds. */
export interface Read {
  readonly files: readonly FirmwareFile[];
  readonly images: readonly ImageSubject[];
  readonly errors: readonly RunError[];
  readonly skipped: readonly { readonly root: string; readonly count: number }[];
  /** A text about devices; null for firmware. */
  readonly device: { readonly name: string; readonly text: string } | null;
}

const NOTHING: Read = { files: [], images: [], errors: [], skipped: [], device: null };

/** Reads one. Never throws: what cannot be read is an error of the result. */
export async function readGiven(given: Given): Promise<Read> {
  if (given.kind === 'text') return { ...NOTHING, device: { name: given.name, text: given.text } };
  if (given.kind === 'aside') return leftAside(given.aside);
  const limit = isArchiveName(given.name) ? zipLimits({}).archiveBytes : fileLimit({});
  if (given.content.size > limit) {
    const { code, detail } = tooLarge(`${given.content.size} bytes`, limit);
    return { ...NOTHING, errors: [errorOf(given.name, code, detail)] };
  }
  const bytes = await given.content.arrayBuffer().then(
    (buffer) => new Uint8Array(buffer),
    () => null,
  );
  if (bytes === null) return { ...NOTHING, errors: [errorOf(given.name, 'unreadable', '')] };
  const { name, root, inFolder } = given;
  const container = recognise(bytes, name, inFolder, CONTAINER_TOOLS);
  if (container !== null) {
    return readAll(readContainer(bytes, container, { name, root, quiet: inFolder }, {}, CONTAINER_TOOLS));
  }
  const from = inFolder ? 'folder' : 'named';
  const file = await readFile({ name, bytes, from, root, archive: null, address: null, role: 'module', bundle: null });
  if (inFolder || file.result.kind !== 'rejection') return { ...NOTHING, files: [file] };
  const text = deviceText(bytes, name, file.result.what);
  return text === null ? { ...NOTHING, files: [file] } : { ...NOTHING, device: { name, text } };
}

/** A folder in which nothing is read is a problem, as it is for the command line. */
function leftAside({ root, count, isAll }: Aside): Read {
  const errors = isAll ? [errorOf(root, 'nothing_matched', 'a folder without a file to read')] : [];
  return { ...NOTHING, errors, skipped: [{ root, count }] };
}

async function readAll(items: AsyncIterable<SourceItem>): Promise<Read> {
  const files: FirmwareFile[] = [];
  const images: ImageSubject[] = [];
  const errors: RunError[] = [];
  const skipped: { root: string; count: number }[] = [];
  for await (const item of items) {
    switch (item.kind) {
      case 'file':
        files.push(await readFile(item.file));
        break;
      case 'image':
        images.push({ file: item.file, image: item.image });
        break;
      case 'skipped':
        skipped.push({ root: item.root, count: item.count });
        break;
      case 'problem':
        errors.push(errorOf(item.problem.file, item.problem.code, item.problem.detail));
    }
  }
  return { ...NOTHING, files, images, errors, skipped };
}

function errorOf(file: string, code: Parameters<typeof sourceErrorWords>[0], detail: string): RunError {
  return { file, code, message: sourceErrorWords(code, detail) };
}

/** As the command line reads it: with the hash of the file, without that of its payload. */
async function readFile({ name, bytes, from, root, archive, role, bundle }: SourceFile): Promise<FirmwareFile> {
  const origin = { named: from === 'named', root, archive, bundle, hashFile: true, hashPayload: false };
  if (role === 'module') return readWithBrowser((tools) => readFirmwareFile(name, bytes, tools, origin));
  const packed = await deflatedByBrowser(bytes);
  return readAssetFile(
    name,
    bytes,
    { ...PLAIN_TOOLS, ...(packed === null ? {} : { deflateRaw: () => packed }) },
    origin,
  );
}

/** Ends of names that no firmware has, and texts about devices do. */
const TEXT_NAME = /\.(?:json|ndjson|jsonl|csv|tsv|txt|log|sse)$/i;

/**
 * The text of what is about devices, by its name or its content; null for firmware that is none: a page or a message of a server that was saved in its
 * place, whatever its name.
 */
function deviceText(bytes: Uint8Array, name: string, what: RejectionKind): string | null {
  if (what === 'html' || (!TEXT_NAME.test(name) && what !== 'json' && what !== 'device_report')) return null;
  const text = decodeText(bytes);
  return TEXT_NAME.test(name) || readDeviceReport(text).kind !== 'no_report' ? text : null;
}
