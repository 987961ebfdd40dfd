import {
  acceptCompletion,
  closeBrackets,
  closeBracketsKeymap,
  closeCompletion,
  completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { javascript } from '@codemirror/lang-javascript';
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { lintKeymap } from '@codemirror/lint';
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search';
import { EditorState, type Extension, Prec } from '@codemirror/state';
import { drawSelection, EditorView, keymap } from '@codemirror/view';
import { highlighter } from './highlight.js';

/** What an editor tells, and what it is called. */
export interface EditorParts {
  /** Name for screen readers. */
  readonly name: string;
  /** Errors, completion, docstrings. */
  readonly assistance: Extension;
  /** Called with the code after each change. */
  changed(code: string): void;
  /** Called when the reader asks for a run. */
  run(): void;
  /** Called when the reader leaves by the keyboard. */
  leave(): void;
}

/** The look of an editor: that of the code in whose place it stands. Colours come from the page's style sheet. */
const look = EditorView.theme({
  '&': { background: 'var(--raised)', color: 'var(--ink)', borderRadius: '8px', font: 'inherit' },
  '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '1px' },
  '.cm-scroller': { font: 'inherit', lineHeight: 'inherit', overflowX: 'auto' },
  '.cm-content': { padding: '0', caretColor: 'var(--ink)' },
  '.cm-line': { padding: '0' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    background: 'color-mix(in srgb, var(--accent) 26%, transparent)',
  },
  '.cm-selectionMatch': { background: 'color-mix(in srgb, var(--accent) 14%, transparent)' },
  '&.cm-focused .cm-matchingBracket': { background: 'color-mix(in srgb, var(--accent) 22%, transparent)' },
  '&.cm-focused .cm-nonmatchingBracket': { background: 'color-mix(in srgb, var(--bad) 30%, transparent)' },
  '.cm-tooltip': {
    background: 'var(--paper)',
    color: 'var(--ink)',
    border: '1px solid var(--rule)',
    borderRadius: '8px',
    boxShadow: '0 4px 18px rgba(0, 0, 0, .18)',
    maxWidth: 'min(38rem, 92vw)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--mono)', maxHeight: '14rem' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '.15rem .6rem' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    background: 'var(--accent)',
    color: 'var(--paper)',
  },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '700' },
  '.cm-completionDetail': { color: 'inherit', opacity: '.65', fontStyle: 'normal', marginLeft: '1rem' },
  '.cm-tooltip.cm-completionInfo': { padding: '0', maxWidth: 'min(30rem, 92vw)' },
  '.cm-diagnostic': { padding: '.35rem .7rem', whiteSpace: 'pre-wrap', font: '.8125rem/1.45 var(--sans)' },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--bad)' },
  '.cm-diagnosticSource': { display: 'none' },
  '.cm-panels': { background: 'var(--paper)', color: 'var(--ink)', font: '.8125rem/1.45 var(--sans)' },
});

/** The state of an editor that has not been opened before. */
export function editorState(code: string, { name, assistance, changed, run, leave }: EditorParts): EditorState {
  const ran = (view: EditorView): boolean => {
    // A list that is open, or on its way, would take the next Escape.
    closeCompletion(view);
    run();
    return true;
  };
  const left = (): boolean => {
    leave();
    return true;
  };
  return EditorState.create({
    doc: code,
    extensions: [
      Prec.high(
        keymap.of([
          { key: 'Shift-Enter', run: ran },
          { key: 'Mod-Enter', run: ran },
          { key: 'Tab', run: acceptCompletion },
        ]),
      ),
      history(),
      drawSelection(),
      EditorState.allowMultipleSelections.of(true),
      indentUnit.of('  '),
      EditorState.tabSize.of(2),
      indentOnInput(),
      bracketMatching(),
      closeBrackets(),
      highlightSelectionMatches({ minSelectionLength: 2 }),
      javascript({ typescript: true }),
      syntaxHighlighting(highlighter),
      look,
      assistance,
      EditorView.contentAttributes.of({ 'aria-label': name, 'aria-multiline': 'true', spellcheck: 'false' }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) changed(update.state.doc.toString());
      }),
      keymap.of([
        ...closeBracketsKeymap,
        ...completionKeymap,
        ...lintKeymap,
        ...searchKeymap,
        ...historyKeymap,
        ...defaultKeymap,
        indentWithTab,
      ]),
      // Behind all others, so that Escape first closes a list, a tooltip or a search.
      Prec.lowest(keymap.of([{ key: 'Escape', run: left }])),
    ],
  });
}
