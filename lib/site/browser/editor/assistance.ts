import { autocompletion, type CompletionContext, type CompletionResult } from '@codemirror/autocomplete';
import { type Diagnostic, linter } from '@codemirror/lint';
import { type Extension, StateEffect, StateField } from '@codemirror/state';
import { type EditorView, hoverTooltip, keymap, showTooltip, type Tooltip } from '@codemirror/view';
import type { Description, Stretch } from '../types/cell-types.js';
import { showCode } from './highlight.js';
import type { TypesClient } from './types-client.js';

/** Signature and documentation of a name, as an element. */
function descriptionElement({ signature, text }: Description): HTMLElement {
  const element = document.createElement('div');
  element.className = 'code-help';
  const code = document.createElement('pre');
  showCode(code, signature);
  element.append(code);
  if (text !== '') {
    const words = document.createElement('p');
    words.textContent = text;
    element.append(words);
  }
  return element;
}

function completions(types: TypesClient, cell: number): Extension {
  async function source(context: CompletionContext): Promise<CompletionResult | null> {
    const { pos: position, explicit } = context;
    const before = context.matchBefore(/[\w$.'"/@-]+$/);
    if (!explicit && before === null) return null;
    const found = await types.ask<'complete'>({ kind: 'complete', cell, position });
    if (!found || context.aborted) return null;
    return {
      from: found.from,
      validFor: /^[\w$/@-]*$/,
      options: found.candidates.map(({ name, kind }, index) => ({
        label: name,
        detail: kind === 'module' ? undefined : kind,
        // The compiler's order holds among names that fit equally well.
        boost: -Math.min(index / 10, 99),
        info: async () => {
          const description = await types.ask<'describe'>({ kind: 'describe', cell, position, name });
          return description ? descriptionElement(description) : null;
        },
      })),
    };
  }
  return autocompletion({ override: [source], icons: false, activateOnTypingDelay: 60 });
}

function problems(types: TypesClient, cell: number): Extension {
  return linter(
    async (view): Promise<Diagnostic[]> => {
      const { doc } = view.state;
      const found = await types.ask<'problems'>({ kind: 'problems', cell });
      if (!found || view.state.doc !== doc) return [];
      return found.map(({ from, to, message }) => ({
        from: Math.min(from, doc.length),
        to: Math.min(to, doc.length),
        severity: 'error',
        source: 'TypeScript',
        message,
      }));
    },
    { delay: 250 },
  );
}

function tooltip(description: Description & Stretch): Tooltip {
  return {
    pos: description.from,
    end: description.to,
    above: true,
    create: () => ({ dom: descriptionElement(description) }),
  };
}

/** The tooltip that the keyboard asked for; it goes with the next key or change. */
const showHelp = StateEffect.define<Tooltip | null>();
const helpField = StateField.define<Tooltip | null>({
  create: () => null,
  update(shown, transaction) {
    const asked = transaction.effects.find((effect) => effect.is(showHelp));
    if (asked) return asked.value;
    return transaction.docChanged || transaction.selection ? null : shown;
  },
  provide: (field) => showTooltip.from(field),
});

function help(types: TypesClient, cell: number): Extension {
  async function atCursor(view: EditorView): Promise<void> {
    const { head } = view.state.selection.main;
    const word = view.state.wordAt(head);
    const position = word ? word.from : Math.max(0, head - 1);
    const found = await types.ask<'inspect'>({ kind: 'inspect', cell, position });
    view.dispatch({ effects: showHelp.of(found ? tooltip(found) : null) });
  }
  const close = (view: EditorView): boolean => {
    if (!view.state.field(helpField)) return false;
    view.dispatch({ effects: showHelp.of(null) });
    return true;
  };
  return [
    helpField,
    hoverTooltip(async (_view, position) => {
      const found = await types.ask<'inspect'>({ kind: 'inspect', cell, position });
      return found ? tooltip(found) : null;
    }),
    keymap.of([
      {
        key: 'Ctrl-Shift-Space',
        mac: 'Ctrl-Shift-Space',
        run(view) {
          void atCursor(view);
          return true;
        },
      },
      { key: 'Escape', run: close },
    ]),
  ];
}

/** Errors, completion and docstrings of the compiler in the editor of a cell, by the cell's place among the cells from 0. */
export function assistance(types: TypesClient, cell: number): Extension {
  return [help(types, cell), completions(types, cell), problems(types, cell)];
}
