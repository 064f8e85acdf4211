import { css } from 'lit';
import { coreButtonStyles } from './core-button.styles.ts';

/** Text buttons of open surfaces: `.btn` with `ghost dan pos`; on top of `coreButtonStyles`. */
export const richButtonStyles = css`
  .btn.ghost {
    background: none;
    color: var(--_accent-ink);
    padding-inline: calc(var(--_u) * 2);
  }
  .btn.ghost:hover {
    background: var(--_fill-1);
  }
  .btn.dan {
    background: var(--_fill-danger);
    color: #fff;
  }
  .btn.pos {
    background: var(--_fill-positive);
    color: #fff;
  }
  .btn:is(.dan, .pos):hover {
    filter: brightness(1.08);
  }
  @media (forced-colors: active) {
    .btn.dan {
      border-width: 2px;
    }
  }
`;

/** All text buttons. */
export const buttonStyles = [coreButtonStyles, richButtonStyles];
