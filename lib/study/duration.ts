/** Seconds in a reader's words: `8.3 s`, `42 s`, `2 min 05 s`, `1 h 10 min`. */
export function spokenDuration(seconds: number): string {
  const positive = Math.max(0, seconds);
  if (positive < 9.95) return `${positive.toFixed(1)} s`;
  const whole = Math.round(positive);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
  return `${Math.floor(whole / 3600)} h ${String(Math.floor((whole % 3600) / 60)).padStart(2, '0')} min`;
}

const spoken = /(?<![\w.,])(?:\d+ h \d\d min|\d+ min \d\d s|\d+(?:\.\d)? s)(?!\w)/g;

/** A text without the durations in it, which differ from run to run: each is a mark instead. */
export function withoutDurations(text: string): string {
  return text.replace(spoken, '⟨duration⟩');
}
