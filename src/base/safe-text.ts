/** Text from outside made harmless. It knows nothing else, so that the thread that reads files loads nothing else. */
const PRINTABLE_ASCII = /^[ -~]*$/;

/** Control and formatting characters, lone surrogates, line separators, and whatever else shows nothing. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** Build systems obey a line that holds `##[`, `##vso[` or `##teamcity[` anywhere. */
const BUILD_COMMAND = /##(?=[a-z]*\[)/gi;

/** The runner of GitHub obeys `::name::` at the start of a line, after blanks too. */
const RUNNER_COMMAND = /^([^\S\n]*)::/gm;

const escaped = (char: string): string => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`;

/**
 * Escapes every character that could steer a terminal or hide text, and breaks what a build system would obey, so that
 * names from files and arguments are safe to print. What it gives it gives back unchanged.
 */
export function safeText(text: string): string {
  const defused = text.includes('##') ? text.replace(BUILD_COMMAND, '#\\u{23}') : text;
  // The usual case first: a regular expression with classes of Unicode costs time when it is used for the first time.
  return PRINTABLE_ASCII.test(defused) ? defused : defused.replace(UNSAFE, escaped);
}

/** Line feeds and tabs are ours, and so are the sequences of a colour. Plain ranges: these are ready at once. */
const UNSAFE_IN_OUTPUT =
  /\u001b\[(?:0|1|2|22|31|32|33|39)m|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\udb40-\udb43][\udc00-\udfff]/g;

const PLAIN_LINES = /^[\t\n -~]*$/;

/**
 * The one door: whatever goes to standard output, standard error or a file passes here last, as whole lines. Where the
 * maker of a text did its part with {@link safeText}, nothing changes; where one forgot, what is dangerous is seen.
 *
 * @param annotations true for GitHub's own annotations, the one text whose lines shall be obeyed
 */
export function safeOutput(text: string, annotations = false): string {
  const defused = text.includes('##') ? text.replace(BUILD_COMMAND, '#\\u{23}') : text;
  const harmless = annotations || !defused.includes('::') ? defused : defused.replace(RUNNER_COMMAND, '$1:\\u{3a}');
  if (PLAIN_LINES.test(harmless)) return harmless;
  return harmless.replace(UNSAFE_IN_OUTPUT, (found) => (/^\u001b\[\d/.test(found) ? found : escaped(found)));
}
