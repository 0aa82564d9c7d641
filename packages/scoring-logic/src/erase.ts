import type { Envelope } from '@duewatch/contracts';
import { TOPICS } from '@duewatch/contracts';
import { type Profile, pagesOf } from '@duewatch/risk-core';
import type { FoldContext, Need, Peek } from '@duewatch/stream';
import { indexAwaiting } from './awaits-cash.ts';
import { renderTombstone } from './outputs.ts';
import { pageNeed, peekPages } from './profile-pages.ts';

/** What must be in memory before a customer can be forgotten. */
export function needsOfErasure(profile: Profile, key: string, peek: Peek): readonly Need[] {
  const { missing } = pagesOf(profile, peekPages(key, profile, peek));
  return missing.map((ref) => pageNeed(key, profile, ref));
}

/**
 * Forgets a customer: nothing of it stays in the state, and readers of the compacted topic are told
 * by a record without a body. What comes later begins a new customer.
 */
export function erase(
  profile: Profile,
  envelope: Envelope,
  key: string,
  options: { readonly collection: string; readonly context: FoldContext },
): void {
  const { collection, context } = options;
  const { refs } = pagesOf(profile, peekPages(key, profile, context.peek));
  for (const ref of refs) {
    const page = pageNeed(key, profile, ref);
    context.delete(page.collection, page.field);
  }
  context.delete(collection, key);
  context.index(`due:${profile.calendarId}`, key, null);
  indexAwaiting(context, profile.calendarId, key, null);
  const separator = key.indexOf('|');
  const tenantId = key.slice(0, separator);
  const customerId = key.slice(separator + 1);
  const position = context.nextPosition();
  context.emit({
    topic: TOPICS.profiles,
    key,
    coalesce: false,
    render: () => renderTombstone({ envelope, key, tenantId, customerId, position }),
  });
}
