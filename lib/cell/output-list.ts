import type { Content, OutputMessage } from './content.js';

/** Content by MIME type. */
export type MimeData = Record<string, unknown>;

/** Text as nbformat stores it: one string, or lines that keep their line ends. */
export type MultilineText = string | string[];

/** A cell's output as nbformat 4.5 stores it; the text of a stream is one string where this project wrote the output. */
export type CellOutput<Text extends MultilineText = string> =
  | { output_type: 'stream'; name: 'stdout' | 'stderr'; text: Text }
  | { output_type: 'display_data'; data: MimeData; metadata: Record<string, unknown> }
  | { output_type: 'execute_result'; execution_count: number | null; data: MimeData; metadata: Record<string, unknown> }
  | { output_type: 'error'; ename: string; evalue: string; traceback: string[] };

/** Collects the outputs of one cell from the messages of a kernel or of a page's worker. */
export interface OutputList {
  readonly outputs: CellOutput[];
  /** Takes a message; returns the output that it added or changed, if any. */
  take(message: OutputMessage): CellOutput | undefined;
}

/** Outputs that carry a display id, for the life of a session: a later cell may update them. */
export type DisplayRegister = Map<string, { data: MimeData; metadata: Record<string, unknown> }[]>;

/** The output that a message adds; undefined for a message of another kind. */
function outputOf({ type, content }: OutputMessage): CellOutput | undefined {
  const { data = {}, metadata = {} } = content;
  switch (type) {
    case 'stream':
      return { output_type: 'stream', name: content.name ?? 'stdout', text: content.text ?? '' };
    case 'display_data':
      return { output_type: 'display_data', data, metadata };
    case 'execute_result':
      return { output_type: 'execute_result', execution_count: content.execution_count ?? 0, data, metadata };
    case 'error': {
      const { ename = '', evalue = '', traceback = [] } = content;
      return { output_type: 'error', ename, evalue, traceback };
    }
    default:
      return undefined;
  }
}

/** Joins neighbouring stream texts of one name, applies updates in place and obeys clear_output. */
export function outputList(displays: DisplayRegister): OutputList {
  const outputs: CellOutput[] = [];
  let clearFirst = false;

  function add(output: CellOutput): CellOutput {
    if (clearFirst) outputs.length = 0;
    clearFirst = false;
    const last = outputs.at(-1);
    if (output.output_type === 'stream' && last?.output_type === 'stream' && last.name === output.name) {
      last.text += output.text;
      return last;
    }
    outputs.push(output);
    return output;
  }

  function update({ data = {}, metadata = {}, transient }: Content): CellOutput | undefined {
    const shown = displays.get(transient?.display_id ?? '') ?? [];
    for (const output of shown) Object.assign(output, { data, metadata });
    return outputs.find((output) => 'data' in output && shown.includes(output));
  }

  function clear(wait: boolean): undefined {
    if (wait) clearFirst = true;
    else outputs.length = 0;
  }

  function take(message: OutputMessage): CellOutput | undefined {
    const { type, content } = message;
    if (type === 'update_display_data') return update(content);
    if (type === 'clear_output') return clear(Boolean(content.wait));
    const output = outputOf(message);
    if (output === undefined) return undefined;
    const id = content.transient?.display_id;
    if ('data' in output && typeof id === 'string') displays.set(id, [...(displays.get(id) ?? []), output]);
    return add(output);
  }

  return { outputs, take };
}
