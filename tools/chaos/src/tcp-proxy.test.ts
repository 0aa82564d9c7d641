import { once } from 'node:events';
import net from 'node:net';
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts';

/** Says everything back, and tells that it has heard something (`heard`). */
async function startEcho(): Promise<net.Server> {
  const server = net.createServer((socket) => {
    socket.on('error', () => {}).pipe(socket);
    socket.on('data', () => server.emit('heard'));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

describe('the proxy', () => {
  let echo: net.Server;
  let proxy: TcpProxy;
  const connect = async (): Promise<net.Socket> => {
    const socket = net.connect(proxy.port, '127.0.0.1').on('error', () => {});
    await once(socket, 'connect');
    return socket;
  };
  const answerTo = async (socket: net.Socket, text: string): Promise<string> => {
    socket.write(text);
    const [bytes] = await once(socket, 'data');
    return String(bytes);
  };
  /** A connection to the echo itself is answered after bytes before it have come to the proxy. */
  const aroundTheProxy = async (): Promise<void> => {
    const direct = net.connect((echo.address() as net.AddressInfo).port, '127.0.0.1');
    await answerTo(direct, 'meanwhile');
    direct.destroy();
  };

  beforeEach(async () => {
    echo = await startEcho();
    const { port } = echo.address() as net.AddressInfo;
    proxy = await startTcpProxy(() => port);
  });
  afterEach(async () => {
    await proxy.close();
    await new Promise((resolve) => echo.close(resolve));
  });

  it('passes bytes both ways, and late when told to', async () => {
    const socket = await connect();
    expect(await answerTo(socket, 'hello')).toBe('hello');
    proxy.set({ kind: 'latency', delayMs: 30 });
    const startedAt = performance.now();
    expect(await answerTo(socket, 'again')).toBe('again');
    expect(performance.now() - startedAt).toBeGreaterThan(55);
    socket.destroy();
  });

  it('keeps bytes in order when it clears up while some are late', async () => {
    const socket = await connect();
    // Or the kernel would keep the second write until the first one is acknowledged.
    socket.setNoDelay();
    await answerTo(socket, 'hello');
    let heard = '';
    socket.on('data', (bytes) => {
      heard += String(bytes);
    });
    proxy.set({ kind: 'latency', delayMs: 30 });
    socket.write('a');
    await aroundTheProxy();
    proxy.set({ kind: 'clear' });
    socket.write('b');
    while (heard.length < 2) await once(socket, 'data');
    expect(heard).toBe('ab');
    socket.destroy();
  });

  it('loses one answer of those that are asked for', async () => {
    const socket = await connect();
    await answerTo(socket, 'hello');
    proxy.set({
      kind: 'lost-answer',
      isAnswerTo: (request) => (answer) => answer.equals(request),
    });
    socket.write('lost');
    await once(echo, 'heard');
    expect(await answerTo(socket, 'heard')).toBe('heard');
    expect(proxy.lostAnswers()).toBe(1);
    socket.destroy();
  });

  it('cuts what is connected and whatever connects, until it clears up', async () => {
    const socket = await connect();
    await answerTo(socket, 'hello');
    const closed = once(socket, 'close');
    proxy.set({ kind: 'cut' });
    await closed;
    const late = net.connect(proxy.port, '127.0.0.1').on('error', () => {});
    await once(late, 'close');
    proxy.set({ kind: 'clear' });
    const socketAfter = await connect();
    expect(await answerTo(socketAfter, 'back')).toBe('back');
    socketAfter.destroy();
  });

  it('swallows only the bytes that are named, when some are', async () => {
    const socket = await connect();
    await answerTo(socket, 'hello');
    proxy.set({ kind: 'half-open', isLost: (bytes) => String(bytes) === 'lost' });
    socket.write('lost');
    await aroundTheProxy();
    expect(await answerTo(socket, 'heard')).toBe('heard');
    socket.destroy();
  });

  it('swallows bytes of half-open connections, which end when it clears up', async () => {
    const socket = await connect();
    await answerTo(socket, 'hello');
    const heard: string[] = [];
    socket.on('data', (bytes) => heard.push(String(bytes)));
    const closed = once(socket, 'close');
    proxy.set({ kind: 'half-open' });
    socket.write('into the void');
    await aroundTheProxy();
    proxy.set({ kind: 'clear' });
    await closed;
    expect(heard).toEqual([]);
  });
});
