import { assignPartitions, type GroupMember } from './partition-assignment.ts';

function newcomers(count: number): GroupMember[] {
  return Array.from({ length: count }, (_, n) => ({ memberId: `m${n}`, owned: [] }));
}

function membersOf(shares: ReadonlyMap<string, readonly number[]>): GroupMember[] {
  return [...shares].map(([memberId, owned]) => ({ memberId, owned }));
}

function expectFairAndWhole(shares: ReadonlyMap<string, readonly number[]>, partitions: number) {
  const sizes = [...shares.values()].map((share) => share.length);
  expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
  const given = [...shares.values()].flat().sort((a, b) => a - b);
  expect(given).toEqual(Array.from({ length: partitions }, (_, p) => p));
}

function moved(
  before: ReadonlyMap<string, readonly number[]>,
  after: ReadonlyMap<string, readonly number[]>,
): number {
  let count = 0;
  for (const [id, share] of after) {
    count += share.filter((p) => !before.get(id)?.includes(p)).length;
  }
  return count;
}

describe('assignment of partitions', () => {
  for (const count of [1, 2, 3, 4, 5, 6, 7]) {
    it(`gives each partition to one of ${count} members in equal shares`, () => {
      for (const partitions of [1, 2, 3, 5, 6, 7, 12, 31, 64]) {
        expectFairAndWhole(assignPartitions(newcomers(count), partitions), partitions);
      }
    });

    it(`moves no more than needed when a member joins or leaves ${count} others`, () => {
      for (const partitions of [1, 3, 6, 12, 31]) {
        const before = assignPartitions(newcomers(count), partitions);
        const joiner = { memberId: 'm00-joiner', owned: [] };
        const joined = assignPartitions([...membersOf(before), joiner], partitions);
        expectFairAndWhole(joined, partitions);
        expect(moved(before, joined)).toBe(Math.floor(partitions / (count + 1)));

        const left = membersOf(joined).filter(({ memberId }) => memberId !== 'm0');
        const after = assignPartitions(left, partitions);
        expectFairAndWhole(after, partitions);
        expect(moved(joined, after)).toBe(joined.get('m0')?.length);
      }
    });
  }

  it('does not depend on the order in which members are listed', () => {
    const members = membersOf(assignPartitions(newcomers(5), 12)).slice(1);
    expect(assignPartitions(members.toReversed(), 12)).toEqual(assignPartitions(members, 12));
  });

  it('changes nothing when nothing has changed', () => {
    const shares = assignPartitions(newcomers(4), 6);
    expect(assignPartitions(membersOf(shares), 6)).toEqual(shares);
  });

  it('gives a partition claimed by a zombie to one member only', () => {
    const members = [
      { memberId: 'a', owned: [0, 1, 2, 3, 4, 5] },
      { memberId: 'zombie', owned: [3, 4, 5] },
    ];
    expectFairAndWhole(assignPartitions(members, 6), 6);
  });

  it('ignores claims on partitions that are not there', () => {
    const members = [{ memberId: 'a', owned: [9, -1, 1, 1] }, ...newcomers(1)];
    expectFairAndWhole(assignPartitions(members, 2), 2);
  });

  it('leaves members idle when there are more of them than partitions', () => {
    const shares = assignPartitions(newcomers(7), 3);
    expect([...shares.values()].filter((share) => share.length === 0)).toHaveLength(4);
  });

  it('answers nothing for a group of nobody', () => {
    expect(assignPartitions([], 6).size).toBe(0);
  });
});
