import { define } from '../internal/define.ts';
import { IncomingCall } from './incoming-call.ts';

define('incoming-call', IncomingCall);
