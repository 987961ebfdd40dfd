/** Where lines about a long computation go. */
export interface LineOutput {
  readonly isTTY?: boolean;
  /** Width of a terminal in characters. */
  readonly columns?: number;
  write(text: string): unknown;
}

/** A line that a terminal rewrites in place; other outputs, such as logs, get each text on a line of its own. */
export interface StatusLine {
  /** Puts a text in place of the last one; a terminal cuts what is wider than itself. */
  show(text: string): void;
  /** Writes a line that stays, in place of the text. */
  note(text: string): void;
  /** Leaves the last text as it is: what follows stands below. */
  leave(): void;
}

const ERASE_REST = '\x1b[K';

export function statusLine(output: LineOutput): StatusLine {
  if (!output.isTTY) {
    const line = (text: string): void => void output.write(`${text}\n`);
    return { show: line, note: line, leave() {} };
  }
  return {
    show: (text) => void output.write(`\r${text.slice(0, (output.columns ?? 120) - 1)}${ERASE_REST}`),
    note: (text) => void output.write(`\r${text}${ERASE_REST}\n`),
    leave: () => void output.write('\n'),
  };
}
