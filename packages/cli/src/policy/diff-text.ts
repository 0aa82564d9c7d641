import type { Move, PortfolioDiff, Rules } from './portfolio-diff.ts';
import { stabilityWord } from './stability-index.ts';

/** The report as lines for people; at most `most` customers are named. */
export function diffText(diff: PortfolioDiff, most: number): readonly string[] {
  const { from, to, judged, bands, moves, since } = diff;
  const index = diff.stabilityMilli / 1_000;
  const places = Object.entries(since).map(([partition, offset]) => `${partition}: ${offset}`);
  const changes = Object.entries(bands).map(([band, count]) => `${band} ${count}`);
  const lines = [
    `${rulesText(from)} → ${rulesText(to)}`,
    `  in force from offset, by partition  ${places.join(', ')}`,
    `  ${judged} customers judged anew, ${moves.length} of them otherwise  (${changes.join(', ')})`,
    `  bands of the book are ${stabilityWord(index)}  (stability index ${index.toFixed(3)})`,
  ];
  for (const move of moves.slice(0, most)) lines.push(moveText(move));
  if (moves.length > most) lines.push(`  … and ${moves.length - most} more; --json lists all`);
  return lines;
}

function rulesText({ policyVersion, modelVersion }: Rules): string {
  return `${policyVersion} (model ${modelVersion})`;
}

function moveText({ customerId, from, to, why }: Move): string {
  const band = from.band === to.band ? from.band : `${from.band} → ${to.band}`;
  const treatment = from.treatment === to.treatment ? '' : `, ${from.treatment} → ${to.treatment}`;
  const points = why.map(({ code, points: cost }) => `${code} ${cost > 0 ? '+' : ''}${cost}`);
  const reason = points.length > 0 ? points.join(' ') : 'bounds or floors';
  const score = from.score === to.score ? `${to.score}` : `${from.score} → ${to.score}`;
  const moved = `${band.padEnd(6)} score ${score}${treatment}`;
  return `  ${customerId.padEnd(20)} ${moved}  because of ${reason}`;
}
