import type { Bus } from '@duewatch/event-bus';
import type { PartitionStore } from '@duewatch/stream';
import { alertOwnerCodec, OPEN_ALERTS } from './alert-owner.ts';
import { CUSTOMERS, OUTCOMES, PROFILES, SILENCES } from './alerting-logic.ts';
import { amountAtStake } from './amount-at-stake.ts';
import { describeCode } from './catalogue.ts';
import { type CustomerState, customerStateCodec } from './customer-state.ts';
import type { Episode } from './episode.ts';
import { addTallies, type CodePrecision, outcomeTallyCodec } from './outcome-tally.ts';
import { labelsOf, matches, type Silence, type SilenceMatcher } from './silence.ts';
import { silenceBookCodec } from './silence-book.ts';

/** An open episode as people and commands see it. */
export interface OpenAlert {
  readonly alertId: string;
  readonly tenantId: string;
  readonly customerId: string;
  readonly code: string;
  readonly family: string;
  readonly scope: string | null;
  readonly title: string;
  readonly severity: string;
  readonly peak: string;
  /** Epoch day. */
  readonly openedOn: number;
  readonly occurrences: number;
  readonly band: string | null;
  readonly amountAtStakeMinor: number | null;
  readonly currency: string | null;
  readonly branchId: string | null;
  readonly ownerId: string | null;
  readonly evidence: Episode['evidence'];
  readonly attention: Episode['attention'];
}

/** What all partitions hold, whoever owns them: read from the store, written by nobody here. */
export interface AlertDesk {
  /** At most `limit`; query parameters: alert, tenant, customer, branch, owner, segment, code. */
  alerts(query: URLSearchParams): Promise<{ readonly alerts: readonly OpenAlert[] }>;
  silences(): Promise<{ readonly silences: readonly Silence[] }>;
  precision(): Promise<{ readonly codes: readonly CodePrecision[] }>;
}

type CustomerRow = readonly [key: string, state: CustomerState];

const LISTED = 200;
const PAGE = 500;

/** Reads beside the stream; what it answers may be a moment old. */
export function createAlertDesk(store: PartitionStore, bus: Bus): AlertDesk {
  const partitions = async () => (await bus.ends(PROFILES)).map(({ partition }) => partition);

  /** The field of this name in each partition that has it. */
  async function rowsOf<T>(
    { collection, field }: { readonly collection: string; readonly field: string },
    decode: (row: Buffer) => T,
  ): Promise<readonly T[]> {
    const loads = (await partitions()).map((partition) =>
      store.load(partition, new Map([[collection, [field]]])),
    );
    const rows = (await Promise.all(loads)).map((found) => found.get(collection)?.[0]);
    return rows.flatMap((row) => (row ? [decode(row)] : []));
  }

  /** Customers in which to look for what is asked: one where it is named, else all. */
  async function* asked(query: URLSearchParams): AsyncGenerator<CustomerRow> {
    const alertId = query.get('alert');
    if (alertId === null) {
      for (const partition of await partitions()) yield* customersOf(store, partition);
      return;
    }
    for (const { key } of await rowsOf(
      { collection: OPEN_ALERTS, field: alertId },
      alertOwnerCodec.decode,
    )) {
      const states = await rowsOf({ collection: CUSTOMERS, field: key }, customerStateCodec.decode);
      for (const state of states) yield [key, state];
    }
  }

  return {
    async alerts(query) {
      const limit = Number(query.get('limit') ?? LISTED);
      const found: OpenAlert[] = [];
      for await (const [key, state] of asked(query)) {
        for (const alert of alertsOf(key, state, query)) {
          found.push(alert);
          if (found.length >= limit) return { alerts: found };
        }
      }
      return { alerts: found };
    },
    async silences() {
      const books = await rowsOf(SILENCES, silenceBookCodec.decode);
      // Every partition gets every silence; one that is behind has them a moment later.
      const byId = new Map(books.flatMap(({ silences }) => silences.map((s) => [s.silenceId, s])));
      return { silences: [...byId.values()] };
    },
    precision: async () => ({
      codes: addTallies(await rowsOf(OUTCOMES, outcomeTallyCodec.decode)),
    }),
  };
}

async function* customersOf(store: PartitionStore, partition: number): AsyncGenerator<CustomerRow> {
  let cursor = '0';
  do {
    const page = await store.scan(partition, CUSTOMERS, cursor, PAGE);
    // Nothing to ask for is nothing that Redis could be asked.
    const asked = page.fields.length > 0 ? new Map([[CUSTOMERS, page.fields]]) : new Map();
    const rows = (await store.load(partition, asked)).get(CUSTOMERS);
    for (const [index, key] of page.fields.entries()) {
      const row = rows?.[index];
      if (row) yield [key, customerStateCodec.decode(row)];
    }
    cursor = page.cursor;
  } while (cursor !== '0');
}

function alertsOf(key: string, state: CustomerState, query: URLSearchParams): OpenAlert[] {
  const border = key.indexOf('|');
  const subject = { tenantId: key.slice(0, border), customerId: key.slice(border + 1) };
  const standing = state.last?.standing ?? null;
  const matcher = matcherOf(query);
  const wanted = { tenantId: query.get('tenant') ?? subject.tenantId, matcher };
  const alertId = query.get('alert');
  return state.episodes.open
    .filter((episode) => alertId === null || episode.episodeId === alertId)
    .filter((episode) => matches(wanted, labelsOf(subject, standing, episode)))
    .map((episode) => openAlertOf(subject, standing, episode));
}

function openAlertOf(
  subject: { readonly tenantId: string; readonly customerId: string },
  standing: Parameters<typeof labelsOf>[1],
  episode: Episode,
): OpenAlert {
  const { episodeId, code, family, scope, severity, peak, openedOn, occurrences } = episode;
  const stake = standing === null ? null : amountAtStake(code, standing);
  return {
    alertId: episodeId,
    ...subject,
    ...{ code, family, scope, severity, peak, openedOn, occurrences },
    title: describeCode(code).title,
    band: standing?.band ?? null,
    amountAtStakeMinor: stake?.amountMinor ?? null,
    currency: stake?.currency ?? null,
    branchId: standing?.branchId ?? null,
    ownerId: standing?.ownerId ?? null,
    evidence: episode.evidence,
    attention: episode.attention,
  };
}

function matcherOf(query: URLSearchParams): SilenceMatcher {
  return {
    customerId: query.get('customer'),
    branchId: query.get('branch'),
    ownerId: query.get('owner'),
    segment: query.get('segment'),
    codes: query.getAll('code'),
  };
}
