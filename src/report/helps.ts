/** Words for what would have the application run at the end of a plan. */
import { safeText } from '../base/safe-text.js';
import type { Help } from '../plan/helps.js';

/** Each as a sentence. */
export const helpWords = (helps: readonly Help[]): readonly string[] => helps.map(wordsOf);

function wordsOf(help: Help): string {
  switch (help.kind) {
    case 'replace_application':
      return 'With --replace-app the application runs at the end.';
    case 'application':
      return 'Add an application.';
    case 'thing': {
      const { files, release } = help.thing;
      const names = files.map(({ file }) => safeText(file)).join(' and ');
      return `Add ${names}, with --to ${release}: the application runs at the end.`;
    }
  }
}
