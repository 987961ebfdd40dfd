import type { Trace } from '../figure.js';
import type { Role } from '../palette.js';

/** A place on an axis: a number, a day such as `2020-03-16`, or a name. */
export type Position = number | string;

/** What a mark is called and coloured by. */
export interface Look {
  /** Legend entry; the role's name when left out, and none without a role. */
  readonly name?: string;
  /** What the mark stands for; gives name and colour. */
  readonly role?: Role;
  /** As CSS writes it, `#rrggbb`; the role's when left out, else one of a list by order of names, black without a name. */
  readonly color?: string;
}

/** An axis as a mark finds it. */
export interface Span {
  readonly type: 'linear' | 'log';
  /** Ends of the axis, or of the numbers shown on it; equal to `high` when there is a single one. */
  readonly low: number;
  readonly high: number;
  /** The lowest number that an area or a bar is drawn to: 0 where the axis begins there; below a logarithmic axis, where nothing is seen. */
  readonly floor: number;
}

/** Where a part of a mark is drawn. */
export interface Place {
  /** Names of the axes, as a trace of Plotly refers to them. */
  readonly xaxis: string;
  readonly yaxis: string;
  readonly x: Span;
  readonly y: Span;
  readonly color: string;
  /** Legend entry; undefined for what the legend does not know. */
  readonly name?: string;
  /** Number of the name among all names of the figure, from 0. */
  readonly order: number;
  /** Whether the legend has still to show the name. */
  readonly showlegend: boolean;
}

/** What a mark draws in one panel under one name. */
export interface Part extends Look {
  /** Title of the panel that the part belongs to; every panel when left out. */
  readonly facet?: string;
  /** What the axes have to hold. */
  readonly x: readonly Position[];
  readonly y: readonly number[];
  /** Names at numbers of the horizontal axis. */
  readonly xTicks?: Readonly<Record<string, number>>;
  readonly yTicks?: Readonly<Record<string, number>>;
  /** True for areas: they are drawn before what shall stay visible over them. */
  readonly isArea: boolean;
  /** True for what only accompanies a part of the same name, such as a band its line: the legend shows the other. */
  readonly isCompanion?: boolean;
  /** True for a matrix: its first row stands on top, and the axes end where it does. */
  readonly isMatrix?: boolean;
  draw(place: Place): readonly Trace[];
}

/** Data and how they are drawn: an element of `plot`'s `marks`. */
export interface Mark {
  readonly parts: readonly Part[];
}

/** The attributes of Plotly that all traces have; a companion is not shown in the legend. */
export function common({ name, showlegend, xaxis, yaxis }: Place, isCompanion = false): Trace {
  return { type: 'scatter', name, legendgroup: name, showlegend: showlegend && !isCompanion, xaxis, yaxis };
}

/** The look of a part, without what else a mark's options hold. */
export function lookOf({ name, role, color }: Look): Look {
  return { name, role, color };
}

/** A number where the axis has a place for it, else a gap. */
export function placed(value: number, { type }: Span): number {
  return type === 'log' && !(value > 0) ? NaN : value;
}
