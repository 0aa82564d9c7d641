/**
 * What Slack refuses in a message, from its published Block Kit limits. Only the blocks that our
 * messages use are known; any other is refused, so that a new one brings its limits with it.
 */
const limits = {
  blocks: 50,
  headerChars: 150,
  sectionChars: 3_000,
  fields: 10,
  fieldChars: 2_000,
  contextElements: 10,
  /** Slack cuts the fallback text off above this; a message that long is a fault of the sender. */
  fallbackChars: 4_000,
};

type Json = Readonly<Record<string, unknown>>;

/** The first reason to refuse this payload, or undefined when Slack would take it. */
export function slackRefusal(payload: unknown): string | undefined {
  if (!isObject(payload)) return 'invalid_payload';
  const { text, blocks } = payload;
  if (typeof text !== 'string' || text === '') return 'no_text';
  if (text.length > limits.fallbackChars) return 'msg_too_long';
  if (blocks === undefined) return undefined;
  if (!Array.isArray(blocks) || blocks.length === 0) return 'invalid_blocks';
  if (blocks.length > limits.blocks) return 'invalid_blocks: more than 50';
  return firstOf(blocks, (block) => refuseBlock(block));
}

function refuseBlock(block: unknown): string | undefined {
  if (!isObject(block)) return 'invalid_blocks: not an object';
  switch (block['type']) {
    case 'divider':
      return undefined;
    case 'header':
      return refuseText(block['text'], ['plain_text'], limits.headerChars);
    case 'section':
      return refuseSection(block);
    case 'context':
      return refuseContext(block);
    default:
      return `invalid_blocks: unknown type ${String(block['type'])}`;
  }
}

function refuseSection(block: Json): string | undefined {
  const { text, fields } = block;
  if (text === undefined && fields === undefined) return 'invalid_blocks: empty section';
  if (text !== undefined) {
    const reason = refuseText(text, ['plain_text', 'mrkdwn'], limits.sectionChars);
    if (reason !== undefined) return reason;
  }
  if (fields === undefined) return undefined;
  if (!Array.isArray(fields) || fields.length === 0) return 'invalid_blocks: fields';
  if (fields.length > limits.fields) return 'invalid_blocks: more than 10 fields';
  return firstOf(fields, (field) => refuseText(field, ['plain_text', 'mrkdwn'], limits.fieldChars));
}

function refuseContext(block: Json): string | undefined {
  const { elements } = block;
  if (!Array.isArray(elements) || elements.length === 0) return 'invalid_blocks: elements';
  if (elements.length > limits.contextElements) return 'invalid_blocks: more than 10 elements';
  return firstOf(elements, (element) =>
    refuseText(element, ['plain_text', 'mrkdwn'], limits.sectionChars),
  );
}

function refuseText(text: unknown, types: readonly string[], maxChars: number): string | undefined {
  if (!isObject(text)) return 'invalid_blocks: text is not an object';
  const { type, text: value } = text;
  if (typeof type !== 'string' || !types.includes(type)) return 'invalid_blocks: text type';
  if (typeof value !== 'string' || value === '') return 'invalid_blocks: empty text';
  if (value.length > maxChars) return `invalid_blocks: text above ${maxChars} characters`;
  // Our messages mention nobody and link nowhere, so any control sequence is injected text.
  if (/<[!@#][^>]*>/.test(value)) return 'invalid_blocks: control sequence';
  return undefined;
}

function firstOf(
  items: readonly unknown[],
  refuse: (item: unknown) => string | undefined,
): string | undefined {
  for (const item of items) {
    const reason = refuse(item);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
