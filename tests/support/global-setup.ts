/** Stands in until the launcher can start the real infrastructure for the integration tests. */
export default function globalSetup(): void {
  throw new Error('no infrastructure for integration tests yet');
}
