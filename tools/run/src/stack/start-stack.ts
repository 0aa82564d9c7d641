import { findCompose, startDockerStack } from './docker-stack.ts';
import { StackError, type StackErrorCode } from './error.ts';
import { givenStack, hasGivenAddresses } from './given-stack.ts';
import { startNativeStack } from './native-stack.ts';
import { homePlaces } from './places.ts';
import type { RunningStack, StackKind, StackStart } from './running-stack.ts';
import { findDetachedStack } from './stack-record.ts';

/** A machine that lacks these has no native stack; anything else that fails is worth an error. */
const lacking: ReadonlySet<StackErrorCode> = new Set([
  'FETCH_FAILED',
  'JAVA_MISSING',
  'MAVEN_MISSING',
  'UNSUPPORTED_PLATFORM',
]);

/**
 * Takes the most real infrastructure at hand, or the kind that is asked for: addresses given in the
 * environment, a stack that `duewatch stack up` left running in this home, Docker Compose, native
 * servers, nothing at all. What it starts ends with this process, however that ends.
 */
export async function startStack(
  options: StackStart & { readonly kind?: StackKind },
): Promise<RunningStack> {
  const { kind, ...start } = options;
  if (kind !== undefined) return await startKind(kind, start);
  if (hasGivenAddresses(start.env)) return givenStack(start.env);
  const detached = findDetachedStack(homePlaces(start.home));
  if (detached !== undefined) return detached;
  if (findCompose(start.env) !== undefined) return await startDockerStack(start);
  try {
    return await startNativeStack(start);
  } catch (error) {
    if (!(error instanceof StackError) || !lacking.has(error.code)) throw error;
    start.log(`${error.message}\nGoing on without servers, all in one process (embedded).`);
    return embeddedStack();
  }
}

async function startKind(kind: StackKind, start: StackStart): Promise<RunningStack> {
  switch (kind) {
    case 'given':
      return givenStack(start.env);
    case 'docker':
      return reusable(start.home, kind) ?? (await startDockerStack(start));
    case 'native':
      return reusable(start.home, kind) ?? (await startNativeStack(start));
    case 'embedded':
      return embeddedStack();
  }
}

/** Two stacks cannot share a home: the running one is taken; of another kind, the start refuses. */
function reusable(home: string, kind: 'docker' | 'native'): RunningStack | undefined {
  const detached = findDetachedStack(homePlaces(home));
  return detached?.kind === kind ? detached : undefined;
}

function embeddedStack(): RunningStack {
  return { kind: 'embedded', stop: async () => undefined };
}
