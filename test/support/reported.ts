/** Describe messages of made devices. */

/** A module as a describe message lists it. */
export interface Listed {
  readonly f: string;
  readonly n: string;
  readonly v: number;
  readonly d: readonly { readonly f: string; readonly n: string; readonly v: number }[];
  readonly vv: number;
}

/** Words of flags: every check was made, and passed; the same without the one of dependencies. */
const ALL_PASSED = 30;
const NEEDS_FAILED = 26;

export const needs = (f: string, n: string, v: number): Listed['d'][number] => ({ f, n, v });
export const listed = (f: string, n: string, v: number, ...d: Listed['d']): Listed => ({ f, n, v, d, vv: ALL_PASSED });
export const failing = (one: Listed): Listed => ({ ...one, vv: NEEDS_FAILED });

/** The message of a device that lists these modules in their main slots. */
export function describeOf(platform: number, modules: readonly Listed[]) {
  const m = modules.map((one) => ({ ...one, l: 'm', vc: ALL_PASSED, d: one.d.map((other) => ({ ...other, _: '' })) }));
  return { p: platform, f: [], v: {}, m };
}
