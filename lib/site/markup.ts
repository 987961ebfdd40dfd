import { escapeHtml } from '../array/index.js';

/** HTML that is safe to write into a page. Only `html`, `raw` and `embeddedJson` make it. */
export class Markup {
  constructor(readonly text: string) {}
  toString(): string {
    return this.text;
  }
}

/** Marks HTML as safe; for HTML of the sanitiser or of a renderer that escapes its values. */
export function raw(text: string): Markup {
  return new Markup(text);
}

type Part = Markup | string | number | undefined | readonly Part[];

function written(part: Part): string {
  if (part === undefined) return '';
  if (part instanceof Markup) return part.text;
  if (Array.isArray(part)) return part.map(written).join('');
  return escapeHtml(String(part));
}

/** Template of HTML: every value is escaped unless it is Markup already; undefined writes nothing. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Markup {
  return new Markup(
    strings.reduce((text, string, index) => text + string + (index < parts.length ? written(parts[index]) : ''), ''),
  );
}

/** JSON for a `<script type="application/json">` element, escaped so that no text in it ends the element or starts a comment. */
export function embeddedJson(value: unknown): Markup {
  const json = JSON.stringify(value) ?? 'null';
  return new Markup(
    json
      .replace(/</g, '\\u003c')
      .replace(/>/g, '\\u003e')
      .replace(/\u2028/g, '\\u2028')
      .replace(/\u2029/g, '\\u2029'),
  );
}
