import type ts = require('typescript');

/** Type and documentation of a name, as plain text and as Markdown. */
export interface InfoTexts {
  readonly plain: string;
  readonly markdown: string;
}

interface Entry {
  /** Of a parameter; empty for other tags. */
  readonly name: string;
  readonly text: string;
}

type Info = Pick<ts.QuickInfo, 'displayParts' | 'documentation' | 'tags'>;

/** Texts of a comment; the braces of `{@link name}` are the parts of kind `link`. */
const joined = (parts: readonly ts.SymbolDisplayPart[] = []): string =>
  parts
    .filter(({ kind }) => kind !== 'link')
    .map(({ text }) => text)
    .join('');

const headings: Readonly<Record<string, string>> = {
  param: 'Arguments',
  typeParam: 'Type arguments',
  template: 'Type arguments',
  returns: 'Returns',
  return: 'Returns',
  throws: 'Throws',
  example: 'Example',
};

/** Tags of one heading together, in the order of their first. */
function sections(tags: Info['tags'] = []): Map<string, Entry[]> {
  const found = new Map<string, Entry[]>();
  for (const { name: tag, text } of tags) {
    const whole = joined(text).trim();
    if (whole === '') continue;
    const heading = headings[tag] ?? tag.replace(/^./, (letter) => letter.toUpperCase());
    const isNamed = tag === 'param' || tag === 'typeParam' || tag === 'template';
    const [, name, rest] = (isNamed && /^(\S+)\s*(?:[-–]\s+)?([^]*)$/.exec(whole)) || ['', '', whole];
    found.set(heading, [...(found.get(heading) ?? []), { name, text: rest }]);
  }
  return found;
}

/** Markdown without its marks: no fences, no backticks around code. */
function withoutMarks(markdown: string): string {
  return markdown
    .replace(/^\s*```.*\n?/gm, '')
    .replace(/`([^`\n]+)`/g, '$1')
    .trim();
}

/** Signature, documentation and tags of what stands at a place in a cell. */
export function infoTexts({ displayParts, documentation, tags }: Info): InfoTexts {
  const signature = joined(displayParts);
  const text = joined(documentation).trim();
  const parts = [...sections(tags)];
  const plain = parts.map(([heading, entries]) =>
    [
      `${heading}:`,
      ...entries.map((entry) => `  ${entry.name === '' ? '' : `${entry.name}: `}${withoutMarks(entry.text)}`),
    ].join('\n'),
  );
  const marked = parts.map(([heading, entries]) =>
    [
      `**${heading}**`,
      '',
      ...entries.map((entry) => (entry.name === '' ? entry.text : `- \`${entry.name}\`: ${entry.text}`)),
    ].join('\n'),
  );
  return {
    plain: [signature, withoutMarks(text), ...plain].filter((part) => part !== '').join('\n\n'),
    markdown: [`\`\`\`typescript\n${signature}\n\`\`\``, text, ...marked].filter((part) => part !== '').join('\n\n'),
  };
}
