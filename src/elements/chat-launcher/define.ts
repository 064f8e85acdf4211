import { define } from '../internal/define.ts';
import { ChatLauncher } from './chat-launcher.ts';

define('chat-launcher', ChatLauncher);
