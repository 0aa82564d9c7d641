/**
 * Address of a page beside the profile: `i<n>` open items, `s<n>` stubs of what is closed,
 * `w<hash>` on which page an open item lies (only for customers with several item pages).
 */
export type PageRef = string;

/** A decoded page. Opaque to the shell, which only keeps, encodes and decodes it. */
export interface Page {
  readonly type: 'items' | 'stubs' | 'where';
}

/** Reads pages that may not be in memory yet: `'unloaded'` is not the same as absent. */
export interface PagePeek {
  peek(ref: PageRef): Page | undefined | 'unloaded';
}

/**
 * The shell's cache of decoded pages of one customer. A fold changes pages in place and puts each
 * changed one, so a shell that gives up a fold's result must also forget the cached pages.
 */
export interface PageAccess extends PagePeek {
  /** Throws when the page is not loaded: `pagesNeeded` forgot to name it. */
  get(ref: PageRef): Page | undefined;
  put(ref: PageRef, page: Page): void;
  delete(ref: PageRef): void;
}
