// The same dunning system without Kafka: it gets the changes as signed webhooks.
//   node webhook.mjs PORT SECRET TABLE.json
import { createServer } from 'node:http';
import { Webhook } from 'standardwebhooks';
import { openTable } from './table.mjs';

const [port = '8090', secret = '', tableFile = 'dunning.json'] = process.argv.slice(2);
const webhook = new Webhook(secret);
const table = openTable(tableFile);

const server = createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += chunk;
  try {
    webhook.verify(body, request.headers);
  } catch {
    response.writeHead(401).end();
    return;
  }
  const { type, data } = JSON.parse(body);
  // Other messages than changes have no key: a receiver may hear alerts, too.
  if (data.key !== undefined) {
    const record = { ...data, previousPosition: data.follows };
    table.take(record, data.key, type, data.partition);
    // Saved before the answer: what is not answered comes again, and repeats are dropped.
    table.save();
  }
  response.writeHead(204).end();
});
server.listen(Number(port), '127.0.0.1', () => {
  process.stdout.write(`listens on http://127.0.0.1:${server.address().port}\n`);
});
