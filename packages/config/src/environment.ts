/** The environment as it was at the call, for those who start other processes. */
export function environment(): Readonly<Record<string, string | undefined>> {
  return { ...process.env };
}
