import { EventEmitter } from 'node:events';
import { createManualClock } from '@duewatch/config';
import { listenForInterrupts, orAborted } from './interrupts.ts';

function listening() {
  const source = new EventEmitter();
  const clock = createManualClock(0);
  const interrupts = listenForInterrupts(clock, source as unknown as NodeJS.Process);
  let killed = 0;
  interrupts.onSecond(() => {
    killed += 1;
  });
  return { source, clock, interrupts, killed: () => killed };
}

describe('Ctrl-C', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'])('ends the run in order (%s)', (signal) => {
    const { source, interrupts, killed } = listening();
    source.emit(signal);
    expect(interrupts.signal.reason).toMatchObject({ code: 'INTERRUPTED' });
    expect(killed()).toBe(0);
  });

  it('kills when it is pressed again', async () => {
    const { source, clock, killed } = listening();
    source.emit('SIGINT');
    await clock.advance(1_000);
    source.emit('SIGINT');
    expect(killed()).toBe(1);
  });

  it('is one press when npm passes on what the terminal has sent already', async () => {
    const { source, clock, killed } = listening();
    source.emit('SIGINT');
    await clock.advance(20);
    source.emit('SIGINT');
    expect(killed()).toBe(0);
  });

  it('is left to Node once the run is over', () => {
    const { source, interrupts } = listening();
    interrupts.release();
    expect(source.listenerCount('SIGINT')).toBe(0);
  });
});

describe('waiting with a way out', () => {
  it('answers what was waited for', async () => {
    expect(await orAborted(Promise.resolve('done'), new AbortController().signal)).toBe('done');
  });

  it('ends with the reason when it is called off', async () => {
    const stopping = new AbortController();
    const waiting = orAborted(new Promise(() => undefined), stopping.signal);
    stopping.abort(new Error('called off'));
    await expect(waiting).rejects.toThrow('called off');
  });
});
