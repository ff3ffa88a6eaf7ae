/** Text from outside made harmless. It knows nothing else, so that the thread that reads files loads nothing else. */
const PRINTABLE_ASCII = /^[ -~]*$/;

/** Control and formatting characters, lone surrogates, line separators, and whatever else shows nothing. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** Escapes every character that could steer a terminal or hide text, so that names from files and arguments are safe to print. */
export function safeText(text: string): string {
  // The usual case first: a regular expression with classes of Unicode costs time when it is used for the first time.
  if (PRINTABLE_ASCII.test(text)) return text;
  return text.replace(UNSAFE, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`);
}
