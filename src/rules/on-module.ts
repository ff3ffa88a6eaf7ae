import type { FirmwareModule } from '../module/types.js';
import type { FileSubject, Hit } from './types.js';

/** What a check says of the module in a file; nothing where the file is none. Never throws itself. */
export function onModule({ result }: FileSubject, check: (module: FirmwareModule) => readonly Hit[]): readonly Hit[] {
  return result.kind === 'module' ? check(result) : [];
}
