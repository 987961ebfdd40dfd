import { type SourceText, type SourceTextKey, sourceText, sourceTexts } from '../study/source-text.js';
import type { Score } from './scorecard.js';

/** Numbers of claims by verdict and by origin of their numbers. */
export interface Verdicts {
  readonly agrees: number;
  readonly differs: number;
  readonly notJudged: number;
  readonly notTestable: number;
  readonly notYetComputed: number;
  /** Count of numbers that this code computed on this computer. */
  readonly computedHere: number;
  /** Count of numbers from results that are kept with the sources, of whatever code. */
  readonly kept: number;
}

/** The scores of the paper's claims; the others are predictions. */
export function paperScores(scores: readonly Score[]): Score[] {
  return scores.filter(({ predictedBy }) => predictedBy === undefined);
}

/** Predictions that check one text, or, without `text`, those of this workbook. */
export interface PredictionList {
  readonly text?: { readonly key: SourceTextKey } & SourceText;
  readonly scores: readonly Score[];
}

/** The predictions among scores: a list for each text that they name, in the order of the texts, then the workbook's own; none is empty. */
export function predictionLists(scores: readonly Score[]): PredictionList[] {
  const predictions = scores.filter(({ predictedBy }) => predictedBy !== undefined);
  const ofText = (key?: SourceTextKey) => predictions.filter((score) => score.place?.text === key);
  const keys = Object.keys(sourceTexts) as SourceTextKey[];
  return [
    ...keys.map((key) => ({ text: { key, ...sourceText(key) }, scores: ofText(key) })),
    { scores: ofText() },
  ].filter((list) => list.scores.length > 0);
}

/** Counts the verdicts of scores. */
export function verdictsOf(scores: readonly Score[]): Verdicts {
  const count = (verdict: Score['verdict']) => scores.filter((score) => score.verdict === verdict).length;
  const from = (origin: Score['origin']) => scores.filter((score) => score.origin === origin).length;
  return {
    agrees: count('agrees'),
    differs: count('differs'),
    notJudged: count('not judged'),
    notTestable: count('not testable'),
    notYetComputed: count('not yet computed'),
    computedHere: from('computed here'),
    kept: from('kept'),
  };
}

/** A number rounded for readers; a dash for undefined. */
export function shownNumber(value: number | string | undefined): string {
  if (value === undefined) return '–';
  if (typeof value === 'string') return value;
  const size = Math.abs(value);
  if (Number.isInteger(value) || !Number.isFinite(value)) return String(value);
  return size >= 1e-3 && size < 1e6 ? String(Number(value.toPrecision(4))) : value.toExponential(2);
}

/** A standard error to two digits (a dash where none is known), and its value to the same decimal place. */
export function shownEstimate({ ours, standardError }: Pick<Score, 'ours' | 'standardError'>): {
  ours: string;
  standardError: string;
} {
  if (ours === undefined || standardError === undefined || !(standardError > 1e-6))
    return { ours: shownNumber(ours), standardError: '–' };
  if (standardError >= 1e4) return { ours: ours.toExponential(1), standardError: standardError.toExponential(1) };
  const decimals = Math.min(6, Math.max(0, 1 - Math.floor(Math.log10(standardError))));
  return { ours: ours.toFixed(decimals), standardError: standardError.toFixed(decimals) };
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const isNumber = (column: number) => column >= 2 && column <= 4;
  return rows.map((row) =>
    row
      .map((text, column) => (isNumber(column) ? text.padStart(widths[column]) : text.padEnd(widths[column])))
      .join('  ')
      .trimEnd(),
  );
}

/** The scorecard for a terminal: a line for each claim that was computed, and for each figure how many were not. */
export function scorecardTable(scores: readonly Score[]): string {
  const computed = scores.filter(({ verdict }) => verdict !== 'not yet computed');
  const open = new Map<string, number>();
  for (const { figure, verdict } of scores) {
    if (verdict === 'not yet computed') open.set(figure, (open.get(figure) ?? 0) + 1);
  }
  const rows = computed.map((score) => {
    const { ours, standardError } = shownEstimate(score);
    return [
      score.figure,
      shortened(score.claim.replace(/[$`*]/g, ''), 70),
      shortened(shownNumber(score.stated), 28),
      ours,
      standardError,
      score.verdict,
    ];
  });
  const openRows = [...open].map(([figure, count]) => [
    figure,
    count === 1 ? '1 claim' : `${count} claims`,
    '',
    '',
    '',
    'not yet computed',
  ]);
  const { computedHere, kept } = verdictsOf(scores);
  const lists = predictionLists(scores).map(
    (list) => `${list.text?.name ?? 'predictions of this workbook'}: ${counts(list.scores)}`,
  );
  const sources = (origin: Score['origin']) => sourcesOf(computed.filter((score) => score.origin === origin));
  return [
    ...aligned([['figure', 'claim', 'stated', 'here', '± s.e.', 'verdict'], ...rows, ...openRows]),
    '',
    `the paper: ${counts(paperScores(scores))}`,
    ...lists,
    ...(computedHere > 0 ? [`${computedHere} computed here: ${sources('computed here')}`] : []),
    ...(kept > 0 ? [`${kept} from results kept with the sources: ${sources('kept')}`] : []),
  ].join('\n');
}

/** A text of so many characters at most. */
function shortened(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}

/** Verdicts in words. */
function counts(scores: readonly Score[]): string {
  const { agrees, differs, notJudged, notTestable, notYetComputed } = verdictsOf(scores);
  const untestable = notTestable > 0 ? `, ${notTestable} not testable` : '';
  return `${agrees} agree, ${differs} differ, ${notJudged} not judged${untestable}, ${notYetComputed} not yet computed`;
}

/** The sources of the claims' numbers, each once. */
function sourcesOf(scores: readonly Score[]): string {
  return [...new Set(scores.flatMap(({ source }) => source?.split('; ') ?? []))].join('; ');
}
