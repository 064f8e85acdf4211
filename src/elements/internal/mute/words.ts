import { strings } from '../strings.ts';

/** The texts of muting a channel, in its header and in the list of channels. */
export const t = strings({
  'chat.mute': 'Notifications',
  'chat.mute.hour': 'Mute for 1 hour',
  'chat.mute.hours': 'Mute for 8 hours',
  'chat.mute.always': 'Mute until I turn it back on',
  'chat.mute.off': 'Unmute',
  'chat.mute.on': 'Muted',
  'chat.mute.until': 'Muted until {time}',
  'chat.mute.over': 'No longer muted',
});
