/** A module at a version or newer; the same shape as a declared dependency. */
export interface Requirement {
  readonly function: number;
  readonly index: number;
  readonly version: number;
}
