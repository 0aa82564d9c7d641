/** Addresses that the set-up of the integration tests leaves in the environment. */
function address(name: string): string {
  const found = process.env[name];
  if (found === undefined) throw new Error(`${name} is not set: run the integration project`);
  return found;
}

export function kafkaBrokers(): readonly string[] {
  return address('DUEWATCH_TEST_KAFKA').split(',');
}

export function registryUrl(): string {
  return address('DUEWATCH_TEST_REGISTRY');
}
