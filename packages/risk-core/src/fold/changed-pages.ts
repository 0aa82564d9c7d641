import { appended } from '../state/appended.ts';
import { chainIssued, describeItems, describeStubs } from '../state/directory.ts';
import type { ItemPage, StubPage } from '../state/pages.ts';
import { closeEmptyBooks, type Profile } from '../state/profile.ts';
import type { PageAccess } from '../types/pages.ts';

const none: readonly never[] = [];

/** Pages that a step has changed, until they are put back and the directory tells of them. */
export class ChangedPages {
  private readonly profile: Profile;
  private readonly pages: PageAccess;
  private items: readonly ItemPage[] = none;
  private stubs: readonly StubPage[] = none;
  /** Pages of stubs whose entries are up to date, for they only got more records or were split. */
  private grown: readonly StubPage[] = none;

  constructor(profile: Profile, pages: PageAccess) {
    this.profile = profile;
    this.pages = pages;
  }

  add(page: ItemPage | StubPage): void {
    if (page.type === 'items') {
      if (!this.items.includes(page)) this.items = appended(this.items, page);
    } else if (!this.stubs.includes(page)) {
      this.stubs = appended(this.stubs, page);
    }
  }

  addGrown(page: StubPage): void {
    if (!this.grown.includes(page)) this.grown = appended(this.grown, page);
  }

  putBack(): void {
    for (const page of this.items) this.putItems(page);
    let from = this.profile.stubPages.length;
    for (const page of this.grown) from = Math.min(from, this.putStubs(page, false));
    for (const page of this.stubs) from = Math.min(from, this.putStubs(page, true));
    chainIssued(this.profile.stubPages, from);
    if (this.items.length > 0) closeEmptyBooks(this.profile);
    this.items = none;
    this.stubs = none;
    this.grown = none;
  }

  private putItems(page: ItemPage): void {
    const { itemPages } = this.profile;
    const at = itemPages.findIndex(({ no }) => no === page.no);
    const entry = itemPages[at];
    if (!entry) return;
    if (page.records.length > 0) {
      describeItems(entry, page);
      this.pages.put(entry.ref, page);
      return;
    }
    itemPages.splice(at, 1);
    this.pages.delete(entry.ref);
    if (itemPages.length === 0) this.profile.isIndexed = false;
  }

  /** Answers where in the directory the page is, or was. */
  private putStubs(page: StubPage, isChanged: boolean): number {
    const { stubPages } = this.profile;
    // Nearly always it is among the newest.
    const at = stubPages.findLastIndex(({ no }) => no === page.no);
    const entry = stubPages[at];
    if (!entry) return stubPages.length;
    if (page.records.length > 0) {
      if (isChanged) describeStubs(entry, page);
      this.pages.put(entry.ref, page);
    } else {
      stubPages.splice(at, 1);
      this.pages.delete(entry.ref);
    }
    return at;
  }
}
