// How figures read to people: money, quantities with their units, and the arithmetic of a
// condition, alike in messages, on the terminal and in explanations. It escapes nothing: what shows
// a text knows what is dangerous there.
export { describeEvidence, type EvidenceFacts } from './evidence.ts';
export { formatCount, formatMoney, type Money } from './money.ts';
export { formatQuantity } from './quantity.ts';
