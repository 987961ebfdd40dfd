/** Which entries a front end asks for: the latest, those of a range of lines, or those that match a pattern. */
export interface HistoryRequest {
  readonly [field: string]: unknown;
  readonly hist_access_type?: unknown;
  readonly output?: unknown;
  readonly n?: unknown;
  readonly session?: unknown;
  readonly start?: unknown;
  readonly stop?: unknown;
  readonly pattern?: unknown;
  readonly unique?: unknown;
}

/** The cells that this session has run, for the front end's history. */
export interface History {
  add(line: number, input: string): void;
  /** Attaches the text of a cell's result. */
  setOutput(line: number, output: string): void;
  /** Entries in the order of execution as `history_reply` carries them. */
  find(request: HistoryRequest): unknown[];
}

interface Entry {
  readonly line: number;
  readonly input: string;
  output: string | null;
}

/** Number of this session: the history holds no other session. */
const session = 1;

function globPattern(glob: string): RegExp {
  const source = [...glob].map((letter) => {
    if (letter === '*') return '[^]*';
    if (letter === '?') return '[^]';
    return letter.replace(/[\\^$.*+?()[\]{}|]/, '\\$&');
  });
  return new RegExp(`^${source.join('')}$`);
}

function isWhole(value: unknown): value is number {
  return Number.isInteger(value);
}

/** Keeps the last occurrence of every input. */
function distinct(entries: Entry[]): Entry[] {
  return [...new Map(entries.map((entry) => [entry.input, entry])).values()].sort((a, b) => a.line - b.line);
}

/** An empty history. */
export function history(): History {
  const entries: Entry[] = [];

  function select(request: HistoryRequest): Entry[] {
    const { hist_access_type, n, start, stop, session: wanted = 0, pattern = '*', unique } = request;
    const count = isWhole(n) ? n : 0;
    const latest = (found: Entry[]): Entry[] => (count > 0 ? found.slice(-count) : found);
    switch (hist_access_type) {
      case 'tail':
        return latest(entries);
      case 'search': {
        const matching = entries.filter(({ input }) => globPattern(String(pattern)).test(input));
        return latest(unique ? distinct(matching) : matching);
      }
      case 'range': {
        if (wanted !== session && wanted !== 0) return [];
        const first = isWhole(start) ? start : 0;
        const end = isWhole(stop) ? stop : Infinity;
        return entries.filter(({ line }) => line >= first && line < end);
      }
      default:
        return [];
    }
  }

  return {
    add: (line, input) => void entries.push({ line, input, output: null }),
    setOutput(line, output) {
      const entry = entries.find((candidate) => candidate.line === line);
      if (entry) entry.output = output;
    },
    find: (request) =>
      select(request).map(({ line, input, output }) => [session, line, request.output ? [input, output] : input]),
  };
}
