import { strings } from '../internal/strings.ts';

/** What the title of the page and a notification say of a call that rings. */
export const t = strings({
  'ring.title': '{name} is calling',
  'ring.body': 'Voice call',
});
