/** No customer's id begins so: a feed has a place among them without being taken for one. */
const MARK = '~feed.';

/** What stands in a customer's place where a feed is meant. */
export function feedSubject(source: string): string {
  return `${MARK}${source}`;
}

/** The feed that is meant; null where it is a customer. */
export function feedOfSubject(subject: string): string | null {
  return subject.startsWith(MARK) ? subject.slice(MARK.length) : null;
}
