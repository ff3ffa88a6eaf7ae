/** What the window and its worker say to each other. Plain data: it is copied on the way. */
import type { Aside } from './aside.js';
import type { FleetOutcome } from '../plan/fleet.js';
import type { Judgement } from '../base/judgement.js';

/** Something that a person gave: a file, a text, or what lies in a folder and is not read. */
export type Given =
  | {
      readonly kind: 'file';
      /** Its number on this page; what was read of it is kept under that. */
      readonly id: number;
      /** As shown: with the folders above it. */
      readonly name: string;
      /** The folder that was given, or the file itself. */
      readonly root: string;
      /** Whether it lay in a folder that was given. */
      readonly inFolder: boolean;
      readonly content: Blob;
    }
  | { readonly kind: 'text'; readonly id: number; readonly name: string; readonly text: string }
  | { readonly kind: 'aside'; readonly id: number; readonly name: string; readonly aside: Aside };

/** How files reach a device, in the words of the command line. */
export type Way = 'ota' | 'serial' | 'local' | 'dfu';

/** What a person chose beside the files. */
export interface Choices {
  readonly way: Way;
  /** For devices of which nothing says it: the id of a platform. */
  readonly platform: number | null;
  /** The Device OS release of a device that has no report; empty where there is none. */
  readonly from: string;
}

/** Which devices of a fleet are shown. */
export interface FleetFilter {
  /** Null for all. */
  readonly outcome: FleetOutcome | 'other-platform' | null;
  /** In its ID, its name, or what it needs; empty for all. */
  readonly text: string;
}

/** To the worker. */
export type Request =
  /** Some of what was given, before the answer to all of it: very many files at once would hold the window up. */
  | { readonly kind: 'add'; readonly given: readonly Given[] }
  | { readonly kind: 'answer'; readonly ids: readonly number[]; readonly choices: Choices }
  | { readonly kind: 'fleet'; readonly filter: FleetFilter; readonly most: number }
  | { readonly kind: 'document'; readonly form: 'json' | 'html' | 'csv'; readonly filter: FleetFilter };

/** A part of the answer, as HTML in which everything from outside is escaped. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly html: string;
}

/** What the page shows. */
export interface View {
  readonly judgement: Judgement;
  /** "OK", "DO NOT FLASH": the first words. */
  readonly label: string;
  /** The answer in one sentence. */
  readonly sentence: string;
  /** More of it, a line each. */
  readonly lines: readonly string[];
  readonly sections: readonly Section[];
  /** What was given and how it was understood, by its number. */
  readonly understood: readonly { readonly id: number; readonly words: string; readonly isWrong: boolean }[];
  /** What only a person can say. */
  readonly asks: {
    /** Platforms to choose from, where devices name none. */
    readonly platform: readonly { readonly id: number; readonly name: string }[];
    /** Releases that a device of these files may have, where there is no device. */
    readonly from: readonly string[];
  };
  /** What commands would say of the same: for whoever compares. */
  readonly judgements: { readonly check: Judgement; readonly plan: Judgement | null };
}

/** From the worker. */
export type Reply =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | { readonly kind: 'answer'; readonly view: View }
  | { readonly kind: 'fleet'; readonly html: string; readonly shown: number; readonly matching: number }
  | { readonly kind: 'document'; readonly form: 'json' | 'html' | 'csv'; readonly text: string }
  | { readonly kind: 'failed'; readonly message: string };
