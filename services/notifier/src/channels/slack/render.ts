import {
  type Action,
  type AlertMessage,
  labelOf,
  type Message,
  type SummaryMessage,
  sentAgainOf,
} from '../../message/message.ts';

/** Slack’s published limits. A message above one of them is refused whole. */
const BLOCKS_MAX = 50;
const HEADER_CHARS = 150;
const SECTION_CHARS = 3_000;
const FIELD_CHARS = 2_000;

interface TextObject {
  readonly type: 'plain_text' | 'mrkdwn';
  readonly text: string;
  readonly emoji?: false;
  readonly verbatim?: true;
}

interface Block {
  readonly type: 'header' | 'section' | 'context' | 'divider';
  readonly text?: TextObject;
  readonly fields?: readonly TextObject[];
  readonly elements?: readonly TextObject[];
}

export interface SlackPayload {
  /** Shown in notifications and where blocks cannot be. */
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly unfurl_links: false;
  readonly unfurl_media: false;
}

/** The message as Block Kit. Names are plain text; whatever else comes from data is escaped. */
export function renderSlack(message: Message): SlackPayload {
  const head = `${labelOf(message)} · ${message.headline}`;
  const blocks: readonly Block[] = [
    { type: 'header', text: plain(head, HEADER_CHARS) },
    { type: 'section', text: plain(message.who, SECTION_CHARS) },
    ...(message.kind === 'alert' ? alertBlocks(message) : summaryBlocks(message)),
    { type: 'context', elements: [markup(footer(message), FIELD_CHARS)] },
  ];
  return {
    text: escapeWithin(`${head}: ${message.who}`, SECTION_CHARS),
    blocks: blocks.slice(0, BLOCKS_MAX),
    unfurl_links: false,
    unfurl_media: false,
  };
}

function alertBlocks(message: AlertMessage): readonly Block[] {
  const fields = [...titled('At stake', message.atStake), ...titled('Standing', message.standing)];
  return [
    { type: 'section', text: markup(`*${escaped(message.change)}*`, SECTION_CHARS) },
    ...(fields.length === 0 ? [] : [{ type: 'section', fields } as const]),
    ...list('Why', message.why),
    ...list('Also', message.reasons),
    { type: 'section', text: titledText('Next', [message.nextStep]) },
    ...actionBlocks(
      message.acknowledge === null ? [] : [{ what: 'Take it', command: message.acknowledge }],
    ),
    { type: 'section', text: markup(`*Runbook*\n${linked(message.runbook)}`, SECTION_CHARS) },
  ];
}

function summaryBlocks(message: SummaryMessage): readonly Block[] {
  const more = message.unlisted === 0 ? [] : [`and ${message.unlisted} more`];
  return [
    { type: 'section', text: markup(escaped(message.intro), SECTION_CHARS) },
    ...message.facts.map(({ title, text }) => ({
      type: 'section' as const,
      text: titledText(title, [text]),
    })),
    ...message.lines.map(({ who, text, severity }) => ({
      type: 'section' as const,
      text: plain(`${severity}: ${who} · ${text}`, SECTION_CHARS),
    })),
    ...more.map((text) => ({ type: 'section' as const, text: markup(text, SECTION_CHARS) })),
    ...actionBlocks(message.actions),
  ];
}

/** Commands hold ids of ours alone, which no mark of Slack's is in. */
function actionBlocks(actions: readonly Action[]): readonly Block[] {
  return actions.map(({ what, command }) => ({
    type: 'section',
    text: markup(`*${escaped(what)}*\n\`${escaped(command)}\``, SECTION_CHARS),
  }));
}

/** A link is the only markup that a message holds; `|` would end its address. */
function linked(runbook: string): string {
  if (!/^https?:\/\//.test(runbook)) return escaped(runbook);
  const name = runbook.slice(runbook.lastIndexOf('/') + 1);
  return `<${escaped(runbook).replaceAll('|', '%7C')}|${escaped(name)}>`;
}

function footer(message: Message): string {
  const again = sentAgainOf(message);
  const repeat = [
    ...(again === null ? [] : [`sent again at the wish of ${again.by}`]),
    ...(message.isPossibleRepeat ? ['possible repeat'] : []),
  ];
  const facts =
    message.kind === 'alert'
      ? [message.news.code, `episode ${message.news.episodeId}`, message.id]
      : [message.id];
  return [...facts, ...repeat].map(escaped).join(' · ');
}

function titled(title: string, text: string | null): readonly TextObject[] {
  return text === null ? [] : [markup(`*${title}*\n${escaped(text)}`, FIELD_CHARS)];
}

function list(title: string, items: readonly string[]): readonly Block[] {
  if (items.length === 0) return [];
  return [
    {
      type: 'section',
      text: titledText(
        title,
        items.map((item) => `• ${item}`),
      ),
    },
  ];
}

function titledText(title: string, lines: readonly string[]): TextObject {
  const start = `*${title}*\n`;
  return markup(
    start + escapeWithin(lines.join('\n'), SECTION_CHARS - start.length),
    SECTION_CHARS,
  );
}

/** Text that is already escaped. `verbatim` keeps Slack from making links and mentions of it. */
function markup(text: string, maxChars: number): TextObject {
  return { type: 'mrkdwn', text: text.slice(0, maxChars), verbatim: true };
}

/**
 * Slack shows plain text as it is. Angle brackets are still replaced by look-alikes, so that no
 * client that takes it for markup finds a mention in a customer’s name.
 */
function plain(text: string, maxChars: number): TextObject {
  const safe = oneLine(text).replaceAll('<', '‹').replaceAll('>', '›');
  return { type: 'plain_text', text: cut(safe, maxChars), emoji: false };
}

/** The three characters that Slack asks to escaped; without them no control sequence is left. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Escaped and at most so long, never cut inside an entity or a character. */
function escapeWithin(text: string, maxChars: number): string {
  const whole = escaped(text);
  if (whole.length <= maxChars) return whole;
  let kept = '';
  for (const character of text) {
    const next = escaped(character);
    if (kept.length + next.length > maxChars - 1) break;
    kept += next;
  }
  return `${kept}…`;
}

function cut(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text === '' ? '–' : text;
  // A pair of surrogates that is cut in half is refused as invalid JSON text.
  const kept = text.slice(0, maxChars - 1).replace(/[\uD800-\uDBFF]$/, '');
  return `${kept}…`;
}

function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out.
  return text.replace(/[\u0000-\u001f\u007f\u2028\u2029]+/g, ' ').trim();
}
