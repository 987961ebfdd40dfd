import { placeOf } from '../host/index.js';
import { codeOf, inputHashes } from '../study/identity.js';
import { type Experiment, type Profile, stored, unheard } from '../study/index.js';
import { referencesOf } from '../study/input.js';
import { anything, listOf, number, oneOf, optional, type Parsed, record, text } from '../study/parse.js';
import { read } from '../study/result-store.js';
import { parsedResult, resultFile } from '../study/stored-result.js';
import { workOf } from '../study/work.js';

type Part = Experiment<object, unknown>;

const listFrom = record({
  experiment: text,
  profile: oneOf(['quick', 'paper']),
  parts: listOf(
    record({
      part: number,
      id: text,
      file: text,
      code: text,
      seed: number,
      parameters: anything,
      inputs: anything,
      cost: record({ work: number, seconds: optional(number) }),
      builtOn: listOf(record({ id: text, file: text, stored: anything })),
      stored: anything,
    }),
  ),
});

/** The parts of an experiment as data, for programs that start them one by one. */
export type PartList = Parsed<typeof listFrom>;

/** The results that parts start from, each once, in the order of the parts. */
export function dependenciesOf(parts: readonly Part[]): Part[] {
  const byFile = new Map<string, Part>();
  for (const { builtOn = [] } of parts)
    for (const { experiment } of builtOn) byFile.set(resultFile(experiment), experiment);
  return [...byFile.values()];
}

/** Whether a result is stored that this code would use. */
export function isStored(part: Part): boolean {
  return stored(part, unheard) !== undefined;
}

/** Seconds that a part took whenever it was computed last, by whatever code; undefined where no file tells. */
function secondsOf(part: Part): number | undefined {
  for (const folder of ['cache', 'results'] as const) {
    const content = parsedResult(read(resultFile(part), placeOf(folder)));
    if (typeof content !== 'string') return content.provenance.wallSeconds;
  }
  return undefined;
}

/**
 * Lists parts without running them. `work` is in the unit of the experiment, so that it compares the parts of one experiment;
 * `seconds` are those of a stored result, where there is one.
 */
export function partList(experiment: string, profile: Profile, parts: readonly Part[]): PartList {
  return {
    experiment,
    profile,
    parts: parts.map((part, i) => ({
      part: i,
      id: part.id,
      file: resultFile(part),
      code: codeOf(part),
      seed: part.seed,
      parameters: part.parameters,
      inputs: inputHashes(referencesOf(part)),
      cost: { work: workOf(part), seconds: secondsOf(part) },
      builtOn: dependenciesOf([part]).map((other) => ({
        id: other.id,
        file: resultFile(other),
        stored: isStored(other),
      })),
      stored: isStored(part),
    })),
  };
}

/**
 * The list in the text of a file that `run --list` printed.
 * @throws TypeError naming the entry that is none of a list; SyntaxError when the text is no JSON
 */
export function parsedPartList(content: string): PartList {
  return listFrom(JSON.parse(content), 'list');
}
