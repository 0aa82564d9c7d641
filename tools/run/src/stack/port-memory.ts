import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { findFreePorts } from './free-ports.ts';

/**
 * Free ports by name, the same as last time where nobody else has them, so that a console or a
 * consumer pointed at the stack still finds it after a restart.
 */
export async function rememberedPorts<Name extends string>(
  file: string,
  names: readonly Name[],
): Promise<Readonly<Record<Name, number>>> {
  const last = readPorts(file);
  const ports = await findFreePorts(names.map((name) => last[name] ?? 0));
  const byName = Object.fromEntries(names.map((name, index) => [name, ports[index]]));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(byName)}\n`);
  return byName as Record<Name, number>;
}

/** Makes the next call look for other ports. */
export function forgetPorts(file: string): void {
  rmSync(file, { force: true });
}

function readPorts(file: string): Readonly<Record<string, number>> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>;
  } catch {
    return {};
  }
}
