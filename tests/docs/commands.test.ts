import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { topicDefinitions } from '../../packages/contracts/src/topics.ts';

const root = join(import.meta.dirname, '..', '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const pages = ['README.md', ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`)];
const texts = pages.filter((path) => path.endsWith('.md')).map((path) => [path, read(path)]);

/** What a pattern's first group finds in all pages, each once. */
function named(pattern: RegExp): string[] {
  return [...new Set(texts.flatMap(([, text = '']) => [...text.matchAll(pattern)].map(first)))];
}

function first(match: RegExpMatchArray): string {
  return match[1] ?? '';
}

describe('README and docs', () => {
  it('name only npm scripts that there are', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    expect(named(/npm run ([\w:-]+)/g).filter((script) => scripts[script] === undefined)).toEqual(
      [],
    );
  });

  it('name only commands of duewatch that there are', () => {
    const isThere = (word: string) =>
      existsSync(join(root, `packages/cli/src/commands/${word}.ts`));
    const words = named(/npx duewatch ([\w-]+)/g);
    expect(words).not.toEqual([]);
    expect(words.filter((word) => word !== 'help' && !isThere(word))).toEqual([]);
  });

  it('name only programs and examples that there are', () => {
    const paths = named(
      /((?<!tests\/)(?:services|tools|examples|packages)\/[\w./-]+\.(?:ts|mjs|jsonl))/g,
    );
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('tell of every topic', () => {
    const readme = read('README.md');
    const untold = topicDefinitions()
      .map(({ name }) => name.replace(/^\w+\.dead-letters$/, '<service>.dead-letters'))
      .filter((name) => !readme.includes(`\`${name}\``));
    expect(untold).toEqual([]);
  });
});
