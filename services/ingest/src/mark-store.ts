/**
 * A few named facts that must outlive a restart: the last date written per calendar, when each
 * watched source was last heard. Small, overwritten in place, shared by all ingest processes.
 * Losing them is harmless: ticks are written again and scoring drops dates it has folded.
 */
export interface MarkStore {
  read(name: string): Promise<string | null>;
  write(name: string, value: string): Promise<void>;
}
