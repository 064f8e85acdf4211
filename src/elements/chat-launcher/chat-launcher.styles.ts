import { css } from 'lit';
import { core } from '../internal/core.styles.ts';

const own = css`
  :host {
    position: fixed;
    inset-block-end: max(var(--earshot-inset, 20px), env(safe-area-inset-bottom));
    inset-inline-end: max(var(--earshot-inset, 20px), env(safe-area-inset-right));
    z-index: 1000;
  }
`;

export const styles = [core, own];
