import { host, toBase64 } from '../host/index.js';
import type { MimeData } from './output-list.js';

/** MIME types whose content nbformat stores as JSON; content of all other types is text. */
const jsonType = /^application\/(.*\+)?json$/;
const mimeType = /^[^/\s]+\/[^/\s]+$/;
/** MIME types whose bytes are text; bytes of all other types are encoded in base64. */
const textualType = /^text\/|[/+]xml$|^application\/(javascript|x-latex)$/;

/** The text form of any value: two levels deep, at most 100 entries a level, without colours. */
export function plainText(value: unknown): string {
  return host.inspect(value, { depth: 2, maxArrayLength: 100, maxStringLength: 10_000, breakLength: 80 });
}

function jsonOf(type: string, content: unknown): unknown {
  let text: string | undefined;
  let reason = '';
  try {
    text = JSON.stringify(content);
  } catch (error) {
    [reason] = ` (${(error as Error).message})`.split('\n');
  }
  if (text === undefined) {
    throw new TypeError(
      `display: ${type} expects a value that JSON can represent, got ${plainText(content)}${reason}; convert it to numbers, texts, lists and plain objects`,
    );
  }
  return JSON.parse(text);
}

function bytesOf(content: unknown): Uint8Array | undefined {
  if (ArrayBuffer.isView(content)) return new Uint8Array(content.buffer, content.byteOffset, content.byteLength);
  return isBuffer(content) ? new Uint8Array(content) : undefined;
}

/** A buffer of bytes, shared with threads or not, of this or another realm. */
const isBuffer = (content: unknown): content is ArrayBuffer =>
  /^\[object (Shared)?ArrayBuffer\]$/.test(Object.prototype.toString.call(content));

/** Text of bytes in UTF-8; a copy, because decoders refuse bytes that threads share. */
const decoded = (bytes: Uint8Array): string => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.slice());

const isLines = (content: unknown): content is string[] =>
  Array.isArray(content) && content.every((line) => typeof line === 'string');

function textForm(content: unknown): string {
  try {
    if (typeof content === 'object' && content !== null && !(content instanceof Promise))
      return JSON.stringify(content) ?? plainText(content);
  } catch {
    // A value that JSON cannot represent falls through to `plainText`.
  }
  return plainText(content);
}

function textOf(type: string, content: unknown): string | string[] {
  if (typeof content === 'string' || isLines(content)) return content;
  const bytes = bytesOf(content);
  if (bytes) return textualType.test(type) ? decoded(bytes) : toBase64(bytes);
  console.warn(`display: ${type} expects text, got ${plainText(content)}; it is shown as text`);
  return textForm(content);
}

const encoded = (type: string, content: unknown): unknown =>
  jsonType.test(type) ? jsonOf(type, content) : textOf(type, content);

/** Whether a value can be a bundle: an object with MIME types as its keys, and no list or bytes. */
export function isBundle(value: unknown): value is MimeData {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}

/**
 * A bundle that is valid in a notebook (nbformat 4): only `application/json` and `application/…+json` carry anything but
 * text, bytes are encoded, and there is a text for front ends that draw nothing else. Content of another kind is turned
 * into text and a key that is no MIME type is left out, both with a note on standard error.
 * @throws TypeError when `bundle` is no object, or a JSON type holds a value that JSON cannot represent
 */
export function completeBundle(bundle: MimeData, fallback: () => string): MimeData {
  if (!isBundle(bundle))
    throw new TypeError(`display: expects a MIME bundle, got ${plainText(bundle)}; give { 'text/plain': … }`);
  const data: MimeData = {};
  for (const [type, content] of Object.entries(bundle)) {
    if (content === undefined) continue;
    if (mimeType.test(type)) data[type] = encoded(type, content);
    else
      console.warn(`display: a bundle expects MIME types such as text/html as its keys, got '${type}'; it is left out`);
  }
  if (!('text/plain' in data)) data['text/plain'] = fallback();
  return data;
}

/** Metadata of an output that gives each of its pictures the bundle's own text as its alternative text. */
export function pictureMetadata({ 'text/plain': text, ...data }: MimeData): Record<string, { alt: string }> {
  const alt = isLines(text) ? text.join('') : text;
  if (typeof alt !== 'string' || alt === '') return {};
  const pictures = Object.keys(data).filter((type) => type.startsWith('image/'));
  return Object.fromEntries(pictures.map((type) => [type, { alt }]));
}
