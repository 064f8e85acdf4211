import { strings } from '../internal/strings.ts';

/** The words of `<presence-badge>`. */
export const t = strings({
  'presence.online': 'Online',
  'presence.away': 'Away',
  'presence.busy': 'Busy',
  'presence.call': 'In a call',
  'presence.offline': 'Offline',
  'presence.comma': ',',
  'presence.away-for': 'for {time}',
  'presence.busy-until': 'until {time}',
  'presence.last-seen': 'last seen {time}',
});
