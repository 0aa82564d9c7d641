/** Wraps texts in colours, or leaves them alone. */
export type Palette = Readonly<Record<Colour, (text: string) => string>>;

export type Colour = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'magenta' | 'cyan';

/** Start and end of each, as ECMA-48 numbers them. */
const codes: Readonly<Record<Colour, readonly [number, number]>> = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  magenta: [35, 39],
  cyan: [36, 39],
};

/** Colours only where a person looks at a terminal and has not asked for none (no-color.org). */
export function wantsColour(
  isTerminal: boolean,
  env: Readonly<Record<string, string | undefined>>,
): boolean {
  return isTerminal && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';
}

/** The colours, or their plain stand-ins. */
export function createPalette(isColoured: boolean): Palette {
  const paint = (colour: Colour) => {
    const [start, end] = codes[colour];
    return (text: string): string => (isColoured ? `\x1b[${start}m${text}\x1b[${end}m` : text);
  };
  return {
    bold: paint('bold'),
    dim: paint('dim'),
    red: paint('red'),
    green: paint('green'),
    yellow: paint('yellow'),
    magenta: paint('magenta'),
    cyan: paint('cyan'),
  };
}
