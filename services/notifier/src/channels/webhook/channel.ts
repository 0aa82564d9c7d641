import { classify } from '../../http/classify.ts';
import { post } from '../../http/post.ts';
import type { Channel, ChannelPorts } from '../channel.ts';
import type { WebhookSettings } from './config.ts';
import { renderWebhook } from './render.ts';
import { sign } from './sign.ts';

/** Posts signed JSON. The receiver recognises a repeat by `webhook-id`. */
export function createWebhookChannel(settings: WebhookSettings, ports: ChannelPorts): Channel {
  return {
    async send(message) {
      const body = renderWebhook(message);
      const signed = sign({ id: message.id, body, now: ports.clock.now() }, settings.secrets);
      const outcome = await post(
        {
          url: settings.url,
          body,
          headers: { 'content-type': 'application/json', 'user-agent': 'duewatch', ...signed },
          timeoutMs: settings.timeoutMs,
        },
        ports,
      );
      // Receivers answer 404 or 400 in the middle of a release; only 410 says never again.
      return classify(outcome, (status) => status === 410);
    },
    async close() {},
  };
}
