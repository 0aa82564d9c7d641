import { createTransport } from 'nodemailer';
import type { Channel, ChannelPorts, SendOutcome } from '../channel.ts';
import type { EmailSettings } from './config.ts';
import { renderMail } from './render.ts';

/**
 * How many times the longest silence a whole send may take. A server that says a little now and
 * then is never silent for too long, and would keep its receiver's mail waiting for ever.
 */
const SILENCES_PER_SEND = 4;

/**
 * Hands mail to one SMTP server. A server that took a message once and is given it again under the
 * same Message-ID may show it twice; most mail programs do not.
 */
export function createEmailChannel(
  settings: EmailSettings,
  { clock }: Pick<ChannelPorts, 'clock'>,
): Channel {
  const { host, port, encryption, user, password, from, to, timeoutMs } = settings;
  const transport = createTransport({
    host,
    port,
    secure: encryption === 'tls',
    requireTLS: encryption === 'starttls',
    ignoreTLS: encryption === 'none',
    ...(user === undefined ? {} : { auth: { user, pass: password ?? '' } }),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const domain = from.slice(from.lastIndexOf('@') + 1);
  return {
    async send(message) {
      const deadline = new AbortController();
      const cancel = clock.schedule(timeoutMs * SILENCES_PER_SEND, () => deadline.abort());
      try {
        const sent = await transport.sendMail({
          from,
          to: [...to],
          ...renderMail(message, domain),
          signal: deadline.signal,
        });
        return { kind: 'sent', providerRef: sent.response.slice(0, 200) };
      } catch (error) {
        return outcomeOf(error as SmtpFailure);
      } finally {
        cancel();
      }
    },
    async close() {
      transport.close();
    },
  };
}

/** What nodemailer puts on its errors. */
interface SmtpFailure {
  readonly code?: string;
  /** The code that the system gave, where nodemailer put its own in front. */
  readonly originalCode?: string;
  readonly timeoutType?: string;
  /** The server’s last reply. */
  readonly responseCode?: number;
}

/** Failures that end a conversation before the message: the server cannot have it. */
const BEFORE_MESSAGE = new Set([
  'EDNS',
  'ETLS',
  'EAUTH',
  'ENOAUTH',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'CONNECTION_TIMEOUT',
  'GREETING_TIMEOUT',
]);

function outcomeOf(failure: SmtpFailure): SendOutcome {
  const { code = '', originalCode = '', timeoutType = '', responseCode } = failure;
  if (responseCode !== undefined && responseCode >= 400) {
    // A wrong password is mended in the settings, and then the message should still go out.
    if (code === 'EAUTH') return { kind: 'retry', reason: 'not_authorized', mayHaveArrived: false };
    if (responseCode < 500)
      return { kind: 'retry', reason: 'receiver_busy', mayHaveArrived: false };
    return { kind: 'dead', reason: code === 'EENVELOPE' ? 'recipient_refused' : 'rejected' };
  }
  if ([code, originalCode, timeoutType].some((one) => BEFORE_MESSAGE.has(one))) {
    return { kind: 'retry', reason: 'unreachable', mayHaveArrived: false };
  }
  // nodemailer does not say how far it had come, so a connection that is lost may have delivered.
  const isLate = code === 'ETIMEDOUT' || code === 'EABORT';
  const reason = isLate ? 'timeout' : 'connection_lost';
  return { kind: 'retry', reason, mayHaveArrived: true };
}
