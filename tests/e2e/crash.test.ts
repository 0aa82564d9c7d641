import type { ProfileUpdated } from '@duewatch/contracts';
import type { CloudEventJson } from '@duewatch/door-client';
import type { ProcessServices, Sighting } from '@duewatch/run';
import { alertsOf, bandsOf, eventsOf, examplePath, inOrder, raise, type Stage } from './stage.ts';

const services = ['ingest', 'scoring', 'alerting', 'notifier'] as const;
const calm = 'calm';

/**
 * One stack for all cases: each has a tenant and a calendar of its own and plays the same story.
 */
const tenants = [calm, ...services].map((name) => ({ tenantId: name, calendarId: `cal-${name}` }));

/** The story on another calendar, for calendars are of the whole deployment. */
function onCalendar(events: readonly CloudEventJson[], calendarId: string): CloudEventJson[] {
  return events.map((event) => ({
    ...event,
    calendarid: calendarId,
    data: 'calendarId' in event.data ? { ...event.data, calendarId } : event.data,
  }));
}

/** Everything of a profile but where in the log it stands and when it was taken in. */
function lastProfiles(sightings: readonly Sighting[], tenantId: string) {
  const last = new Map<string, Partial<ProfileUpdated>>();
  for (const sighting of sightings) {
    if (sighting.kind !== 'profile' || sighting.profile?.tenantId !== tenantId) continue;
    const { profile } = sighting;
    last.set(profile.customerId, {
      ...profile,
      tenantId: '',
      calendarId: '',
      position: { generation: 0, offset: 0, index: 0 },
      previousPosition: null,
      acceptedAt: 0,
      conditions: profile.conditions.map((condition) => ({
        ...condition,
        onsetPosition: { generation: 0, offset: 0, index: 0 },
      })),
    });
  }
  return Object.fromEntries(last);
}

describe('a service that is killed', () => {
  let stage: Stage;
  let story: readonly CloudEventJson[];

  /** All messages of a tenant, each once: a crash between sending and recording may repeat one. */
  const messages = async (tenantId: string) => {
    const { sightings } = await stage.look(tenantId);
    const told = new Set<string>();
    const names = new Map<string, string>();
    for (const sighting of sightings) {
      if (sighting.kind === 'alert') {
        const { alertId, customerId, family, openedOn } = sighting.alert;
        names.set(alertId, `${customerId} ${family} ${openedOn}`);
      }
    }
    for (const sighting of sightings) {
      if (sighting.kind !== 'delivery' || sighting.delivery.tenantId !== tenantId) continue;
      const { episodeId, transition, receiver, outcome, cause } = sighting.delivery;
      told.add(`${receiver} ${outcome} ${transition} ${cause} ${names.get(episodeId)}`);
    }
    return [...told].sort();
  };

  const webhooksOf = (tenantId: string) => {
    const received = stage.pipeline.sinks.webhook
      .received()
      .filter(({ rawBody }) => rawBody.includes(`"${tenantId}"`));
    return new Set(received.map(({ id }) => id)).size;
  };

  beforeAll(async () => {
    story = await eventsOf(examplePath('late-payer.jsonl'));
    stage = await raise(undefined, tenants);
    await stage.send(calm, onCalendar(story, `cal-${calm}`));
    await stage.drained();
  }, 300_000);
  afterAll(async () => {
    await stage.close();
  }, 120_000);

  it.each(services)(
    'ends in the same profiles, alerts and deliveries: %s',
    async (service) => {
      const processes = stage.pipeline.services as ProcessServices;
      const events = onCalendar(story, `cal-${service}`);
      const crashes: Promise<void>[] = [];
      const crash = async (): Promise<void> => {
        await Promise.all(crashes);
        await processes.kill(service);
        await processes.restart(service);
      };
      // Once in the middle, with events coming on, and once when all that is left is in its hands.
      // Nobody waits for anything before: it dies with whatever it was doing.
      const killAfter = [Math.floor(events.length / 2), events.length];
      const report = await stage.send(service, events, ({ accepted }) => {
        if (accepted < (killAfter[0] ?? Number.POSITIVE_INFINITY)) return;
        killAfter.shift();
        crashes.push(crash());
      });
      await Promise.all(crashes);
      expect(crashes).toHaveLength(2);
      expect(report.rejected).toEqual([]);
      await stage.drained();

      const [reference, seen] = [await stage.look(calm), await stage.look(service)];
      expect(alertsOf(seen.tally)).toEqual(alertsOf(reference.tally));
      expect(bandsOf(seen.tally)).toEqual(bandsOf(reference.tally));
      expect(lastProfiles(seen.sightings, service)).toEqual(
        lastProfiles(reference.sightings, calm),
      );
      expect(await messages(service)).toEqual(await messages(calm));
      expect(webhooksOf(service)).toBe(webhooksOf(calm));
      expect(inOrder(alertsOf(seen.tally))).not.toEqual([]);
    },
    300_000,
  );
});
