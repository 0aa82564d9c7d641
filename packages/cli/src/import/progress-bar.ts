/** Shows how far something long has come; on a terminal as one line that moves. */
export interface ProgressBar {
  update(done: number): void;
  end(): void;
}

const WIDTH = 30;

export function createProgressBar(
  label: string,
  total: number,
  stream: NodeJS.WriteStream = process.stderr,
): ProgressBar {
  let shownTenths = -1;
  return {
    update(done) {
      const share = total === 0 ? 1 : Math.min(1, done / total);
      const percent = `${Math.floor(share * 100)} %`.padStart(5);
      if (stream.isTTY) {
        const filled = Math.floor(share * WIDTH);
        const bar = '█'.repeat(filled) + '░'.repeat(WIDTH - filled);
        stream.write(`\r${label} ${bar} ${percent} ${done}/${total}`);
        return;
      }
      // In a log every tenth is enough.
      const tenths = Math.floor(share * 10);
      if (tenths > shownTenths) stream.write(`${label} ${percent} ${done}/${total}\n`);
      shownTenths = Math.max(shownTenths, tenths);
    },
    end() {
      if (stream.isTTY) stream.write('\n');
    },
  };
}
