/** Reads the files of a command line into subjects for the rules. */
import { readModule } from '../module/read.js';
import type { RunError } from '../report/json.js';
import { sourceErrorWords } from '../report/source-error.js';
import type { BundleSubject, FileSubject } from '../rules/types.js';
import { readSources } from '../source/index.js';
import type { SourceFile, SourceItem } from '../source/index.js';
import { sha256Hex } from '../source/node-tools.js';
import { TOOLS } from './tools.js';

/** A file that was read, without its bytes. */
export interface InputFile extends FileSubject {
  readonly from: SourceFile['from'];
  readonly root: string;
  readonly archive: string | null;
  /** SHA-256 of the file, where it was asked for. */
  readonly contentId: string;
}

export interface Input {
  readonly files: readonly InputFile[];
  readonly bundles: readonly BundleSubject[];
  readonly errors: readonly RunError[];
  /** Files of folders and archives that are neither .bin nor .zip. */
  readonly skipped: readonly { readonly root: string; readonly count: number }[];
}

export interface InputOptions {
  readonly all: boolean;
  /** Hash whole files too, so that equal ones are recognised. */
  readonly contentIds: boolean;
}

interface Asset {
  readonly archive: string;
  readonly file: string;
  readonly name: string;
  readonly sha256: string;
}

/** Reads everything; bytes are let go of file by file. Problems are in the result, never thrown. */
export async function readInput(args: readonly string[], options: InputOptions): Promise<Input> {
  const files: InputFile[] = [];
  const assets: Asset[] = [];
  const errors: RunError[] = [];
  const skipped: { root: string; count: number }[] = [];
  for await (const item of readSources(args, { all: options.all, reuseBuffer: true })) {
    take(item, options, { files, assets, errors, skipped });
  }
  return { files, bundles: bundlesOf(files, assets), errors, skipped };
}

interface Sink {
  readonly files: InputFile[];
  readonly assets: Asset[];
  readonly errors: RunError[];
  readonly skipped: { root: string; count: number }[];
}

function take(item: SourceItem, options: InputOptions, sink: Sink): void {
  switch (item.kind) {
    case 'problem': {
      const { file, code, detail } = item.problem;
      sink.errors.push({ file, code, message: sourceErrorWords(code, detail) });
      return;
    }
    case 'skipped':
      sink.skipped.push({ root: item.root, count: item.count });
      return;
    case 'file':
      takeFile(item.file, options, sink);
  }
}

function takeFile(file: SourceFile, { contentIds }: InputOptions, sink: Sink): void {
  if (file.role === 'asset' && file.archive !== null) {
    const name = file.name.slice(file.name.lastIndexOf('/') + 1);
    sink.assets.push({ archive: file.archive, file: file.name, name, sha256: sha256Hex(file.bytes) });
    return;
  }
  sink.files.push({
    file: file.name,
    size: file.bytes.length,
    result: readModule(file.bytes, TOOLS),
    from: file.from,
    root: file.root,
    archive: file.archive,
    contentId: contentIds ? sha256Hex(file.bytes) : '',
  });
}

/** A zip with assets is a bundle: its applications and its assets are judged together. */
function bundlesOf(files: readonly InputFile[], assets: readonly Asset[]): readonly BundleSubject[] {
  const bundles = new Set([
    ...assets.map(({ archive }) => archive),
    ...files.filter(needsAssets).flatMap(({ archive }) => archive ?? []),
  ]);
  return [...bundles].map((bundle) => ({
    bundle,
    applications: files.filter(({ archive }) => archive === bundle),
    assets: assets.filter(({ archive }) => archive === bundle),
  }));
}

function needsAssets({ result }: InputFile): boolean {
  return result.kind === 'module' && result.extensions.some(({ kind }) => kind === 'asset_dependency');
}
