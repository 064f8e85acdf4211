import { css } from 'lit';
import { core } from '../internal/core.styles.ts';

const own = css`
  :host {
    display: contents;
  }
  .stack {
    --_inset: var(--earshot-inset, 20px);
    container: vcb / inline-size;
    position: fixed;
    inset: auto;
    inset-block-start: max(var(--_inset), env(safe-area-inset-top));
    inset-inline-end: max(var(--_inset), env(safe-area-inset-right));
    margin: 0;
    border: 0;
    padding: 0;
    overflow: visible;
    background: none;
    color: inherit;
    font-size: var(--_fs);
    inline-size: min(380px, 100vw - 2 * var(--_inset));
  }
  @media (max-width: 480px) {
    .stack {
      inset-inline: 8px;
      inset-block-start: max(8px, env(safe-area-inset-top));
      inline-size: auto;
    }
  }
`;

export const styles = [core, own];
