/** What cells use of `node:path`, for paths with slashes. */

export const sep = '/';

export const isAbsolute = (path: string): boolean => path.startsWith('/');

/** The path without `.`, `..` and doubled slashes. */
export function normalize(path: string): string {
  const kept: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && kept.length > 0 && kept.at(-1) !== '..') kept.pop();
    else if (part !== '..' || !isAbsolute(path)) kept.push(part);
  }
  const inner = kept.join('/') || (isAbsolute(path) ? '' : '.');
  return `${isAbsolute(path) ? '/' : ''}${inner}${path.endsWith('/') && inner !== '' ? '/' : ''}`;
}

export function join(...parts: string[]): string {
  return normalize(parts.filter((part) => part !== '').join('/'));
}

/** The path from the root, which is where a page's relative paths begin. */
export function resolve(...parts: string[]): string {
  const last = parts.findLastIndex(isAbsolute);
  const path = normalize(`/${parts.slice(Math.max(0, last)).join('/')}`);
  return path.length > 1 ? path.replace(/\/$/, '') : path;
}

export function basename(path: string, suffix = ''): string {
  const name = path.replace(/\/+$/, '').split('/').at(-1)!;
  return suffix !== '' && name !== suffix && name.endsWith(suffix) ? name.slice(0, -suffix.length) : name;
}

export function dirname(path: string): string {
  const bare = path.replace(/(?<=.)\/+$/, '');
  const end = bare.lastIndexOf('/');
  if (end < 0) return '.';
  return end === 0 ? '/' : bare.slice(0, end);
}

export function extname(path: string): string {
  return /[^/.][^/]*?(\.[^/.]*)\/*$/.exec(path)?.[1] ?? '';
}
