import { commandNames, findCommand, runCli } from './run-cli.ts';

async function run(...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await runCli(args, { out: (line) => out.push(line), err: (line) => err.push(line) });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

describe('duewatch', () => {
  it('lists every command with a line about it', async () => {
    const { code, out } = await run('help');
    expect(code).toBe(0);
    for (const name of commandNames()) expect(out).toMatch(new RegExp(`^  ${name} +\\S`, 'm'));
  });

  it('lists them too when it is called alone', async () => {
    expect(await run()).toEqual(await run('help'));
  });

  it('answers a word that it does not know with where to look', async () => {
    const { code, err } = await run('frobnicate');
    expect(code).toBe(2);
    expect(err).toContain('`duewatch help` lists them');
  });

  it.each([
    ['help', 'stack'],
    ['stack', '--help'],
    ['stack', 'up', '-h'],
  ])('explains a command: %s %s', async (...args) => {
    const { code, out } = await run(...args);
    expect(code).toBe(0);
    expect(out).toMatch(/^Usage: duewatch stack up\|down\|status/);
  });

  it('does not take a word with a path in it for a file', async () => {
    expect(await findCommand('../main')).toBeUndefined();
  });

  it('refuses a stack action that it does not know', async () => {
    const { code, err } = await run('stack', 'sideways');
    expect(code).toBe(2);
    expect(err).toContain('Usage: duewatch stack');
  });
});

describe('a filter with a word that nothing can have', () => {
  it.each([
    [['deliveries', 'list', '--state', 'lost'], 'No delivery is lost. Say sent, failed,'],
    [['dead-letters', 'list', '--consumer', 'ingest'], 'No service ingest sets records aside.'],
  ])('is refused, since to find nothing looks as if all were well: %j', async (args, line) => {
    const { code, err } = await run(...args);
    expect(code).toBe(1);
    expect(err).toContain(line);
  });
});

describe('every command', () => {
  it.each(commandNames())('%s says what it does and how to call it', async (name) => {
    const command = await findCommand(name);
    expect(command?.summary).toMatch(/^[a-z][^\n]{9,79}$/);
    expect(command?.usage).toContain(`duewatch ${name}`);
    expect(command?.run).toBeInstanceOf(Function);
  });
});
