import { nearestName } from '@duewatch/config';
import { alertCodeMend, alertCodes } from './alert-codes.ts';
import type { MatchDocument, RouteDocument, RoutesDocument } from './document.ts';
import { coversDay, isWithin, type WeeklyHours } from './hours.ts';
import type { Report } from './problem.ts';

type Path = readonly PropertyKey[];

/** A receiver of the settings, as far as routes care. */
export interface KnownReceiver {
  readonly id: string;
  readonly channel: string;
}

/** Reports what has the right shape and makes no sense: names of nothing, routes never reached. */
export function reportNonsense(
  document: RoutesDocument,
  receivers: readonly KnownReceiver[] | undefined,
  report: Report,
): void {
  new SenseCheck(document, receivers, report).all();
}

class SenseCheck {
  private readonly document: RoutesDocument;
  private readonly receivers: readonly KnownReceiver[] | undefined;
  private readonly report: Report;

  constructor(
    document: RoutesDocument,
    receivers: readonly KnownReceiver[] | undefined,
    report: Report,
  ) {
    this.document = document;
    this.receivers = receivers;
    this.report = report;
  }

  all(): void {
    const { receivers, workingHours, route, changes } = this.document;
    this.hours(workingHours, ['workingHours']);
    for (const [id, own] of Object.entries(receivers)) {
      this.receiver(id, ['receivers', id], 'key');
      if (own.workingHours) this.hours(own.workingHours, ['receivers', id, 'workingHours']);
    }
    if (route.receiver === undefined) {
      this.report(['route'], 'has no receiver', 'Write who hears what no other route has.');
    }
    if (isAsking(route.match)) {
      const mend = 'Write it on a route below: what the top does not match nobody would hear.';
      this.report(['route', 'match'], 'stands on the top route', mend, 'key');
    }
    this.route(route, ['route']);
    for (const [index, { receiver }] of changes.entries()) {
      this.machine(receiver, ['changes', index, 'receiver']);
    }
  }

  private hours({ from, to }: WeeklyHours, path: Path): void {
    if (from < to) return;
    this.report(path, 'ends before it begins', 'Write "from" earlier than "to".');
  }

  private route(route: RouteDocument, path: Path): void {
    if (route.receiver !== undefined) this.receiver(route.receiver, [...path, 'receiver']);
    for (const id of route.escalateTo ?? []) this.receiver(id, [...path, 'escalateTo']);
    this.codes(route.match?.code ?? [], [...path, 'match', 'code']);
    if (route.mute !== undefined) this.mutes(route.mute, [...path, 'mute']);
    const below = route.routes ?? [];
    const catchAll = below.findIndex((one) => !isAsking(one.match) && !one.continue);
    for (const [index, one] of below.entries()) {
      const own = [...path, 'routes', index];
      if (catchAll !== -1 && index > catchAll) {
        const mend = 'Move it up, or give the one that matches everything continue: true.';
        this.report(own, 'is never reached: a route before it matches everything', mend);
      }
      this.route(one, own);
    }
  }

  private receiver(id: string, path: Path, at?: 'key'): void {
    const ids = this.receivers?.map((one) => one.id);
    if (ids === undefined || ids.includes(id)) return;
    this.report(path, `names no receiver of the settings: ${id}`, meantOf(id, ids), at);
  }

  /** Changes are for systems; nobody reads a contract in a chat. */
  private machine(id: string, path: Path): void {
    this.receiver(id, path);
    const channel = this.receivers?.find((one) => one.id === id)?.channel;
    if (channel === undefined || channel === 'webhook') return;
    this.report(path, `is no webhook but ${channel}: ${id}`, 'Name a receiver that is a webhook.');
  }

  private codes(codes: readonly string[], path: Path): void {
    for (const [index, code] of codes.entries()) {
      if (alertCodes.has(code)) continue;
      const own = codes.length === 1 ? path : [...path, index];
      this.report(own, `names no alert: ${code}`, alertCodeMend(code));
    }
  }

  private mutes(names: readonly string[], path: Path): void {
    const { muteTimes } = this.document;
    for (const name of names) {
      if (Object.hasOwn(muteTimes, name)) continue;
      this.report(path, `names no mute time: ${name}`, meantOf(name, Object.keys(muteTimes)));
    }
    const hours = names.flatMap((name) => muteTimes[name] ?? []);
    if (!isWholeWeek(hours)) return;
    this.report(path, 'mutes the whole week', 'Leave some time in which somebody may be told.');
  }
}

function meantOf(name: string, known: readonly string[]): string {
  const near = nearestName(name, known);
  if (near !== undefined) return `Did you mean ${near}?`;
  return known.length === 0 ? 'There are none.' : `There are ${known.join(', ')}.`;
}

function isAsking(match: MatchDocument | undefined): boolean {
  return match !== undefined && Object.keys(match).length > 0;
}

/** True when no moment is free; they can only be free from midnight or the end of a mute time. */
function isWholeWeek(hours: readonly WeeklyHours[]): boolean {
  const minutes = [0, ...hours.map(({ to }) => to)].filter((minute) => minute < 1_440);
  const week = [0, 1, 2, 3, 4, 5, 6];
  return week.every((day) =>
    minutes.every((minute) =>
      hours.some((one) => coversDay(one, day) || isWithin(one, { day, minute })),
    ),
  );
}
