import type { Content } from '../../../cell/content.js';
import { type CellOutput, type DisplayRegister, type OutputList, outputList } from '../../../cell/output-list.js';
import { rendererFor } from './output-prose.js';
import { outputView } from './output-view.js';

/** Milliseconds for which messages are gathered before the page shows them. */
const gathered = 30;

/** The outputs of a cell's latest run, gathered from messages and shown on the page. */
export interface GatheredOutputs {
  /** Undefined before the first run. */
  readonly outputs: readonly CellOutput[] | undefined;
  begin(isDraft: boolean): void;
  /** Takes a message; returns whether it changed an output of another cell. */
  take(type: string, content: Content): boolean;
  /** Resolves when the page shows the outputs with how they differ from what was published. */
  end(): Promise<void>;
  refresh(): void;
  turn(slot: Element): void;
}

/** What outputs of a cell need of the page. */
export interface OutputPlace {
  readonly element: HTMLElement;
  readonly displays: DisplayRegister;
  /** First line of the cell's code. */
  firstLine(): string;
  /** The page shows other outputs. */
  shown(outputs: readonly CellOutput[]): void;
}

export function gatheredOutputs({ element, displays, firstLine, shown }: OutputPlace): GatheredOutputs {
  const view = outputView(element, firstLine);
  let list: OutputList | undefined;
  let isDraft = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function show(put: (outputs: readonly CellOutput[], isDraft: boolean) => void): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const latest = list;
    if (latest === undefined) return;
    const loading = rendererFor(latest.outputs);
    if (loading !== undefined) await loading;
    // The cell may have been run again meanwhile.
    if (list !== latest) return;
    put(list.outputs, isDraft);
    shown(list.outputs);
  }

  return {
    get outputs() {
      return list?.outputs;
    },
    begin(draft) {
      isDraft = draft;
      list = outputList(displays);
      if (!draft) view.begin();
    },
    take(type, content) {
      if (list === undefined) return false;
      const changed = list.take({ type, content });
      if (type === 'update_display_data' && changed === undefined) return true;
      timer ??= setTimeout(() => show(view.show), gathered);
      return false;
    },
    end: () => show(view.end),
    refresh: () => void show(view.show),
    turn: view.turn,
  };
}
