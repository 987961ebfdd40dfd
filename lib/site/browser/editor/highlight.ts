import { javascriptLanguage, typescriptLanguage } from '@codemirror/lang-javascript';
import { highlightCode, tagHighlighter, tags } from '@lezer/highlight';

/** The classes under which the style sheet colours code, which the pages' own highlighter writes, too. */
export const highlighter = tagHighlighter([
  { tag: [tags.keyword, tags.bool, tags.null, tags.self, tags.atom], class: 'hljs-keyword' },
  { tag: [tags.string, tags.regexp, tags.special(tags.string)], class: 'hljs-string' },
  { tag: tags.number, class: 'hljs-number' },
  {
    tag: [
      tags.typeName,
      tags.className,
      tags.function(tags.variableName),
      tags.function(tags.propertyName),
      tags.function(tags.definition(tags.variableName)),
    ],
    class: 'hljs-title',
  },
  { tag: tags.comment, class: 'hljs-comment' },
]);

/** Writes code into an element, coloured: TypeScript, or JavaScript where types would be misread. */
export function showCode(
  element: HTMLElement,
  code: string,
  language: 'typescript' | 'javascript' = 'typescript',
): void {
  const { parser } = language === 'typescript' ? typescriptLanguage : javascriptLanguage;
  element.replaceChildren();
  const write = (text: string, classes: string): void => {
    if (classes === '') element.append(text);
    else {
      const part = document.createElement('span');
      part.className = classes;
      part.textContent = text;
      element.append(part);
    }
  };
  highlightCode(code, parser.parse(code), highlighter, write, () => element.append('\n'));
}
