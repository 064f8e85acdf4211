import { define } from '../internal/define.ts';
import { ChatChannel } from './chat-channel.ts';

define('chat-channel', ChatChannel);
