import { createManualClock } from '@duewatch/config';
import { printable } from './printable.ts';
import { createScreen, type Output } from './screen.ts';

function screenOn(options: { isTTY?: boolean; columns?: number; env?: Record<string, string> }) {
  let written = '';
  const output: Output = {
    ...(options.isTTY === undefined ? {} : { isTTY: options.isTTY }),
    ...(options.columns === undefined ? {} : { columns: options.columns }),
    write: (text) => {
      written += text;
    },
  };
  const clock = createManualClock(0);
  const screen = createScreen(output, { clock, env: options.env ?? {} });
  return { screen, clock, written: () => written };
}

describe('the screen of a terminal', () => {
  it('keeps the counters below the log', () => {
    const { screen, written } = screenOn({ isTTY: true, env: { NO_COLOR: '1' } });
    screen.foot('1 event');
    screen.line('something happened');
    screen.foot('2 events');
    screen.close();
    const shown = written().split('\n').map(lastOverwrite);
    expect(shown).toEqual(['something happened', '2 events', '']);
  });

  it('rewrites the counters only when they have changed', () => {
    const { screen, written } = screenOn({ isTTY: true, env: { NO_COLOR: '1' } });
    screen.foot('1 event');
    screen.foot('1 event');
    expect(written()).toBe('1 event');
  });

  it.each([
    { description: 'all of it where there is room', columns: 40, shown: 'a very long line' },
    { description: 'a shorter form in a narrow one', columns: 12, shown: 'short line' },
    { description: 'what fits at worst, so that it can be rewritten', columns: 6, shown: 'short' },
  ])('shows of the counters $description', ({ columns, shown }) => {
    const { screen, written } = screenOn({ isTTY: true, columns, env: { NO_COLOR: '1' } });
    screen.foot('a very long line', 'short line');
    expect(written()).toBe(shown);
  });

  it('takes the counters away when there are none', () => {
    const { screen, written } = screenOn({ isTTY: true, env: { NO_COLOR: '1' } });
    screen.foot('1 event');
    screen.foot();
    screen.line('done');
    expect(written().split('\n').map(lastOverwrite)).toEqual(['done', '']);
  });

  it('shows colours', () => {
    const { screen } = screenOn({ isTTY: true });
    expect(screen.palette.red('E')).toBe('\x1b[31mE\x1b[39m');
  });

  it.each([
    { description: 'NO_COLOR is set', isTTY: true, env: { NO_COLOR: '1' } },
    { description: 'the terminal is dumb', isTTY: true, env: { TERM: 'dumb' } },
    { description: 'it is no terminal', isTTY: false, env: {} },
  ])('shows none when $description', ({ isTTY, env }) => {
    expect(screenOn({ isTTY, env }).screen.palette.red('E')).toBe('E');
  });
});

describe('the screen of a pipe', () => {
  it('says the counters from time to time, never an escape sequence', async () => {
    const { screen, clock, written } = screenOn({});
    screen.foot('1 event');
    screen.line('something happened');
    await clock.advance(10_000);
    screen.foot('2 events');
    screen.foot('3 events');
    screen.close();
    expect(written()).toBe('something happened\n2 events\n3 events\n');
  });
});

describe('a name from another system', () => {
  it.each([
    { description: 'an escape sequence', text: 'A\x1b[2JB', shown: 'A\\u{1b}[2JB' },
    { description: 'a line break', text: 'A\r\nB', shown: 'A\\u{d}\\u{a}B' },
    { description: 'a C1 control', text: 'A\x9bB', shown: 'A\\u{9b}B' },
    { description: 'a change of direction', text: 'A\u202eB', shown: 'A\\u{202e}B' },
    { description: 'nothing unusual', text: 'Żółć & Söhne 商事', shown: 'Żółć & Söhne 商事' },
  ])('is spelt out when it holds $description', ({ text, shown }) => {
    expect(printable(text)).toBe(shown);
  });
});

/** What a terminal shows of a row on which the cursor went back. */
function lastOverwrite(row: string): string {
  return row.split('\r\x1b[2K').at(-1) ?? '';
}
