import type { Calendar, MacroGrade } from '@duewatch/risk-core';
import type { CollectionCodec } from '@duewatch/stream';
import { type MacroWorld, NO_GRADES } from './macro.ts';
import { activeFrom } from './policies.ts';
import { type CalendarState, PartitionWorld, type WorldVersion } from './world.ts';

type StoredGrades = readonly (readonly [
  tenantId: string,
  grades: readonly (readonly [key: string, grades: readonly MacroGrade[]])[],
])[];

interface StoredWorld {
  /** Calendars by number, since many versions share them. */
  readonly calendars: readonly { id: string; weekendMask: number; holidays: readonly number[] }[];
  readonly versions: readonly {
    offset: number;
    /** Releases that knew one cash day for all tenants of a calendar stored no more than that. */
    dates: readonly (readonly [
      calendar: number,
      date: number,
      cashThrough: number,
      cashOf?: readonly (readonly [tenantId: string, day: number])[],
    ])[];
    base: string;
    rates: readonly (readonly [string, number])[];
    joined: readonly (readonly [string, string])[];
    silentFeeds: readonly string[];
    /** Absent in what releases that told nobody of feeds stored. */
    feedNews?: readonly (readonly [feed: string, offset: number])[];
    /** Absent in what releases without activation stored. */
    policies?: readonly (readonly [tenantId: string, document: number])[];
    /** Number of its grades; absent in what releases without grades stored. */
    macro?: number;
  }[];
  /** Documents by number, and the versions that are taken. */
  readonly documents?: readonly string[];
  /** Grades by number, as tenants → dimension and code → providers. */
  readonly macros?: readonly StoredGrades[];
  readonly taken?: readonly (readonly [version: string, sha256: string])[];
}

/** Small and seldom written, so plain JSON: it can be read with redis-cli. */
export const worldCodec: CollectionCodec = {
  encode(value) {
    const versions = (value as PartitionWorld).list();
    const shared = [...new Set(versions.flatMap((v) => [...v.calendars.values()].map(calendarOf)))];
    const documents = [...new Set(versions.flatMap(documentsOf))];
    const macros = [...new Set(versions.map(({ macro }) => macro))];
    const stored: StoredWorld = {
      calendars: shared.map(({ id, weekendMask, holidays }) => {
        return { id, weekendMask, holidays: [...holidays] };
      }),
      versions: versions.map((version) => ({
        offset: version.offset,
        dates: [...version.calendars.values()].map(({ calendar, date, cashThrough, cashOf }) => {
          return [shared.indexOf(calendar), date, cashThrough, [...cashOf]] as const;
        }),
        base: version.rates.base,
        rates: [...version.rates.rateNano],
        joined: [...version.joined],
        silentFeeds: [...version.silentFeeds],
        feedNews: [...version.feedNews],
        policies: [...version.policies.active].map(([tenantId, { document }]) => {
          return [tenantId, documents.indexOf(document)] as const;
        }),
        macro: macros.indexOf(version.macro),
      })),
      documents,
      macros: macros.map((macro) =>
        [...macro].map(([tenantId, grades]) => [tenantId, [...grades]]),
      ),
      taken: [...(versions.at(-1)?.policies.taken ?? [])],
    };
    return Buffer.from(JSON.stringify(stored));
  },
  decode(bytes) {
    const stored = JSON.parse(bytes.toString()) as StoredWorld;
    const calendars = stored.calendars.map((calendar) => {
      return { ...calendar, holidays: new Set(calendar.holidays) };
    });
    const policies = (stored.documents ?? []).map(activeFrom);
    const macros = (stored.macros ?? []).map(macroFrom);
    const taken = new Map(stored.taken);
    const versions = stored.versions.map(
      (version): WorldVersion => ({
        offset: version.offset,
        calendars: new Map(
          version.dates.flatMap(([index, date, cashThrough, cashOf]) => {
            const calendar = calendars[index];
            if (calendar === undefined) return [];
            return [[calendar.id, { date, calendar, cashThrough, cashOf: new Map(cashOf) }]];
          }),
        ),
        rates: { base: version.base, rateNano: new Map(version.rates) },
        joined: new Map(version.joined),
        silentFeeds: new Set(version.silentFeeds),
        feedNews: new Map(version.feedNews),
        policies: {
          active: new Map(
            (version.policies ?? []).flatMap(([tenantId, index]) => {
              const policy = policies[index];
              return policy === undefined ? [] : [[tenantId, policy]];
            }),
          ),
          taken,
        },
        macro: macros[version.macro ?? -1] ?? NO_GRADES,
      }),
    );
    return new PartitionWorld(versions);
  },
};

function macroFrom(stored: StoredGrades): MacroWorld {
  return new Map(stored.map(([tenantId, grades]) => [tenantId, new Map(grades)]));
}

function calendarOf(state: CalendarState): Calendar {
  return state.calendar;
}

function documentsOf(version: WorldVersion): string[] {
  return [...version.policies.active.values()].map(({ document }) => document);
}
