/** Text broken into lines. */

/** Output for people is never wider than this. */
export const MAX_WIDTH = 100;

/** Breaks a text at spaces into lines of at most `width`. Only a word that is wider than a line is broken within. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    for (const [at, piece] of piecesOf(word, width).entries()) {
      const gap = at === 0 && line !== '' ? ' ' : '';
      if (line !== '' && shownLength(line + gap + piece) > width) {
        lines.push(line.trimEnd());
        line = piece;
      } else line += gap + piece;
    }
  }
  return [...lines, line];
}

/** The sequences of our own styles; there are no others. */
const COLOURS = /\u001b\[\d+m/g;

/** How many columns a text takes: colours take none. */
export function shownLength(text: string): number {
  return text.replace(COLOURS, '').length;
}

/** A path breaks behind its separators, whatever has none anywhere. */
function piecesOf(word: string, width: number): readonly string[] {
  if (shownLength(word) <= width) return [word];
  const any = new RegExp(`.{1,${String(Math.max(1, width))}}`, 'gsu');
  return word.split(/(?<=[-_./\\@+])/).flatMap((piece) => piece.match(any) ?? []);
}

/** The same as one text, every line but the first indented. */
export function paragraph(text: string, width: number, indent: string): string {
  return wrap(text, width - indent.length).join(`\n${indent}`);
}
