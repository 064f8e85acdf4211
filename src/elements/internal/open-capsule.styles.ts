import { richButtonStyles } from './button.styles.ts';
import { capsuleStyles } from './capsule.styles.ts';
import { darkSurfaces } from './dark.styles.ts';
import { helpStyles } from './help.styles.ts';
import { avatarStyles, controlStyles, lineStyles, qualityStyles } from './parts.styles.ts';
import { richTokens } from './tokens.styles.ts';

/** All that an element needs, on top of its styles at rest, to show a call; it comes with the code that does. */
export const openCapsuleStyles = [
  richTokens,
  darkSurfaces,
  richButtonStyles,
  controlStyles,
  avatarStyles,
  lineStyles,
  qualityStyles,
  capsuleStyles,
  helpStyles,
];
