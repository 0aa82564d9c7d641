/** The content modes of the CloudEvents HTTP binding that the door reads. */
export const mediaTypes = {
  structured: 'application/cloudevents+json',
  batched: 'application/cloudevents-batch+json',
  binary: 'application/json',
} as const;

export type ContentMode = keyof typeof mediaTypes;

/** The content mode that a Content-Type header asks for; undefined when the door cannot read it. */
export function contentModeOf(contentType: string | undefined): ContentMode | undefined {
  const [essence = '', ...parameters] = (contentType ?? '').split(';');
  const isUtf8 = parameters.every((parameter) => {
    const [name = '', value = ''] = parameter.trim().split('=');
    return name.toLowerCase() !== 'charset' || /^"?utf-8"?$/i.test(value);
  });
  if (!isUtf8) return undefined;
  const wanted = essence.trim().toLowerCase();
  if (wanted === mediaTypes.structured) return 'structured';
  if (wanted === mediaTypes.batched) return 'batched';
  if (wanted === mediaTypes.binary) return 'binary';
  return undefined;
}
