import { type Position, TOPICS } from '@duewatch/contracts';

/** The reader's second and third rule: drop repeats, notice losses. */
export class Places {
  readonly gaps: string[] = [];
  readonly #held = new Map<string, Map<string, Position>>();

  isNews(topic: string, key: string, data: object): boolean {
    if (!isPlaced(data)) return true;
    const { position, previousPosition } = data;
    const positions = this.#of(topic);
    const held = positions.get(key);
    if (held !== undefined && !isAbove(position, held)) return false;
    positions.set(key, position);
    // Of a compacted topic the record before may be gone.
    const isWhole = topic !== TOPICS.profiles;
    const isLate = previousPosition !== null && (!held || isAbove(previousPosition, held));
    if (isWhole && isLate) this.gaps.push(`${topic} ${key}: nothing at ${text(previousPosition)}`);
    return true;
  }

  /** The last position of each key. */
  lastOf(topic: string): ReadonlyMap<string, Position> {
    return this.#of(topic);
  }

  #of(topic: string): Map<string, Position> {
    const known = this.#held.get(topic);
    if (known !== undefined) return known;
    const positions = new Map<string, Position>();
    this.#held.set(topic, positions);
    return positions;
  }
}

interface Placed {
  readonly position: Position;
  readonly previousPosition: Position | null;
}

function isPlaced(data: object): data is Placed {
  return 'position' in data && 'previousPosition' in data;
}

export function isAbove(a: Position, b: Position): boolean {
  const order = a.generation - b.generation || a.offset - b.offset || a.index - b.index;
  return order > 0;
}

function text(position: Position): string {
  return `${position.generation}.${position.offset}.${position.index}`;
}
