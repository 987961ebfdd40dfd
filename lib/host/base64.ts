const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const codes = Uint8Array.from(alphabet, (letter) => letter.charCodeAt(0));
const values = new Uint8Array(128);
for (const [value, code] of codes.entries()) values[code] = value;
const padding = '='.charCodeAt(0);

/** Bytes as text in base64 with padding (RFC 4648). */
export function toBase64(bytes: Uint8Array): string {
  const text = new Uint8Array(4 * Math.ceil(bytes.length / 3)).fill(padding);
  for (let from = 0, to = 0; from < bytes.length; from += 3, to += 4) {
    // Bytes behind the end are read as zeros.
    const three = (bytes[from] << 16) | (bytes[from + 1] << 8) | bytes[from + 2];
    text[to] = codes[three >> 18];
    text[to + 1] = codes[(three >> 12) & 63];
    if (from + 1 < bytes.length) text[to + 2] = codes[(three >> 6) & 63];
    if (from + 2 < bytes.length) text[to + 3] = codes[three & 63];
  }
  return new TextDecoder().decode(text);
}

/** The bytes of a text that `toBase64` wrote. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const end = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - end);
  for (let from = 0, to = 0; from < text.length; from += 4, to += 3) {
    const four =
      (values[text.charCodeAt(from)] << 18) |
      (values[text.charCodeAt(from + 1)] << 12) |
      (values[text.charCodeAt(from + 2)] << 6) |
      values[text.charCodeAt(from + 3)];
    // Bytes behind the end are dropped by the typed array.
    bytes[to] = four >> 16;
    bytes[to + 1] = four >> 8;
    bytes[to + 2] = four;
  }
  return bytes;
}
