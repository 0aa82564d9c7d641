import { consumeContract } from './consume.contract.ts';
import { logContract } from './log.contract.ts';
import { readContract } from './read.contract.ts';
import type { BusSubject } from './subject.ts';

/** The promises of `ports.ts` as tests; the twin and Kafka must keep the same ones. */
export function busContract(name: string, makeSubject: () => BusSubject): void {
  describe(name, () => {
    logContract(makeSubject);
    consumeContract(makeSubject);
    readContract(makeSubject);
  });
}
