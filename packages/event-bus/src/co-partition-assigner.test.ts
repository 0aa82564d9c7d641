import { type Assigner, AssignerProtocol, type Cluster } from 'kafkajs';
import { coPartitionAssigner, decodeOwned, encodeOwned } from './co-partition-assigner.ts';

const { MemberAssignment } = AssignerProtocol;

/** An assigner as kafkajs makes it, on a cluster that has only these topics. */
function makeAssigner(topics: Record<string, number>, owned: readonly number[] = []): Assigner {
  const cluster: Pick<Cluster, 'findTopicPartitionMetadata'> = {
    findTopicPartitionMetadata: (topic) =>
      Array.from({ length: topics[topic] ?? 0 }, (_, partitionId) => {
        return { partitionId, partitionErrorCode: 0, leader: 0, replicas: [], isr: [] };
      }),
  };
  return coPartitionAssigner(() => owned)({ cluster: cluster as Cluster, groupId: 'g' } as never);
}

async function assign(topics: Record<string, number>, owned: readonly (readonly number[])[]) {
  const names = Object.keys(topics);
  const members = owned.map((partitions, n) => {
    const { metadata } = makeAssigner(topics, partitions).protocol({ topics: names });
    return { memberId: `m${n}`, memberMetadata: metadata };
  });
  const answer = await makeAssigner(topics).assign({ members, topics: names });
  return answer.map(({ memberAssignment }) => {
    return MemberAssignment.decode(memberAssignment)?.assignment ?? {};
  });
}

describe('co-partitioning assigner', () => {
  for (const members of [1, 2, 3, 4, 5, 6, 7]) {
    it(`gives each partition to one of ${members} members, also of uneven topics`, async () => {
      const topics = { events: 6, commands: 6, few: 2, none: 0 };
      const shares = await assign(topics, Array(members).fill([]));
      expect(shares).toHaveLength(members);
      for (const [topic, count] of Object.entries(topics)) {
        const given = shares.flatMap((share) => share[topic] ?? []).sort();
        expect(given).toEqual(Array.from({ length: count }, (_, p) => p));
      }
      for (const share of shares) {
        expect(share['commands']).toEqual(share['events']);
        expect(share['few']).toEqual(share['events']?.filter((p) => p < 2));
      }
    });
  }

  it('lets members keep what they had', async () => {
    const shares = await assign({ events: 6 }, [[4, 5], [], [0, 1]]);
    expect(shares.map((share) => share['events'])).toEqual([
      [4, 5],
      [2, 3],
      [0, 1],
    ]);
  });

  it('takes unreadable claims for none', () => {
    expect(decodeOwned(encodeOwned([0, 7, 31]))).toEqual([0, 7, 31]);
    expect(decodeOwned(Buffer.from('abc'))).toEqual([]);
    expect(decodeOwned(undefined)).toEqual([]);
  });
});
