import { readRunArguments } from './run-arguments.ts';

const plain = {
  ...{ kind: undefined, playFile: undefined, routesFile: undefined },
  ...{ exit: false, json: false, keep: false },
};

describe('the command line', () => {
  it('asks for the sample feed until Ctrl-C when it says nothing', () => {
    expect(readRunArguments([])).toEqual({ kind: 'run', run: plain });
  });

  it('takes a file to play, routes, an end, an outcome in JSON', () => {
    const files = ['--play', 'story.jsonl', '--routes', 'routes.yaml'];
    const argv = [...files, '--exit', '--json', '--native'];
    const run = { kind: 'native', playFile: 'story.jsonl', routesFile: 'routes.yaml' };
    expect(readRunArguments(argv)).toEqual({
      kind: 'run',
      run: { ...run, exit: true, json: true, keep: false },
    });
  });

  it.each([
    { description: 'an unknown option', argv: ['--plya', 'x'], message: /Unknown option '--plya'/ },
    { description: 'a stray word', argv: ['story.jsonl'], message: /'story\.jsonl'/ },
    { description: '--play without a file', argv: ['--play'], message: /--play/ },
    { description: '--routes with an empty name', argv: ['--routes='], message: /--routes needs/ },
    { description: '--play with an empty name', argv: ['--play='], message: /name of a file/ },
    {
      description: 'two kinds of infrastructure',
      argv: ['--native', '--embedded'],
      message: /--native and --embedded/,
    },
  ])('refuses $description', ({ argv, message }) => {
    const parsed = readRunArguments(argv);
    expect(parsed).toEqual({ kind: 'wrong', message: expect.stringMatching(message) });
  });

  it('explains itself', () => {
    expect(readRunArguments(['--help', '--exit'])).toEqual({ kind: 'help' });
  });
});
