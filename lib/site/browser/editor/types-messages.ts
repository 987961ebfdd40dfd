import type { Completion, Description, Problem, Stretch } from '../types/cell-types.js';

/** Questions that a page asks of the worker with the compiler, and their answers. */
export interface TypesAnswers {
  problems: readonly Problem[];
  complete: Completion | undefined;
  describe: Description | undefined;
  inspect: (Description & Stretch) | undefined;
}

export type TypesQuestion =
  | { readonly kind: 'problems'; readonly cell: number }
  | { readonly kind: 'complete'; readonly cell: number; readonly position: number }
  | { readonly kind: 'describe'; readonly cell: number; readonly position: number; readonly name: string }
  | { readonly kind: 'inspect'; readonly cell: number; readonly position: number };

/** A question about cells with these codes, in the order of the page; `cell` counts from 0. */
export interface TypesRequest {
  readonly id: number;
  readonly cells: readonly string[];
  readonly question: TypesQuestion;
}

/** The answer of a question; an error where the compiler failed. */
export type TypesReply =
  | { readonly id: number; readonly answer: TypesAnswers[keyof TypesAnswers] }
  | { readonly id: number; readonly error: string };
