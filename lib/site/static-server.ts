import { createReadStream, type Stats, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.ipynb': 'application/x-ipynb+json',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
};

/** The headers by which a browser gives a page memory that threads share, and those that keep a browser from guessing. */
const isolation: Readonly<Record<string, string>> = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/** How a folder is served. */
export interface ServerOptions {
  /** Whether pages may have threads; without it the server is like a plain static host. On when left out. */
  readonly isolated?: boolean;
}

function statOf(file: string): Stats | undefined {
  return statSync(file, { throwIfNoEntry: false });
}

/**
 * The file that an address names inside a folder: undefined for a path that leaves the folder, is hidden, or names nothing.
 * @internal exported for its test
 */
export function fileOf(folder: string, address: string): string | undefined {
  let path: string;
  try {
    path = decodeURIComponent(address.replace(/[?#].*$/s, ''));
  } catch {
    return undefined;
  }
  const parts = path.split(/[/\\]/);
  if (path.includes('\0') || parts.some((part) => part.startsWith('.'))) return undefined;
  const named = join(folder, normalize(path));
  const file = statOf(named)?.isDirectory() ? join(named, 'index.html') : named;
  return `${file}${sep}`.startsWith(`${normalize(folder)}${sep}`) && statOf(file)?.isFile() ? file : undefined;
}

function answer(folder: string, headers: Readonly<Record<string, string>>, asked: IncomingMessage): Answer {
  if (asked.method !== 'GET' && asked.method !== 'HEAD')
    return { status: 405, headers: { ...headers, Allow: 'GET, HEAD' }, text: 'Only GET and HEAD are answered.\n' };
  const address = asked.url ?? '/';
  const file = fileOf(folder, address);
  if (file === undefined) return { status: 404, headers, text: 'There is no such page.\n' };
  // A folder without the slash would make relative addresses start one folder too high.
  if (file.endsWith('index.html') && !/(\/|index\.html)([?#]|$)/.test(address))
    return { status: 308, headers: { ...headers, Location: `${address.replace(/[?#].*$/s, '')}/` }, text: '' };
  const type = types[extname(file)] ?? 'application/octet-stream';
  return {
    status: 200,
    headers: { ...headers, 'Content-Type': type, 'Content-Length': String(statOf(file)!.size) },
    file,
  };
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly file?: string;
  readonly text?: string;
}

function send({ status, headers, file, text }: Answer, isHead: boolean, response: ServerResponse): void {
  response.writeHead(status, file === undefined ? { ...headers, 'Content-Type': types['.txt'] } : headers);
  if (isHead || file === undefined) {
    response.end(isHead ? undefined : text);
    return;
  }
  createReadStream(file)
    .on('error', () => response.destroy())
    .pipe(response);
}

/** A server of a folder's files, for this machine; it does not listen yet. */
export function staticServer(folder: string, { isolated = true }: ServerOptions = {}): Server {
  const headers = {
    ...(isolated && isolation),
    'Cache-Control': 'no-cache',
    'X-Content-Type-Options': 'nosniff',
  };
  return createServer((asked, response) => send(answer(folder, headers, asked), asked.method === 'HEAD', response));
}

/**
 * Lets a server listen on this machine alone.
 * @param port 0 for any free one
 * @returns its address
 * @throws Error with a code, such as EADDRINUSE
 */
export function listen(server: Server, port = 0): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const { port: found } = server.address() as { port: number };
      resolve(`http://127.0.0.1:${found}/`);
    });
  });
}
