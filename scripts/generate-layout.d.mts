/** The text that src/module/layout.generated.ts must have. */
export function generateLayout(): Promise<string>;
/** Writes the file if its content changes; says whether it did. */
export function writeLayout(): Promise<boolean>;
