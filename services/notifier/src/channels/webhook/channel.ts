import { classify } from '../../http/classify.ts';
import { post } from '../../http/post.ts';
import type { Channel, ChannelPorts, SendOutcome } from '../channel.ts';
import type { WebhookSettings } from './config.ts';
import { renderWebhook } from './render.ts';
import { renderChange } from './render-change.ts';
import { sign } from './sign.ts';

/** Posts signed JSON. The receiver recognises a repeat by `webhook-id`. */
export function createWebhookChannel(settings: WebhookSettings, ports: ChannelPorts): Channel {
  const { url, secrets, timeoutMs } = settings;

  async function postSigned(id: string, body: string): Promise<SendOutcome> {
    const signed = sign({ id, body, now: ports.clock.now() }, secrets);
    const headers = { 'content-type': 'application/json', 'user-agent': 'duewatch', ...signed };
    const outcome = await post({ url, body, headers, timeoutMs }, ports);
    // Receivers answer 404 or 400 in the middle of a release; only 410 says never again.
    return classify(outcome, (status) => status === 410);
  }

  return {
    send: (message) => postSigned(message.id, renderWebhook(message)),
    sendChange: (message) => postSigned(message.id, renderChange(message)),
    async close() {},
  };
}
