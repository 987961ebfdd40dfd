import type { Settings } from './settings.js';

/**
 * What the library asks of the machine that it runs on: of Node, or of a page in a browser. The time is not asked for, because
 * `performance.now` and `Date` are the same in Node, in pages and in the threads of both.
 */
export interface Host {
  readonly kind: 'node' | 'page';
  /** Bytes of a file that belongs to a package, named by package and path: `microcanon/data/us-treasury-yields.csv`. */
  bytes(asset: string): Uint8Array<ArrayBuffer>;
  /** What `files.read`, and a package that reads files, call an asset by. */
  locate(asset: string): string;
  /**
   * A package that is loaded at its first use only, since loading takes long or few need it.
   * @throws Error when it cannot be had here
   */
  load<Package>(name: string): Package;
  /** Threads; undefined where there are none. */
  readonly workers: Workers | undefined;
  /** What the environment asks for, read once. */
  settings(): Settings;
  /** Texts by name in a folder. */
  store(place: Place): TextStore;
  readonly files: Files;
  /** Lets messages and interrupts in. */
  turn(): Promise<void>;
  /** Does work that may install handlers of uncaught errors for the whole process, and leaves them out. */
  withoutFatalHandlers<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Where lines about a long computation go. */
  readonly console: { readonly isTTY?: boolean; write(text: string): unknown };
  /** A value as text, as Node's `util.inspect` writes it; what an engine keeps to itself, such as a promise's state, a page leaves out. */
  inspect(value: unknown, options: InspectOptions): string;
  /** Texts and values as one line or more, as the console writes them: Node's `util.format`. */
  format(...values: readonly unknown[]): string;
  /** Whether a value is a proxy, where that can be told. */
  isProxy(value: unknown): boolean;
  /** Commit of the library's checkout, with `+` when files differ from it; `unknown` where that cannot be told. */
  revision(): string;
  /** The library's version. */
  version(): string;
  /** The machine, as provenance names it. */
  machine(): Machine;
}

/** How much of a value `inspect` shows. */
export interface InspectOptions {
  readonly depth?: number;
  readonly maxArrayLength?: number;
  readonly maxStringLength?: number;
  readonly breakLength?: number;
}

/** What a result's provenance says of the machine. */
export interface Machine {
  /** Versions of what runs the library, by name. */
  readonly versions: Readonly<Record<string, string>>;
  /** Processors, memory and system, in a few words. */
  readonly description: string;
}

/** A folder that this project writes into, and the environment variable that names another. */
export interface Place {
  readonly folder: string;
  readonly variable: string;
}

/** A place that cannot be written: its message is a sentence that names the folder, the reason and the variable that moves it. */
export class UnwritableError extends Error {
  override name = 'UnwritableError';
}

/** Texts by name. A text is written whole: a reader finds the old text or the new one. */
export interface TextStore {
  /**
   * Undefined when there is no text of that name.
   * @throws Error with a `code` when there is one that cannot be read
   */
  read(name: string): string | undefined;
  /** @throws UnwritableError when the place cannot be written */
  write(name: string, text: string): void;
  /** Removes a text where it is and can be removed. */
  remove(name: string): void;
  /** Names, sorted; none where the place is absent. */
  list(): string[];
  /** Where a text lies, for people. */
  pathOf(name: string): string;
}

/** Files that a reader names by their paths. Errors carry a `code`, such as ENOENT. */
export interface Files {
  /** @throws RangeError when the file has more than `most` bytes */
  read(path: string, most: number): Uint8Array<ArrayBuffer>;
  /** In place of an older file, whole or not at all. */
  write(path: string, content: string | Uint8Array): void;
  /** The path from the root of the file system. */
  absolute(path: string): string;
  /**
   * Unpacks what gzip packed.
   * @throws RangeError when that has more than `most` bytes; Error when it is damaged
   */
  unpack(bytes: Uint8Array, most: number): Uint8Array<ArrayBuffer>;
}

export interface Workers {
  /** Threads that run at the same time. */
  readonly count: number;
  /** Starts a thread that runs a module of lib, named by its path without extension. */
  start(module: string, listener: ThreadListener): Thread;
  /** In a thread that `start` started: answers its messages, one after the other. */
  serve(answer: (message: unknown) => Promise<unknown>, onUnsent: (error: unknown, message: unknown) => unknown): void;
  /** Loads a module of lib, named by its path without extension; of another folder by an absolute path. */
  load(module: string): Promise<void>;
}

/** A started thread; the process stays alive for it until `unref`. */
export interface Thread {
  /** @throws Error when the message cannot be copied */
  post(message: unknown): void;
  /** Keeps the process alive while the thread lives. */
  ref(): void;
  /** Lets the process end while the thread lives. */
  unref(): void;
  /** Ends the thread at once. */
  terminate(): void;
}

export interface ThreadListener {
  message(message: unknown): void;
  error(error: unknown): void;
  exit(code: number): void;
}
