import {
  type AlertMessage,
  labelOf,
  type Message,
  type SummaryMessage,
  sentAgainOf,
} from '../../message/message.ts';

export interface RenderedMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly messageId: string;
  readonly inReplyTo?: string;
  readonly references?: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A part of the mail: a title, and lines under it. */
interface Part {
  readonly title: string;
  readonly lines: readonly string[];
  /** In HTML; as text when absent. */
  readonly shownAs?: 'text' | 'command' | 'link';
}

const SUBJECT_CHARS = 200;

/**
 * The mail in text and HTML. Its Message-ID is the same over all tries, and the subject the same
 * for a whole case: mail programs thread by both, so a case reads as one conversation. What is
 * sent again has a Message-ID of its own, for servers drop a mail that they had before.
 */
export function renderMail(message: Message, domain: string): RenderedMail {
  const idOf = (id: string): string => `<${id}@${domain}>`;
  const ownId = sentAgainOf(message)?.resendId ?? message.id;
  const isReply = message.threadRootId !== ownId;
  const root = idOf(message.threadRootId);
  const parts = message.kind === 'alert' ? alertParts(message) : summaryParts(message);
  return {
    subject: subjectOf(message),
    text: textOf(message, parts),
    html: htmlOf(message, parts),
    messageId: idOf(ownId),
    ...(isReply ? { inReplyTo: root, references: root } : {}),
    headers: {
      'List-Id': `Duewatch alerts <alerts.duewatch.${domain}>`,
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      'X-Duewatch-Thread': message.threadId,
      'X-Duewatch-Severity': message.severity,
    },
  };
}

function subjectOf(message: Message): string {
  const topic =
    message.kind === 'alert'
      ? message.news.family.replaceAll('_', ' ').toLowerCase()
      : message.headline;
  const subject = oneLine(`[Duewatch] ${message.who}: ${topic}`);
  return subject.length <= SUBJECT_CHARS ? subject : `${subject.slice(0, SUBJECT_CHARS - 1)}…`;
}

function alertParts(message: AlertMessage): readonly Part[] {
  const { change, why, reasons, atStake, standing, nextStep, acknowledge, runbook, news } = message;
  const parts: readonly Part[] = [
    { title: 'What changed', lines: [change] },
    { title: 'Why', lines: why },
    { title: 'Also', lines: reasons },
    { title: 'At stake', lines: atStake === null ? [] : [atStake] },
    { title: 'Standing', lines: standing === null ? [] : [standing] },
    { title: 'Next', lines: [nextStep] },
    { title: 'Take it', lines: acknowledge === null ? [] : [acknowledge], shownAs: 'command' },
    { title: 'Runbook', lines: [runbook], shownAs: 'link' },
    { title: 'Episode', lines: [`${news.episodeId} (${news.code})`] },
  ];
  return parts.filter(({ lines }) => lines.length > 0);
}

function summaryParts(message: SummaryMessage): readonly Part[] {
  const lines = message.lines.map(({ who, text, severity }) => `${severity}: ${who} · ${text}`);
  const more = message.unlisted === 0 ? [] : [`and ${message.unlisted} more`];
  const parts: readonly Part[] = [
    { title: 'Summary', lines: [message.intro] },
    ...message.facts.map(({ title, text }) => ({ title, lines: [text] })),
    { title: 'Alerts', lines: [...lines, ...more] },
    ...message.actions.map(({ what, command }): Part => {
      return { title: what, lines: [command], shownAs: 'command' };
    }),
  ];
  return parts.filter((part) => part.lines.length > 0);
}

function notesOf(message: Message): readonly string[] {
  const again = sentAgainOf(message);
  return [
    ...(again === null ? [] : [`Sent again at the wish of ${again.by}.`]),
    ...(message.isPossibleRepeat ? ['You may have received this message before.'] : []),
  ];
}

function textOf(message: Message, parts: readonly Part[]): string {
  const head = [`${labelOf(message)}: ${message.headline}`, message.who];
  const body = parts.map(({ title, lines }) => [title, ...lines.map((l) => `  ${l}`)].join('\n'));
  return `${[head.map(oneLine).join('\n'), ...body, ...notesOf(message)].join('\n\n')}\n`;
}

/** On the elements themselves: mail programs drop style sheets. */
const BODY_STYLE = 'font: 15px/1.5 sans-serif; color: #222';
const TITLE_STYLE = 'font-weight: normal; color: #666; white-space: nowrap; padding-right: 16px';

const SHOWN: Readonly<Record<NonNullable<Part['shownAs']>, (line: string) => string>> = {
  text: escaped,
  command: (line) => `<code>${escaped(line)}</code>`,
  link: linked,
};

function htmlOf(message: Message, parts: readonly Part[]): string {
  const rows = parts.map(
    ({ title, lines, shownAs = 'text' }) =>
      `<tr><th align="left" valign="top" style="${TITLE_STYLE}">${escaped(title)}</th>` +
      `<td>${lines.map(SHOWN[shownAs]).join('<br>')}</td></tr>`,
  );
  const notes = notesOf(message).map((note) => `<p>${escaped(note)}</p>`);
  return (
    `<!doctype html><html><body style="${BODY_STYLE}">` +
    `<h2>${escaped(`${labelOf(message)}: ${message.headline}`)}</h2>` +
    `<p><strong>${escaped(message.who)}</strong></p>` +
    `<table cellpadding="4">${rows.join('')}</table>${notes.join('')}</body></html>`
  );
}

function linked(text: string): string {
  const shown = escaped(text);
  return /^https?:\/\//.test(text) ? `<a href="${shown}">${shown}</a>` : shown;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** No line break of any kind gets into a header; nor do other control characters. */
function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out.
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').trim();
}
