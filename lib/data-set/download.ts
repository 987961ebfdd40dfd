import { shown } from './delimited-text.js';

/** Longest answer that is read, in bytes: more than a series of daily values takes. */
const MOST_BYTES = 32 * 2 ** 20;

export interface DownloadOptions {
  /** Seconds until the whole answer must be there; 60 when left out. */
  readonly timeout?: number;
  /** Longest time in seconds, in all, to wait at the request of a server (status 429 with Retry-After); 60 when left out. */
  readonly patience?: number;
  /** Gets a line before each such wait. */
  readonly say?: (line: string) => void;
}

/**
 * The text of an answer over HTTP; empty for the status "no content". A request that a server refuses as one too many is repeated
 * after the time that the server names, if that is within `patience`.
 * @throws Error, in one sentence that says what to do, when no answer comes in time, the status is no success, or the answer ends
 * before its stated length or has more than 32 MiB
 */
export async function download(address: string, options: DownloadOptions = {}): Promise<string> {
  const { timeout = 60, patience = 60, say = () => {} } = options;
  const { host } = new URL(address);
  const byHand = `or save ${address} with a browser and give the file with --file`;
  let answer: Response;
  let left = patience;
  for (;;) {
    try {
      // Asks for the identity encoding: a truncated gzip body is not always reported by `fetch`.
      const headers = {
        'accept-encoding': 'identity',
        'user-agent': 'Mozilla/5.0 (compatible; microcanon)',
        accept: '*/*',
      };
      answer = await fetch(address, { signal: AbortSignal.timeout(timeout * 1000), headers });
    } catch (cause) {
      throw new Error(`cannot reach ${host}: ${reasonOf(cause, timeout)}; check the connection, ${byHand}`, { cause });
    }
    if (answer.ok) break;
    await answer.body?.cancel();
    const wait = answer.status === 429 ? secondsToWait(answer) : Infinity;
    if (wait > left) throw new Error(`${host} refuses the series: ${refusal(answer, byHand)}`);
    left -= wait;
    say(`${host} has had too many requests; asking again in ${wait} s`);
    await new Promise((resolve) => setTimeout(resolve, wait * 1000));
  }
  try {
    return await textOf(answer);
  } catch (cause) {
    if (cause instanceof RangeError) {
      throw new Error(`${host} sends more than 32 MiB; ask for fewer days`, { cause });
    }
    throw new Error(
      `${host} sent a part of the answer only (${reasonOf(cause, timeout)}); run the same again, ${byHand}`,
      { cause },
    );
  }
}

/** Seconds to wait by the answer's Retry-After header, which has seconds or a date; Infinity when the header is absent or has neither. */
function secondsToWait({ headers }: Response): number {
  const text = headers.get('retry-after')?.trim() ?? '';
  if (/^\d{1,7}$/.test(text)) return Math.max(1, Number(text));
  // `Date.parse('-5')` succeeds: accept HTTP dates only, which contain the name of a month.
  const date = /[A-Za-z]{3}/.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(date) ? Infinity : Math.max(1, Math.ceil((date - Date.now()) / 1000));
}

async function textOf(answer: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  const reader = answer.body?.getReader();
  for (;;) {
    const part = await reader?.read();
    if (part === undefined || part.done) return text + decoder.decode();
    bytes += part.value.length;
    if (bytes > MOST_BYTES) {
      await reader?.cancel();
      throw new RangeError('too long');
    }
    text += decoder.decode(part.value, { stream: true });
  }
}

function refusal(answer: Response, byHand: string): string {
  const { status } = answer;
  if (status === 429) {
    const wait = secondsToWait(answer);
    return `status 429, too many requests; run the same again in ${wait === Infinity ? 'some minutes' : `${wait} s`}`;
  }
  if (status === 400 || status === 404) {
    return `status ${status}, no such series or no value on these days; check the identifier, --from and --to, ${byHand}`;
  }
  return `status ${status}; try again later, ${byHand}`;
}

function reasonOf(error: unknown, timeout: number): string {
  const { name, cause, message } = error as Error & { cause?: { code?: string; message?: string } };
  if (name === 'TimeoutError') return `no whole answer in ${timeout} seconds`;
  return shown(cause?.code ?? cause?.message ?? message);
}
