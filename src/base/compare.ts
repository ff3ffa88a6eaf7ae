/** By code units: the same order on every machine and in every language. Negative, 0 or positive, for `sort`. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
