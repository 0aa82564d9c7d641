import { classify } from '../../http/classify.ts';
import { post } from '../../http/post.ts';
import type { Channel, ChannelPorts } from '../channel.ts';
import type { SlackSettings } from './config.ts';
import { renderSlack } from './render.ts';

/**
 * Posts to an incoming webhook. Slack gives no idempotency key and answers only `ok`, so a lost
 * answer is the one case in which a message can appear twice; it then says so.
 */
export function createSlackChannel(settings: SlackSettings, ports: ChannelPorts): Channel {
  return {
    async send(message) {
      const outcome = await post(
        {
          url: settings.url,
          body: JSON.stringify(renderSlack(message)),
          headers: { 'content-type': 'application/json; charset=utf-8' },
          timeoutMs: settings.timeoutMs,
        },
        ports,
      );
      // A webhook that was removed, or a payload that is refused, stays so.
      return classify(outcome, (status) => status < 500 && ![408, 429].includes(status));
    },
    async close() {},
  };
}
