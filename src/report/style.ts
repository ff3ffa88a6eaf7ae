/** How a text may look. The command line decides whether colours are wanted; formats only name the meaning. */
export interface Style {
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly warn: (text: string) => string;
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
}

const same = (text: string): string => text;

/** No colours at all. */
export const PLAIN: Style = { good: same, bad: same, warn: same, strong: same, faint: same };

/** Words of the command line, as they were typed. */
export interface Typed {
  /** Files, folders, globs. */
  readonly inputs: readonly string[];
  /** The device report; undefined for none. */
  readonly device?: string | undefined;
  /** False where not all of the inputs is on the device at the end of a plan. */
  readonly isAll?: boolean | undefined;
}

/** What the formats for people need to know. */
export interface TextOptions {
  readonly style: Style;
  /** Columns; nothing for people is wider than 100. */
  readonly width: number;
  readonly verbose: boolean;
  readonly quiet: boolean;
  /** About how many lines of lists it may have; all of them where it is not said. */
  readonly lines?: number | undefined;
  /** What was typed, for the commands that come next. */
  readonly typed?: Typed | undefined;
}
