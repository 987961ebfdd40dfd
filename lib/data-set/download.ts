import { shown } from './observations';

/** More than any series of daily values takes, in bytes. */
const MOST_BYTES = 32 * 2 ** 20;

export interface DownloadOptions {
  /** Seconds until the whole answer must be there; 60 when left out. */
  readonly timeout?: number;
}

/**
 * The text of an answer over HTTP; empty when the server says that there is no content.
 * @throws Error, in one sentence that says what to do, when there is no answer, it comes with another status than success, or it
 * ends before its stated length, late, or beyond 32 MiB
 */
export async function download(address: string, { timeout = 60 }: DownloadOptions = {}): Promise<string> {
  const { host } = new URL(address);
  const byHand = `or save ${address} with a browser and give the file with --file`;
  const signal = AbortSignal.timeout(timeout * 1000);
  let answer: Response;
  try {
    answer = await fetch(address, { signal, headers: { 'user-agent': 'Mozilla/5.0 (compatible; microcanon)', accept: '*/*' } });
  } catch (cause) {
    throw new Error(
      `download: ${host} expects to answer, got ${reasonOf(cause, timeout)}; check the connection, ${byHand}`,
      { cause },
    );
  }
  if (!answer.ok) {
    await answer.body?.cancel();
    throw new Error(`download: ${host} expects to send the series, got ${refusal(answer, byHand)}`);
  }
  try {
    return await textOf(answer);
  } catch (cause) {
    if (cause instanceof RangeError) {
      throw new Error(`download: ${host} expects at most 32 MiB, got more; ask for fewer days`, { cause });
    }
    throw new Error(
      `download: ${host} expects to send a whole answer, got a part of one (${reasonOf(cause, timeout)}); ` +
        `run the same again, ${byHand}`,
      { cause },
    );
  }
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

function refusal({ status, headers }: Response, byHand: string): string {
  if (status === 429) return `status 429, too many requests; ${waiting(headers.get('retry-after'))}`;
  if (status === 404) {
    return `status 404, no such series or no value on these days; check the identifier, --from and --to, ${byHand}`;
  }
  return `status ${status}; try again later, ${byHand}`;
}

/** What to do about a Retry-After header, which holds seconds or a date. */
function waiting(retryAfter: string | null): string {
  const text = retryAfter?.trim() ?? '';
  if (/^\d{1,7}$/.test(text)) return `run the same again in ${text} seconds`;
  const date = Date.parse(text);
  if (!Number.isNaN(date)) return `run the same again after ${new Date(date).toISOString().slice(0, 19)}Z`;
  return 'run the same again in some minutes';
}

function reasonOf(error: unknown, timeout: number): string {
  const { name, cause, message } = error as Error & { cause?: { code?: string; message?: string } };
  if (name === 'TimeoutError') return `no whole answer in ${timeout} seconds`;
  return shown(cause?.code ?? cause?.message ?? message);
}
