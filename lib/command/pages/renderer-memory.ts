import { readdirSync, readFileSync } from 'node:fs';

/** Processes of the system by their parents; none where the system has no /proc. */
function children(): ReadonlyMap<number, readonly number[]> {
  const found = new Map<number, number[]>();
  for (const name of readdirSync('/proc').filter((one) => /^\d+$/.test(one))) {
    const status = read(`/proc/${name}/stat`);
    const parent = Number(status.slice(status.lastIndexOf(')') + 2).split(' ')[1]);
    found.set(parent, [...(found.get(parent) ?? []), Number(name)]);
  }
  return found;
}

/** A file's text; nothing for a process that has ended. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** Mebibytes that the largest page's process of a browser holds in memory; undefined where the system does not tell. */
export function rendererMemory(browser: number): number | undefined {
  if (process.platform !== 'linux') return undefined;
  const all = children();
  const below = (pid: number): number[] => (all.get(pid) ?? []).flatMap((child) => [child, ...below(child)]);
  const sizes = below(browser)
    .filter((pid) => /--type=renderer|-contentproc/.test(read(`/proc/${pid}/cmdline`)))
    .map((pid) => Number(/VmRSS:\s+(\d+)/.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) / 1024);
  return sizes.length > 0 ? Math.max(...sizes) : undefined;
}
