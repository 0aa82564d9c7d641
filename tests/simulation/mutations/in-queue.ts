import type { Mutation } from './mutation.ts';

/** Mistakes in what the queue is trusted with. */
export const inQueue: readonly Mutation[] = [
  {
    name: 'do not note a try before it is made',
    queue: (queue) => ({
      ...queue,
      start: (lanes, handle) =>
        queue.start(lanes, (job) => handle({ ...job, remember: async () => undefined })),
    }),
  },
  {
    name: 'make jobs of new rows only once, though the queue may lose them',
    queue(queue) {
      const added = new Set<string>();
      return {
        ...queue,
        async add(jobs) {
          const fresh = jobs.filter(({ id }) => !added.has(id));
          for (const { id } of fresh) added.add(id);
          await queue.add(fresh);
        },
      };
    },
  },
];
