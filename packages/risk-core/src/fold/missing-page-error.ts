/** `pagesNeeded` did not name a page that the fold came to need: a mistake in this package. */
export class MissingPageError extends Error {
  readonly code = 'page_not_loaded';
  readonly retriable = false;

  constructor(ref: string) {
    super(`the fold needs page ${ref}, which was not loaded`);
    this.name = 'MissingPageError';
  }
}
