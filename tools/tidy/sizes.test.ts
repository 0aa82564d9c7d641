import { files, read, sizeBytes, sources } from './tree.ts';

// A file past this has become the place that everything is added to.
const maxLines = 400;
// Two files fit side by side on a screen.
const maxColumns = 100;
// Data belongs beside the repository; every clone pays for a blob for ever.
const maxBlobBytes = 512 * 1024;

const lineCount = (path: string) => read(path).trimEnd().split('\n').length;

describe('sizes', () => {
  it(`keep every source file within ${maxLines} lines`, () => {
    const long = sources.filter((path) => lineCount(path) > maxLines);
    expect(long.map((path) => `${path}: ${lineCount(path)} lines`)).toEqual([]);
  });

  it(`keep every source line within ${maxColumns} columns`, () => {
    const wide = sources.flatMap((path) =>
      read(path)
        .split('\n')
        .flatMap((line, index) => {
          const columns = [...line].length;
          return columns > maxColumns ? [`${path}:${index + 1}: ${columns} columns`] : [];
        }),
    );
    expect(wide).toEqual([]);
  });

  it('keep large blobs out of the repository', () => {
    const large = files.filter((path) => sizeBytes(path) > maxBlobBytes);
    expect(large).toEqual([]);
  });
});
