import { css } from 'lit';
import { core } from '../internal/core.styles.ts';
import { coreButtonStyles } from '../internal/core-button.styles.ts';

const own = css`
  :host {
    display: inline-block;
    vertical-align: top;
    max-inline-size: min(600px, 100%);
  }
  :host([variant='handset']:not(:state(open))) {
    inline-size: 320px;
  }

  /* idle */
  .call {
    gap: calc(var(--_u) * 2.25);
    min-block-size: calc(44px * var(--_d));
    padding-inline: calc(var(--_u) * 4) calc(var(--_u) * 5);
    font-size: var(--_fs);
    max-inline-size: 100%;
  }
  .call .i {
    inline-size: 1.2em;
    block-size: 1.2em;
    transition: rotate var(--_mid) var(--_out);
  }
  .call:hover .i {
    rotate: -12deg;
  }
  :host([size='small']) .call {
    min-block-size: calc(36px * var(--_d));
    font-size: var(--_fs-s);
    padding-inline: calc(var(--_u) * 3) calc(var(--_u) * 3.75);
  }
  :host .call.icon {
    padding: 0;
    inline-size: calc(44px * var(--_d));
  }
  :host([size='small']) .call.icon {
    inline-size: calc(36px * var(--_d));
  }
  slot[name='after'] {
    display: contents;
  }

  @media (pointer: coarse) {
    .call,
    :host([size='small']) .call {
      min-block-size: 44px;
    }
    :host .call.icon {
      inline-size: 44px;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .call:hover .i {
      rotate: none;
    }
  }
`;

export const styles = [core, coreButtonStyles, own];
