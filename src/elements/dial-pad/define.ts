import { define } from '../internal/define.ts';
import { DialPad } from './dial-pad.ts';

define('dial-pad', DialPad);
