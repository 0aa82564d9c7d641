import type { AddressInfo } from 'node:net';
import { type Clock, createSystemClock } from '@duewatch/config';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server';
import { createFaultPlan, type Fault } from './fault.ts';
import { startHttpListener } from './http-listener.ts';
import { createInbox, type Inbox, type Received } from './inbox.ts';
import type { Sink, SinkOptions } from './sink.ts';

export interface MailMessage extends Received {
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly messageId: string;
  readonly inReplyTo: string;
  readonly references: readonly string[];
  /** Every header line as it came, folded lines joined; names in lower case. */
  readonly headers: readonly { readonly name: string; readonly line: string }[];
}

/** An SMTP server that parses and keeps what it is given. Its `url` is smtp://127.0.0.1:<port>. */
export async function startMailSink(
  options: SinkOptions<MailMessage> = {},
): Promise<Sink<MailMessage>> {
  const clock = options.clock ?? createSystemClock();
  const faults = createFaultPlan();
  const inbox = createInbox<MailMessage>(clock, options.onMessage);
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    // The connection is dropped at once when the sink closes; nobody's mail depends on it.
    closeTimeout: 50,
    onData: (stream, session, done) => {
      take(stream, faults.next(), inbox, clock).then(
        () => done(),
        (error: Error) => {
          if (error instanceof HungUp) hangUp(server, session.id);
          else done(error);
        },
      );
    },
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  const listener = await startHttpListener({ port: 0, clock, inbox });
  return {
    url: `smtp://127.0.0.1:${port}`,
    messagesUrl: `${listener.origin}/messages`,
    received: inbox.received,
    refused: inbox.refused,
    fail: faults.add,
    heal: faults.clear,
    clear: inbox.clear,
    close: async () => {
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await listener.close();
    },
  };
}

/** Stands for an answer that never comes because the connection is gone. */
class HungUp extends Error {}

async function take(
  stream: SMTPServerDataStream,
  fault: Fault | undefined,
  inbox: Inbox<MailMessage>,
  clock: Clock,
): Promise<void> {
  const mail = await simpleParser(stream);
  if (fault?.kind === 'hang') await new Promise<never>(() => {});
  if (fault?.kind === 'reset') throw new HungUp();
  if (fault?.kind === 'delay') {
    await new Promise<void>((resolve) => void clock.schedule(fault.delayMs, resolve));
  }
  if (fault?.kind === 'status') {
    inbox.refuse(`fault ${fault.status}`);
    throw Object.assign(new Error('refused by the sink'), { responseCode: fault.status });
  }
  inbox.keep(describe(mail));
  if (fault?.kind === 'swallow') throw new HungUp();
}

function hangUp(server: SMTPServer, sessionId: string): void {
  for (const connection of server.connections) {
    if (connection.id === sessionId) connection.close();
  }
}

function describe(mail: ParsedMail): Omit<MailMessage, 'receivedAtMs'> {
  const references = mail.references ?? [];
  return {
    from: mail.from?.text ?? '',
    to: addressesOf(mail.to),
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    html: mail.html === false ? '' : (mail.html ?? ''),
    messageId: mail.messageId ?? '',
    inReplyTo: mail.inReplyTo ?? '',
    references: typeof references === 'string' ? [references] : references,
    headers: mail.headerLines.map(({ key, line }) => ({ name: key, line })),
  };
}

function addressesOf(to: ParsedMail['to']): readonly string[] {
  const fields = to === undefined ? [] : Array.isArray(to) ? to : [to];
  return fields.flatMap((field) => field.value.map(({ address }) => address ?? ''));
}
