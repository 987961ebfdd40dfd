import type { Score } from './scorecard/scorecard';

/** How many claims have which verdict. */
export interface Verdicts {
  readonly agrees: number;
  readonly differs: number;
  readonly notYetComputed: number;
}

/** Counts the verdicts of a scorecard. */
export function verdictsOf(scores: readonly Score[]): Verdicts {
  const count = (verdict: Score['verdict']) => scores.filter((score) => score.verdict === verdict).length;
  return { agrees: count('agrees'), differs: count('differs'), notYetComputed: count('not yet computed') };
}

/** A number with as many digits as a reader wants, a dash for none. */
export function shownNumber(value: number | string | undefined): string {
  if (value === undefined || value === null) return '–';
  if (typeof value === 'string') return value;
  if (!Number.isFinite(value)) return String(value);
  if (Number.isInteger(value)) return String(value);
  const size = Math.abs(value);
  return size >= 1e-3 && size < 1e6 ? String(Number(value.toPrecision(3))) : value.toExponential(1);
}

function columnsOf(rows: readonly (readonly string[])[]): number[] {
  return rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
}

/** The scorecard as a table for a terminal. */
export function scorecardTable(scores: readonly Score[]): string {
  const short = (text: string) => (text.length > 64 ? `${text.slice(0, 63)}…` : text);
  const rows = [
    ['figure', 'claim', 'paper', 'here', '± s.e.', 'verdict'],
    ...scores.map((score) => [
      score.figure, short(score.claim.replace(/[$`*]/g, '')), shownNumber(score.paper), shownNumber(score.ours), shownNumber(score.standardError), score.verdict,
    ]),
  ];
  const widths = columnsOf(rows);
  const isNumber = (column: number) => column >= 2 && column <= 4;
  const lines = rows.map((row) =>
    row.map((text, column) => (isNumber(column) ? text.padStart(widths[column]) : text.padEnd(widths[column]))).join('  ').trimEnd());
  const { agrees, differs, notYetComputed } = verdictsOf(scores);
  return [...lines, '', `${agrees} agree, ${differs} differ, ${notYetComputed} not yet computed`].join('\n');
}
