import type { Channel, ChannelPorts } from './channel.ts';
import type { ChannelSettings } from './channel-settings.ts';
import { createEmailChannel } from './email/channel.ts';
import { createSlackChannel } from './slack/channel.ts';
import { createWebhookChannel } from './webhook/channel.ts';

/** The channel of a receiver. A new kind is a folder, a line here, and one in `config.ts`. */
export function createChannel(settings: ChannelSettings, ports: ChannelPorts): Channel {
  switch (settings.channel) {
    case 'slack':
      return createSlackChannel(settings, ports);
    case 'email':
      return createEmailChannel(settings, ports);
    case 'webhook':
      return createWebhookChannel(settings, ports);
  }
}
