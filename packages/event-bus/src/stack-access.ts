import type { StackSettings } from '@duewatch/config';
import type { KafkaBusOptions } from './kafka-bus.ts';
import type { RegistryClientOptions } from './registry.ts';

/** What the section `stack` says of the client; servers may want none of it. */
type Wanted = Partial<
  Pick<StackSettings, 'kafkaTls' | 'kafkaSasl' | 'registryLogin' | 'clientCertificate'>
>;

/** Where Kafka is and whom to be there, as options of `createKafkaBus`. */
export function kafkaAccess({
  kafkaBrokers: brokers,
  kafkaTls: tls,
  kafkaSasl: sasl,
  clientCertificate: certificate,
}: Wanted & { readonly kafkaBrokers: readonly string[] }): Pick<
  KafkaBusOptions,
  'brokers' | 'tls' | 'sasl' | 'certificate'
> {
  return { brokers, tls, sasl, certificate };
}

/** Whom to be at the schema registry, as options of `createRegistryClient`. */
export function registryAccess({
  registryLogin: login,
  clientCertificate: certificate,
}: Wanted): Pick<RegistryClientOptions, 'login' | 'certificate'> {
  return { login, certificate };
}
