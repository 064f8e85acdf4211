import { define } from '../internal/define.ts';
import { ChatChannelList } from './chat-channel-list.ts';

define('chat-channel-list', ChatChannelList);
