import { createKafkaBus } from '../src/index.ts';
import { busContract } from './bus.contract.ts';
import { kafkaBrokers } from './infrastructure.ts';

jest.setTimeout(60_000);

busContract('the bus on Kafka', () => {
  const connect = () =>
    createKafkaBus({
      brokers: kafkaBrokers(),
      clientId: 'contract',
      sessionTimeoutMs: 6_000,
      heartbeatMs: 300,
    });
  return { connect, withinMs: 20_000 };
});
