export type StreamName = 'stdout' | 'stderr';

/** Number of texts in a burst that are sent at once; later texts of the burst are gathered. */
const burst = 64;
const burstMilliseconds = 20;
const gatherLimit = 1 << 15;

/** The text that cells print, on its way to the reader. */
export interface PrintedText {
  /** Takes text of a stream; the text is sent at once, or within 20 ms where much is printed. */
  print(name: StreamName, text: string): void;
  /** Sends the gathered text, so that the text arrives before the next message. */
  flush(): void;
}

/**
 * Sends what cells print. Single texts are sent at once, also during synchronous code; a rapid series of texts is gathered into few
 * messages, which makes a hundred thousand printed lines cheap.
 */
export function printedText(send: (name: StreamName, text: string) => void): PrintedText {
  let gathered = '';
  let gatheredName: StreamName = 'stdout';
  let burstStart = 0;
  let burstCount = 0;
  let isTimed = false;

  function flush(): void {
    if (gathered === '') return;
    const text = gathered;
    gathered = '';
    send(gatheredName, text);
  }

  function flushSoon(): void {
    if (isTimed) return;
    isTimed = true;
    const timer: unknown = setTimeout(() => {
      isTimed = false;
      flush();
    }, burstMilliseconds);
    // In Node, a process may end before its timers.
    (timer as { unref?(): void }).unref?.();
  }

  return {
    flush,
    print(name, text) {
      if (text === '') return;
      if (name !== gatheredName) flush();
      gatheredName = name;
      gathered += text;
      const now = performance.now();
      if (now - burstStart > burstMilliseconds) {
        burstStart = now;
        burstCount = 0;
      }
      if (++burstCount <= burst || gathered.length > gatherLimit) flush();
      else flushSoon();
    },
  };
}
