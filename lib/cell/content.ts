/** What a message of the Jupyter protocol says: the fields that this project reads, any of which a sender may leave out, and whatever else there is. */
export interface Content {
  readonly [field: string]: unknown;
  readonly status?: string;
  readonly execution_state?: string;
  readonly execution_count?: number;
  readonly silent?: boolean;
  readonly store_history?: boolean;
  readonly cursor_pos?: number;
  readonly cursor_start?: number;
  readonly cursor_end?: number;
  readonly matches?: string[];
  readonly prompt?: string;
  readonly name?: 'stdout' | 'stderr';
  readonly text?: string;
  readonly data?: Record<string, unknown>;
  readonly metadata?: Record<string, unknown>;
  readonly transient?: { readonly display_id?: string };
  readonly ename?: string;
  readonly evalue?: string;
  readonly traceback?: string[];
}

/** Type and content of a message that adds to the outputs of a cell, or changes them. */
export interface OutputMessage {
  readonly type: string;
  readonly content: Content;
}
