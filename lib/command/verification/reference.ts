export interface Tolerance {
  readonly abs?: number;
  readonly rel?: number;
}

// The files are data from outside: what is read of them is compared, never run.
export interface Reference {
  readonly schema: string;
  readonly name: string;
  readonly kind: string;
  readonly params: any;
  readonly input: any;
  readonly expected: any;
  readonly cases?: readonly (Pick<Reference, 'params' | 'input' | 'expected'> & {
    /** Of this case, and of single quantities; the file's where left out. */
    readonly tolerance?: Tolerance;
    readonly toleranceOf?: Readonly<Record<string, Tolerance>>;
  })[];
  readonly tolerance: any;
}

/** A quantity to compare; `got` undefined where the library cannot compute it yet. */
export interface Check {
  readonly quantity: string;
  readonly got: unknown;
  readonly expected: unknown;
  readonly tolerance: Tolerance;
}
