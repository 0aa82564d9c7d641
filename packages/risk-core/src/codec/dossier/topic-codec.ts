import type { ByteReader, ByteWriter } from '../bytes.ts';

/** How one topic of the dossier is stored. Its reader knows every version ever written. */
export interface TopicCodec<State> {
  /** Written before the state; raised with every change of its layout. */
  readonly version: number;
  write(writer: ByteWriter, state: State): void;
  read(reader: ByteReader, version: number): State;
}
