import { define } from '../internal/define.ts';
import { VoiceCallButton } from './voice-call-button.ts';

define('voice-call-button', VoiceCallButton);
