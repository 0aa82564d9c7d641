import { dirname, join } from 'node:path/posix';
import { exists, files, read } from './tree.ts';

const documents = files.filter((path) => path.endsWith('.md'));
const maxReadmeLines = 150;

/** Targets of links and pictures that lead into the repository, without their anchors. */
function relativeLinks(text: string): string[] {
  const prose = text.replace(/```[\s\S]*?```/g, '');
  return [...prose.matchAll(/\]\(([^)\s]+)(?:\s+"[^"]*")?\)/g)]
    .map((match) => match[1] ?? '')
    .filter((target) => !/^([a-z]+:|#)/.test(target))
    .map((target) => target.replace(/#.*$/, ''));
}

describe('documents', () => {
  it('link only to what is there', () => {
    const broken = documents.flatMap((path) =>
      relativeLinks(read(path))
        .filter((target) => !exists(join(dirname(path), target)))
        .map((target) => `${path} → ${target}`),
    );
    expect(broken).toEqual([]);
  });

  it(`keep every README within ${maxReadmeLines} lines`, () => {
    const long = documents
      .filter((path) => path.endsWith('README.md'))
      .filter((path) => read(path).trimEnd().split('\n').length > maxReadmeLines);
    expect(long).toEqual([]);
  });
});
