/** Defines every element. Importing it is all a page needs. */
import './elements/call-doctor/define.ts';
import './elements/call-history/define.ts';
import './elements/call-panel/define.ts';
import './elements/chat-channel/define.ts';
import './elements/chat-channel-list/define.ts';
import './elements/chat-launcher/define.ts';
import './elements/dial-pad/define.ts';
import './elements/earshot-client/define.ts';
import './elements/incoming-call/define.ts';
import './elements/media-preview/define.ts';
import './elements/presence-badge/define.ts';
import './elements/voice-call-button/define.ts';
