import { AssignerProtocol, type PartitionAssigner } from 'kafkajs';
import { assignPartitions, type GroupMember } from './partition-assignment.ts';

const { MemberAssignment, MemberMetadata } = AssignerProtocol;

/** Changes with the meaning of the user data: members of one group must all speak the same. */
const protocolName = 'duewatch-co-partition';
const protocolVersion = 1;

/**
 * Gives partition p of every subscribed topic to one member. kafkajs's own assigner deals
 * partitions out one by one, so that the two inputs of a customer would have two owners.
 * `owned` tells what this member has now, so that it may keep it.
 */
export function coPartitionAssigner(owned: () => readonly number[]): PartitionAssigner {
  return ({ cluster }) => ({
    name: protocolName,
    version: protocolVersion,
    protocol: ({ topics }) => ({
      name: protocolName,
      metadata: MemberMetadata.encode({
        version: protocolVersion,
        topics,
        userData: encodeOwned(owned()),
      }),
    }),
    assign: async ({ members, topics }) => {
      const counts = new Map(
        topics.map((topic) => [topic, cluster.findTopicPartitionMetadata(topic).length]),
      );
      const shares = assignPartitions(members.map(groupMember), Math.max(0, ...counts.values()));
      return [...shares].map(([memberId, share]) => ({
        memberId,
        memberAssignment: MemberAssignment.encode({
          version: protocolVersion,
          assignment: perTopic(counts, share),
          userData: Buffer.alloc(0),
        }),
      }));
    },
  });
}

function groupMember(member: { memberId: string; memberMetadata: Buffer }): GroupMember {
  const metadata = MemberMetadata.decode(member.memberMetadata);
  return { memberId: member.memberId, owned: decodeOwned(metadata?.userData) };
}

function perTopic(
  counts: ReadonlyMap<string, number>,
  share: readonly number[],
): Record<string, number[]> {
  const assignment: Record<string, number[]> = {};
  for (const [topic, count] of counts) assignment[topic] = share.filter((p) => p < count);
  return assignment;
}

/** Partition numbers as 32-bit integers. */
export function encodeOwned(owned: readonly number[]): Buffer {
  const bytes = Buffer.alloc(owned.length * 4);
  owned.forEach((partition, index) => void bytes.writeInt32BE(partition, index * 4));
  return bytes;
}

/** What another member claims; anything unreadable is no claim. */
export function decodeOwned(bytes: Buffer | undefined): readonly number[] {
  if (bytes === undefined || bytes.length % 4 !== 0) return [];
  return Array.from({ length: bytes.length / 4 }, (_, index) => bytes.readInt32BE(index * 4));
}
