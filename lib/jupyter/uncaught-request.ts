// A file of its own, because clients of a kernel ask by these names and need no compiler, which tracebacks load.

/**
 * A request on the shell channel that the protocol does not have: which errors no cell caught. The reply has `errors`, each an
 * `UncaughtError`, and comes when timers and callbacks of the cells have ended, after two seconds at most.
 */
export const uncaughtRequest = 'microcanon_uncaught_request';
export const uncaughtReply = 'microcanon_uncaught_reply';

/** Another one: which assets and packages the cells have read, and their use of stores. The reply has `reads`, a list of names, and `storeUse`. */
export const readsRequest = 'microcanon_reads_request';
export const readsReply = 'microcanon_reads_reply';
