import {
  type AlertOpened,
  type Band,
  type DeliveryRecorded,
  isoDateOf,
  type RiskChanged,
  type Severity,
} from '@duewatch/contracts';
import { describeEvidence } from '@duewatch/wording';
import type { Colour, Palette } from './palette.ts';
import { printable } from './printable.ts';
import type { AlertTransition } from './sightings.ts';

/** Reasons and figures beyond these are in the record; a line that wraps is not read. */
const reasonsShown = 2;
const figuresShown = 3;

/** In which scoring weighs what names no currency, unless its settings say otherwise. */
const baseCurrency = 'EUR';

/** Continuation lines begin under what the first line is about. */
const indent = ' '.repeat(19);

const bandColours: Readonly<Record<Band, Colour>> = {
  A: 'green',
  B: 'green',
  C: 'yellow',
  D: 'red',
  E: 'red',
};

const severityColours: Readonly<Record<Severity, Colour>> = {
  info: 'dim',
  warning: 'yellow',
  error: 'red',
  critical: 'magenta',
};

/** A customer whose band moved, from where to where, and why. */
export function riskLines(change: RiskChanged, who: string, palette: Palette): readonly string[] {
  const { fromBand, toBand, previousScore, score, effectiveOn, reasons } = change;
  const moved = `${bandIn(fromBand, palette)} → ${bandIn(toBand, palette)}`;
  const points = previousScore === null ? `${score}` : `${previousScore} → ${score}`;
  const first = `${isoDateOf(effectiveOn)}  RISK   ${who}  ${moved}  ${points} points`;
  const why = reasons
    .slice(0, reasonsShown)
    .map(({ text, points: share }) => `${printable(text)}${share === 0 ? '' : ` (+${share})`}`);
  return why.length === 0 ? [first] : [first, `${indent}${why.join('; ')}`];
}

/** What an alert did, with the arithmetic that made it. */
export function alertLines(
  transition: AlertTransition,
  alert: AlertOpened,
  who: string,
  palette: Palette,
): readonly string[] {
  const { changedOn, code, title, evidence, severity, resolveReason, scope, currency } = alert;
  const paint = palette[transition === 'resolved' ? 'green' : severityColours[severity]];
  const about = scope === null ? who : `${who}, ${printable(scope)}`;
  const because = resolveReason === null ? '' : ` (${resolveReason})`;
  const what = paint(`${transition} ${severity} ${printable(code)}`);
  const first = `${isoDateOf(changedOn)}  ALERT  ${what}${because}  ${about}`;
  const figures = evidence
    .slice(0, figuresShown)
    .map((one) => printable(describeEvidence(one, currency ?? baseCurrency)))
    .join(', ');
  const second = figures === '' ? printable(title) : `${printable(title)}: ${figures}`;
  return [first, `${indent}${second}`];
}

/** Who was told of one thing, and who could not be. */
export function deliveryLine(
  deliveries: readonly DeliveryRecorded[],
  about: string,
  palette: Palette,
): string {
  const receivers = deliveries.map(({ channel, outcome, reason, possibleRepeat }) => {
    if (outcome === 'sent') return possibleRepeat ? `${channel} (possibly twice)` : channel;
    return palette.red(`${channel} ${outcome}${reason === null ? '' : ` (${printable(reason)})`}`);
  });
  const whom = `${palette.dim(about)}: ${receivers.join(', ')}`;
  return `${' '.repeat(12)}${palette.green('told')}   ${whom}`;
}

function bandIn(band: Band | null, palette: Palette): string {
  return band === null ? 'new' : palette[bandColours[band]](band);
}
