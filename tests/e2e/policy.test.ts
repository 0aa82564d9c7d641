import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ProfileUpdated, TOPICS } from '@duewatch/contracts';
import { defaultPolicy, type Policy, policyVersionOf } from '@duewatch/risk-core';
import { repositoryRoot } from '@duewatch/run';
import { eventsOf, examplePath, raise, type Stage } from './stage.ts';

const tenantId = 'demo';

/** Any material sum that is a week late is default, and age costs more. */
const { E1 } = defaultPolicy.points;
const strict: Policy = {
  ...defaultPolicy,
  id: 'demo',
  version: 'strict',
  points: {
    ...defaultPolicy.points,
    E1: { ...E1, steps: E1.steps.map(({ limit, points }) => ({ limit, points: points + 5 })) },
  },
  overdue: { ...defaultPolicy.overdue, graceDays: 0, firstAfterDays: 1, floorDays: [2, 4, 6, 7] },
};

/** A profile with where it was written. */
interface Written {
  readonly partition: number;
  readonly offset: number;
  readonly profile: ProfileUpdated;
}

describe('a policy activated in mid-flow, on real Kafka, registry and Redis', () => {
  const folder = mkdtempSync(join(tmpdir(), 'duewatch-policy-'));
  let stage: Stage;
  let newsBefore: number;
  let messagesBefore: unknown;

  beforeAll(async () => {
    stage = await raise(undefined, [{ tenantId, calendarId: 'sample' }]);
    const events = await eventsOf(examplePath('late-payer.jsonl'));
    await stage.send(tenantId, events.slice(0, MIDDLE));
    await stage.drained();
    newsBefore = await countNews();
    messagesBefore = stage.pipeline.sinks.counts();
    writeFileSync(join(folder, 'strict.json'), JSON.stringify(strict));
    await duewatch('policy', 'activate', join(folder, 'strict.json'));
    await stage.drained();
  }, 300_000);

  afterAll(async () => {
    await stage.close();
    rmSync(folder, { recursive: true });
  }, 120_000);

  it('rules from one offset of each partition, for every customer', async () => {
    const activations = await offsetsOf('PolicyActivated');
    expect([...activations.values()]).toHaveLength(6);
    const judged = firstBy(await profiles(), policyVersionOf(strict));
    expect(judged.size).toBe(lastOf(await profiles()).size);
    for (const { partition, profile } of judged.values()) {
      expect([profile.position.offset]).toEqual(activations.get(partition));
    }
  });

  it('moves customers and alerts nobody', async () => {
    const judged = [...firstBy(await profiles(), policyVersionOf(strict)).values()];
    expect(judged.map(({ profile }) => profile.suppressed)).not.toContain(false);
    expect(judged.map(({ profile }) => profile.band)).toContain('E');
    expect(await countNews()).toBe(newsBefore);
    expect(stage.pipeline.sinks.counts()).toEqual(messagesBefore);
  });

  it('is reported: who moves, from, to, why', async () => {
    const [diff] = JSON.parse(await duewatch('policy', 'diff', '--json')) as {
      readonly to: { readonly policyVersion: string };
      readonly moves: readonly { readonly to: { readonly band: string }; readonly why: object[] }[];
    }[];
    expect(diff?.to.policyVersion).toBe(policyVersionOf(strict));
    expect(diff?.moves[0]).toMatchObject({ to: { band: 'E' } });
    expect(diff?.moves.some(({ why }) => why.length > 0)).toBe(true);
    expect(await duewatch('policy', 'show')).toMatch(/^rules +demo +demo@strict /m);
  });

  it('gives the same profiles when the log is folded and told again', async () => {
    const events = await eventsOf(examplePath('late-payer.jsonl'));
    await stage.send(tenantId, events.slice(MIDDLE));
    await stage.drained();
    const written = await profiles();
    const messages = stage.pipeline.sinks.counts();
    await duewatch('rebuild', 'scoring', '--republish');
    await stage.drained();
    expect(finalOf(later(await profiles(), written))).toEqual(finalOf(written));
    expect(stage.pipeline.sinks.counts()).toEqual(messages);
  });

  async function profiles(): Promise<Written[]> {
    const found: Written[] = [];
    const { bus, codec } = stage.pipeline;
    await bus.read({
      topics: [TOPICS.profiles],
      untilEnd: true,
      onRecord({ partition, offset, value }) {
        const decoded = value === null ? undefined : codec.decode(value);
        if (decoded?.recordName === 'ProfileUpdated') {
          found.push({ partition, offset, profile: decoded.data });
        }
      },
    });
    return found;
  }

  /** Alerts that are for people. */
  async function countNews(): Promise<number> {
    const { sightings } = await stage.look(tenantId);
    return sightings.filter((one) => one.kind === 'alert' && !one.alert.suppressed).length;
  }

  /** Offsets of the records of one name in `ar.events`, by partition. */
  async function offsetsOf(recordName: string): Promise<Map<number, number[]>> {
    const offsets = new Map<number, number[]>();
    const { bus, codec } = stage.pipeline;
    await bus.read({
      topics: [TOPICS.events],
      untilEnd: true,
      onRecord({ partition, offset, value }) {
        if (value === null || codec.decode(value).recordName !== recordName) return;
        offsets.set(partition, [...(offsets.get(partition) ?? []), offset]);
      },
    });
    return offsets;
  }

  /** Runs `duewatch …` as a process of its own, as its user would. */
  async function duewatch(...args: readonly string[]): Promise<string> {
    const { services, stack, tenants } = stage.pipeline;
    if (stack === undefined) throw new Error('there are no servers');
    const { kafkaBrokers, registryUrl, stateRedisUrl, queueRedisUrl } = stack;
    const settings = join(folder, 'settings.json');
    const section = { kafkaBrokers, registryUrl, stateRedisUrl, queueRedisUrl };
    writeFileSync(settings, JSON.stringify({ stack: section }));
    const command = [join(repositoryRoot, 'packages/cli/src/main.ts'), ...args];
    const env = {
      ...process.env,
      DUEWATCH_SETTINGS: settings,
      DUEWATCH_URL: services.doorUrl,
      DUEWATCH_API_KEY: tenants[0]?.apiKey ?? '',
    };
    return await new Promise((resolve, reject) => {
      execFile(process.execPath, command, { env }, (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else reject(new Error(`${command.join(' ')}\n${stderr}${stdout}`, { cause: error }));
      });
    });
  }
});

/** Half of the story: somebody is overdue, and nobody is in default. */
const MIDDLE = 56;

function keyOf({ profile }: Written): string {
  return `${profile.tenantId}|${profile.customerId}`;
}

function lastOf(written: readonly Written[]): Map<string, Written> {
  return new Map(written.map((one) => [keyOf(one), one]));
}

/** Those written after others. */
function later(written: readonly Written[], others: readonly Written[]): Written[] {
  const last = new Map(others.map(({ partition, offset }) => [partition, offset]));
  return written.filter(({ partition, offset }) => offset > (last.get(partition) ?? -1));
}

/** What is said last of each customer. Which values were said before it depends on chunks. */
function finalOf(written: readonly Written[]): Map<string, unknown> {
  const last = [...lastOf(written)].sort(([a], [b]) => (a < b ? -1 : 1));
  return new Map(last.map(([key, { profile }]) => [key, { ...profile, previousPosition: null }]));
}

/** Each customer's first profile by a policy. */
function firstBy(written: readonly Written[], policyVersion: string): Map<string, Written> {
  const own = written.filter(({ profile }) => profile.policyVersion === policyVersion);
  return new Map(own.toReversed().map((one) => [keyOf(one), one]));
}
