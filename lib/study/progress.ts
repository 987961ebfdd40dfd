import { escapeHtml } from '../array/index.js';
import { host } from '../host/index.js';
import { log, pow } from '../special/index.js';
import { spokenDuration } from './duration.js';
import { type LineOutput, statusLine } from './status-line.js';

/** A bar for a computation whose amount of work is known. */
export interface ProgressBar {
  /**
   * Says how much is done by now, from 0 to the total; smaller than before is as good as the same.
   * @param before how much of it an earlier run did: the time left is estimated from the rest
   * @param note what else is known by now, a few words such as a loss
   */
  advance(done: number, before?: number, note?: string): void;
  /** Ends the bar, with a note such as what was found. */
  finish(note?: string): void;
  /** Ends the bar where it is: the computation was interrupted or failed. */
  stop(): void;
}

/** Where the bar is drawn and what time it is: for tests and for other outputs than standard error. */
export interface ProgressOptions {
  readonly output?: LineOutput;
  /** Milliseconds since any fixed time. */
  readonly now?: () => number;
}

interface DisplayProtocol {
  show(bundle: Record<string, unknown>, displayId: string): void;
  update(bundle: Record<string, unknown>, displayId: string): void;
}

/** What runs shorter than this needs no bar. */
const silentMilliseconds = 2000;
const updateMilliseconds = { notebook: 200, terminal: 200, log: 10_000 };
const barWidth = 24;

/**
 * Shows how far a computation is: percentage and estimated time left. Silent for its first 2 s.
 *
 * In a notebook the bar moves in place, at most 5 times a second; on a terminal it rewrites one line;
 * elsewhere (a log) a plain line appears every 10 s at most.
 * @param title what is computed, a few words
 * @param total amount of work in any unit, positive and finite
 * @throws RangeError when the total is not positive and finite, or `done` is not a number
 */
export function progressBar(title: string, total: number, options: ProgressOptions = {}): ProgressBar {
  if (!(total > 0 && Number.isFinite(total))) {
    throw new RangeError(
      `progressBar: total expects a positive finite number, got ${total}; leave the bar out where nothing is to be done`,
    );
  }
  const { output = host.console, now = () => performance.now() } = options;
  const display = (globalThis as { [key: symbol]: DisplayProtocol | undefined })[Symbol.for('microcanon.display')];
  const kind = display ? 'notebook' : output.isTTY ? 'terminal' : 'log';
  const lines = statusLine(output);
  const id = `progress-${Math.random().toString(36).slice(2)}`;
  const start = now();
  let shown = -Infinity;
  let farthest = 0;
  let finished = false;
  /** Where the work was at a quarter to a half of the time since the start, and where it was at twice that time. */
  let earlier = { time: start, done: 0 };
  let later = earlier;

  /**
   * Milliseconds that the rest takes if time goes on to grow as a power of the work done, from 1 to 2: many computations slow
   * down, and a mean speed promises too much.
   */
  function timeLeft(time: number, before: number): number {
    if (time - start >= 2 * (later.time - start)) {
      earlier = later;
      later = { time, done: farthest };
    }
    const [done, doneEarlier] = [farthest - before, earlier.done - before];
    const power =
      doneEarlier > 0 && done > doneEarlier
        ? log((time - start) / (earlier.time - start)) / log(done / doneEarlier)
        : 1;
    return (time - start) * (pow((total - before) / done, Math.min(2, Math.max(1, power))) - 1);
  }

  function draw(line: string, fraction: number): void {
    if (display) {
      const bar = `<progress max="1" value="${fraction.toFixed(4)}"></progress>`;
      const bundle = { 'text/html': `${bar} ${escapeHtml(line)}`, 'text/plain': line };
      if (shown === -Infinity) display.show(bundle, id);
      else display.update(bundle, id);
    } else if (kind === 'terminal') {
      const filled = Math.round(fraction * barWidth);
      lines.show(`[${'#'.repeat(filled)}${'-'.repeat(barWidth - filled)}] ${line}`);
    } else {
      lines.show(line);
    }
  }

  function end(line: string, fraction: number): void {
    if (finished) return;
    finished = true;
    if (shown === -Infinity) return;
    draw(`${title}: ${line}`, fraction);
    if (kind === 'terminal') lines.leave();
  }

  return {
    advance(done, before = 0, note = '') {
      if (Number.isNaN(done)) throw new RangeError('progressBar: done expects a number, got NaN');
      farthest = Math.max(farthest, Math.min(done, total));
      const time = now();
      if (finished || time - start < silentMilliseconds || time - shown < updateMilliseconds[kind]) return;
      const fraction = farthest / total;
      const left = farthest > before ? `, ${spokenDuration(timeLeft(time, before) / 1000)} left` : '';
      draw(`${title}: ${Math.floor(100 * fraction)} %${left}${note && `, ${note}`}`, fraction);
      shown = time;
    },
    finish(note) {
      end(`done in ${spokenDuration((now() - start) / 1000)}${note === undefined ? '' : `, ${note}`}`, 1);
    },
    stop() {
      end(
        `stopped at ${Math.floor((100 * farthest) / total)} %, after ${spokenDuration((now() - start) / 1000)}`,
        farthest / total,
      );
    },
  };
}
