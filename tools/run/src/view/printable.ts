/**
 * Characters that move the cursor, colour or hide text, or turn its direction. Names come from
 * other systems: printed as they are they could rewrite what stands above them.
 */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\u2028\u2029]/gu;

/** The text with everything that a terminal might obey spelt out, such as `\u{1b}`. */
export function printable(text: string): string {
  return text.replace(unprintable, (character) => {
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  });
}
