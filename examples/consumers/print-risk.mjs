// Prints what happens to customers as it happens. Written from README.md alone ("Reading the
// topics"): it knows the names of two topics and four rules, and shares no code with Duewatch.
//   node print-risk.mjs 127.0.0.1:9092 http://127.0.0.1:8081/apis/ccompat/v7
import { SchemaRegistry } from '@kafkajs/confluent-schema-registry';
import { Kafka, logLevel } from 'kafkajs';

const [brokers = '', registryUrl = ''] = process.argv.slice(2);
const registry = new SchemaRegistry({ host: registryUrl });
const kafka = new Kafka({ brokers: brokers.split(','), logLevel: logLevel.ERROR });
const consumer = kafka.consumer({ groupId: 'print-risk' });
const lastPositions = new Map();

const compare = (a, b) => a.generation - b.generation || a.offset - b.offset || a.index - b.index;
const print = (...words) => process.stdout.write(`${words.filter(Boolean).join('  ')}\n`);

// Advice and facts travel beside the changes. A name that is not here is news from a later release.
const describers = {
  alert_opened: describeAlert,
  alert_escalated: describeAlert,
  alert_resolved: describeAlert,
  changed: describeChange,
  recommendation_issued: ({ recommendation }) => describeAdvice(recommendation),
  recommendation_withdrawn: ({ kind, reasonCode }) => `${kind}: ${reasonCode}`,
  invoice_became_overdue: ({ invoiceId }) => invoiceId,
  promise_kept: ({ promiseId }) => promiseId,
  promise_broken: ({ promiseId }) => promiseId,
  customer_defaulted: ({ reasons: [first] }) => first?.text,
};

await consumer.connect();
await consumer.subscribe({ topics: ['risk.changes', 'risk.alerts'], fromBeginning: true });
await consumer.run({
  async eachMessage({ topic, message: { key, value, headers } }) {
    const record = await registry.decode(value);
    const place = `${topic} ${key}`;
    const last = lastPositions.get(place);
    if (last && compare(record.position, last) <= 0) return;
    const { previousPosition: before } = record;
    if (last && before && compare(before, last) > 0) print('LOST something before', place);
    lastPositions.set(place, record.position);
    const what = `${headers.ce_type}`.replace('io.duewatch.risk.', '');
    const detail = describers[what]?.(record) ?? '';
    print(what, `${key}`, detail, record.suppressed && '(history: tell nobody)');
  },
});

function describeAlert({ code, severity, title }) {
  return `${severity} ${code}: ${title}`;
}

function describeChange({ fromBand, toBand, score, treatment, reasons }) {
  const why = reasons.slice(0, 2).map(({ text }) => text);
  return `${fromBand ?? 'new'} → ${toBand}, ${score} points, ${treatment}: ${why.join('; ')}`;
}

function describeAdvice({ kind, toMinor, currency, toCode, reasons, needsHuman }) {
  const target = toCode ?? (toMinor === null ? '' : `${toMinor / 100} ${currency}`);
  return `${kind} ${target} (${reasons[0]}${needsHuman ? ', a human decides' : ''})`;
}
