import { connect } from 'node:net';

/** A server that answers at all answers within this time. */
const answerTimeoutMs = 2_000;

/** True once Redis takes commands; while it loads its file it answers, but not with PONG. */
export async function redisIsReady(host: string, port: number): Promise<boolean> {
  const answer = await askOnce(host, port, Buffer.from('PING\r\n'), (bytes) => bytes.length >= 5);
  return answer?.toString('latin1').startsWith('+PONG') ?? false;
}

/** True once the broker is registered and unfenced: only then does it name itself in metadata. */
export async function kafkaIsReady(host: string, port: number): Promise<boolean> {
  const answer = await askOnce(host, port, metadataRequest(), hasWholeFrame);
  // Frame size, correlation id, then the array of brokers.
  return answer !== undefined && answer.length >= 12 && answer.readInt32BE(8) >= 1;
}

/** True once the registry has opened its database. */
export async function registryIsReady(host: string, port: number): Promise<boolean> {
  return await answersOk(`http://${host}:${port}/health/ready`);
}

/** True when the Confluent API answers at this address, whichever product serves it. */
export async function registryAnswers(registryUrl: string): Promise<boolean> {
  return await answersOk(`${registryUrl}/config`);
}

async function answersOk(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(answerTimeoutMs) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

/** A Metadata request, version 1, for no topics: header, client id, an empty array. */
function metadataRequest(): Buffer {
  const clientId = Buffer.from('duewatch-health');
  const frame = Buffer.alloc(4 + 2 + 2 + 4 + 2 + clientId.length + 4);
  let at = frame.writeInt32BE(frame.length - 4, 0);
  at = frame.writeInt16BE(3, at);
  at = frame.writeInt16BE(1, at);
  at = frame.writeInt32BE(1, at);
  at = frame.writeInt16BE(clientId.length, at);
  at += clientId.copy(frame, at);
  frame.writeInt32BE(0, at);
  return frame;
}

function hasWholeFrame(bytes: Buffer): boolean {
  return bytes.length >= 4 && bytes.length >= 4 + bytes.readInt32BE(0);
}

function askOnce(
  host: string,
  port: number,
  request: Buffer,
  isWhole: (bytes: Buffer) => boolean,
): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    let bytes = Buffer.alloc(0);
    const socket = connect({ host, port });
    const end = (answer: Buffer | undefined): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(answerTimeoutMs, () => end(undefined));
    socket.on('error', () => end(undefined));
    socket.on('close', () => end(undefined));
    socket.on('connect', () => socket.write(request));
    socket.on('data', (chunk) => {
      bytes = Buffer.concat([bytes, chunk]);
      if (isWhole(bytes)) end(bytes);
    });
  });
}
