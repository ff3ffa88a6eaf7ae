/** The worker: it reads and judges, so that the window never waits. */
import { belowSharedFolder } from '../assess/file.js';
import { assess, PARTS } from '../assess/assess.js';
import type { HashText } from '../base/hash-text.js';
import { checkJson } from '../report/check.js';
import { depsJson } from '../report/deps.js';
import { htmlReport } from '../report/html.js';
import { documentText } from '../report/json.js';
import { answerTo } from './answer.js';
import type { PageAnswer } from './answer.js';
import { fleetCsv, fleetRows } from './fleet.js';
import type { FleetFilter, Given, Reply, Request } from './messages.js';
import { readGiven } from './read.js';
import type { Read } from './read.js';
import { plainSha256 } from './sha256.js';
import { viewOf } from './view.js';

/** What a worker has in common with every other one. */
export interface Port {
  postMessage(reply: Reply): void;
  onmessage: ((event: { readonly data: Request }) => void) | null;
}

/** Answers what comes in, one after the other. */
export function startWorker(port: Port): void {
  const given = new Map<number, Given>();
  const known = new Map<number, Read>();
  let answer: PageAnswer | null = null;
  let last: Promise<void> = Promise.resolve();
  const handle = async (request: Request): Promise<void> => {
    if (request.kind === 'add') {
      for (const one of request.given) given.set(one.id, one);
    } else if (request.kind === 'answer') {
      const wanted = new Set(request.ids);
      for (const id of [...given.keys()]) {
        if (wanted.has(id)) continue;
        given.delete(id);
        known.delete(id);
      }
      await readNew([...given.values()], known, port);
      answer = answerTo([...known.values()], request.choices);
      port.postMessage({ kind: 'answer', view: viewOf(answer, known) });
    } else if (answer !== null && request.kind === 'fleet') {
      port.postMessage({ kind: 'fleet', ...fleetRows(answer, request.filter, request.most) });
    } else if (answer !== null && request.kind === 'document') {
      port.postMessage({ kind: 'document', form: request.form, text: DOCUMENTS[request.form](answer, request.filter) });
    }
  };
  port.onmessage = ({ data }) => {
    last = last.then(() =>
      handle(data).catch((error: unknown) => {
        port.postMessage({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
      }),
    );
  };
}

/** Reads what was not read before. Only one file is held at a time. */
async function readNew(given: readonly Given[], known: Map<number, Read>, port: Port): Promise<void> {
  const open = given.filter(({ id }) => !known.has(id));
  const total = open.reduce((sum, one) => sum + sizeOf(one), 0);
  let done = 0;
  for (const one of open) {
    known.set(one.id, await readGiven(one));
    done += sizeOf(one);
    port.postMessage({ kind: 'progress', done, total });
  }
}

function sizeOf(given: Given): number {
  switch (given.kind) {
    case 'file':
      return given.content.size;
    case 'text':
      return given.text.length;
    case 'aside':
      return 0;
  }
}

const sha256Text: HashText = (text) => {
  const hash = plainSha256();
  hash.update(new TextEncoder().encode(text));
  return hash.hex();
};

const DOCUMENTS: Readonly<Record<'json' | 'html' | 'csv', (answer: PageAnswer, filter: FleetFilter) => string>> = {
  json: jsonDocument,
  html: reportDocument,
  csv: fleetCsv,
};

/** The document of `check`, with the order of `deps`. */
function jsonDocument({ assessment, check, skipped }: PageAnswer): string {
  const { groups } = depsJson(assessment, skipped, []);
  const order = groups.map(({ platform, order: steps, needsOnDevice }) => ({ platform, steps, needsOnDevice }));
  return documentText({ ...checkJson(check), order });
}

/** The page of `report`. */
function reportDocument({ files, images }: PageAnswer): string {
  const below = belowSharedFolder(files, images);
  const found = assess(below.files, { parts: PARTS.deps, images: below.images, matrix: true });
  const title = below.folder === '' ? `${String(files.length)} files` : below.folder;
  return htmlReport({ ...found, title, folder: below.folder }, sha256Text);
}
