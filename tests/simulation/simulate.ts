import { createRandom } from '../../tools/run/src/feed/random.ts';
import { Deployment } from './deployment.ts';
import { inflict } from './faults.ts';
import type { Mutation } from './mutations/mutation.ts';
import type { Plan, Post, Step } from './plan.ts';
import { keyOf } from './settings.ts';

const REST_WITHIN_MS = 15 * 60_000;
const DIGESTS_WITHIN_MS = 6 * 3_600_000;

/** What a run came to, for the oracles to judge. */
export interface Run {
  readonly plan: Plan;
  readonly deployment: Deployment;
  /** Ids of the events that the door said it has taken, by tenant. */
  readonly accepted: readonly string[];
  readonly refused: readonly string[];
  /** So many messages had arrived before everything was folded again, if it was. */
  readonly toldLive: number;
}

/** Plays a plan to its end and lets everything come to rest. */
export async function simulate(plan: Plan, mutation: Mutation | null = null): Promise<Run> {
  const random = createRandom(plan.seed ^ 0x5eed);
  const deployment = new Deployment(plan.startMs, random, mutation);
  const { time } = deployment.machine;
  const clients = new Clients(deployment);
  await deployment.start({ scoring: 2, alerting: 2, notifier: 2 });
  await time.runFor(1_000);
  for (const step of plan.steps) {
    begin(step, deployment, clients);
    await time.runFor(step.runMs);
    time.sleep(step.sleepMs);
  }
  await time.runFor(30_000);
  deployment.calmDown();
  await comeToRest(deployment, clients);
  // What waits for a digest is no unfinished work, and yet owed.
  time.sleep(DIGESTS_WITHIN_MS);
  await comeToRest(deployment, clients);
  const toldLive = deployment.sinks.receipts.length;
  if (plan.isReplayed) {
    deployment.loseState();
    await comeToRest(deployment, clients);
  }
  return { plan, deployment, accepted: clients.accepted, refused: clients.refused, toldLive };
}

function begin({ posts, faults }: Step, deployment: Deployment, clients: Clients): void {
  const { time } = deployment.machine;
  for (const post of posts) time.schedule(post.afterMs, () => void clients.deliver(post));
  for (const fault of faults) time.schedule(fault.afterMs, () => void inflict(fault, deployment));
}

/** Rests twice: what was at rest may have been about to begin. */
export async function comeToRest(deployment: Deployment, clients?: Clients): Promise<void> {
  const { time } = deployment.machine;
  const deadline = time.now() + REST_WITHIN_MS;
  for (let looks = 0; looks < 2; ) {
    if (time.now() > deadline) throw new Error('does not come to rest');
    await time.runFor(3_000);
    const isAtRest = (clients?.waiting ?? 0) === 0 && (await time.until(deployment.isAtRest()));
    looks = isAtRest ? looks + 1 : 0;
  }
}

interface BatchAnswer {
  readonly outcomes: readonly { readonly id: string; readonly status: string }[];
}

/** The sources: each posts until it is answered, and again when the answer was lost. */
class Clients {
  readonly accepted: string[] = [];
  readonly refused: string[] = [];
  waiting = 0;
  private readonly deployment: Deployment;

  constructor(deployment: Deployment) {
    this.deployment = deployment;
  }

  async deliver(post: Post): Promise<void> {
    const { time, random } = this.deployment.machine;
    this.waiting += 1;
    for (let times = post.isRepeated ? 2 : 1; times > 0; ) {
      const answer = await this.ask(post);
      if (answer?.status === 202 || answer?.status === 207) {
        this.note(post, answer.body as BatchAnswer);
        times -= 1;
      } else {
        await time.pause(random.int(200, 2_000));
      }
    }
    this.waiting -= 1;
  }

  /** Undefined when no answer came in time. */
  private async ask({ tenant, events }: Post) {
    const { door, machine } = this.deployment;
    const late = machine.time.pause(8_000).then(() => undefined);
    const answer = Promise.race([door.post(keyOf[tenant], events), late]);
    return await machine.time.turning(answer);
  }

  private note({ tenant }: Post, { outcomes }: BatchAnswer): void {
    for (const { id, status } of outcomes) {
      const told = status === 'rejected' ? this.refused : this.accepted;
      told.push(`${tenant} ${id}`);
    }
  }
}
